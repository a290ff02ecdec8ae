using System;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto.KeySchedule;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Utilities;

namespace IronSsl.Tls.Crypto.KeyExchange;

/// <summary>One ephemeral Diffie-Hellman exchange over a finite field. BouncyCastle's does the same with arithmetic of
/// its own.</summary>
internal sealed class DhAgreement : TlsAgreement
{
    private readonly PlatformTlsCrypto _crypto;
    private readonly DhDomain _domain;
    private readonly byte[] _modulus;
    private byte[]? _exponent;
    private byte[]? _peerValue;

    public DhAgreement(PlatformTlsCrypto crypto, DhDomain domain)
    {
        _crypto = crypto;
        _domain = domain;
        _modulus = BigIntegers.AsUnsignedByteArray(domain.P);
    }

    public byte[] GenerateEphemeral()
    {
        _exponent = NewExponent();
        byte[] value = new byte[_modulus.Length];
        ModularExponentiation.Power(BigIntegers.AsUnsignedByteArray(_domain.G), _exponent, _modulus, value);
        return value;
    }

    public void ReceivePeerValue(byte[] peerValue)
    {
        // RFC 8446 section 4.2.8.1; in TLS 1.2 leading zeros may be lacking, or be too many.
        if (_domain.IsPadded && peerValue.Length != _modulus.Length)
        {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        }

        // RFC 7919 sections 3 and 4, RFC 8446 section 4.2.8.1: 1 < Y < p - 1. More is to be asked only of keys that are
        // used twice: in a group of prime order there is nothing else to find out, and in one that the peer has made
        // itself it knows what it sends.
        var value = new BigInteger(1, peerValue);
        if (value.CompareTo(BigInteger.One) <= 0
            || value.CompareTo(_domain.P.Subtract(BigInteger.One)) >= 0)
        {
            throw new TlsFatalAlert(
                _domain.IsPadded ? AlertDescription.illegal_parameter : AlertDescription.handshake_failure);
        }

        _peerValue = BigIntegers.AsUnsignedByteArray(value);
    }

    public TlsSecret CalculateSecret()
    {
        if (_exponent is null || _peerValue is null)
        {
            throw new InvalidOperationException("The exchange is not complete.");
        }

        byte[] secret = new byte[_modulus.Length];
        ModularExponentiation.Power(_peerValue, _exponent, _modulus, secret);
        CryptographicOperations.ZeroMemory(_exponent);
        _exponent = null;

        // NIST SP 800-56A section 5.7.1.1, OpenSSL `ossl_dh_compute_key`: neither 0, 1 nor p - 1.
        if (IsSmall(secret) || IsModulusLessOne(secret))
        {
            CryptographicOperations.ZeroMemory(secret);
            throw new TlsFatalAlert(
                _domain.IsPadded ? AlertDescription.illegal_parameter : AlertDescription.handshake_failure);
        }

        return new PlatformSecret(_crypto, _domain.IsPadded ? secret : WithoutLeadingZeros(secret));
    }

    private byte[] NewExponent()
    {
        int bits = _domain.ExponentBits;
        byte[] exponent = new byte[(bits + 7) / 8];
        _crypto.SecureRandom.NextBytes(exponent);
        int topBit = (bits - 1) % 8;
        exponent[0] = (byte)((exponent[0] & ((1 << topBit) - 1)) | (1 << topBit));
        return exponent;
    }

    private static bool IsSmall(ReadOnlySpan<byte> number)
    {
        int bits = number[^1] >> 1;
        foreach (byte b in number[..^1])
        {
            bits |= b;
        }

        return bits == 0;
    }

    // An odd number less one has the last bit cleared.
    private bool IsModulusLessOne(ReadOnlySpan<byte> number)
    {
        int difference = number[^1] ^ (_modulus[^1] - 1);
        for (int i = 0; i < number.Length - 1; i++)
        {
            difference |= number[i] ^ _modulus[i];
        }

        return difference == 0;
    }

    // RFC 5246 section 8.1.2.
    private static byte[] WithoutLeadingZeros(byte[] secret)
    {
        int zeros = secret.AsSpan().IndexOfAnyExcept((byte)0);
        if (zeros == 0)
        {
            return secret;
        }

        byte[] stripped = secret[zeros..];
        CryptographicOperations.ZeroMemory(secret);
        return stripped;
    }
}
