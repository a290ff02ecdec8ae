using System;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto.KeySchedule;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Crypto.KeyExchange;

/// <summary>One ephemeral ECDH exchange on a NIST curve, by .NET. Points travel uncompressed, the only form that TLS
/// 1.3 has (RFC 8446 section 4.2.8.2) and that we offer for TLS 1.2.</summary>
internal sealed class EcdhAgreement : TlsAgreement
{
    private const byte Uncompressed = 4;

    private readonly PlatformTlsCrypto _crypto;
    private readonly ECCurve _curve;
    private readonly int _coordinateLength;
    private ECDiffieHellman? _own;
    private ECDiffieHellman? _peer;

    public EcdhAgreement(PlatformTlsCrypto crypto, ECCurve curve, int coordinateLength)
    {
        _crypto = crypto;
        _curve = curve;
        _coordinateLength = coordinateLength;
    }

    public byte[] GenerateEphemeral()
    {
        UseKey(ECDiffieHellman.Create(_curve));
        ECPoint point = _own!.ExportParameters(includePrivateParameters: false).Q;
        byte[] encoded = new byte[1 + (2 * _coordinateLength)];
        encoded[0] = Uncompressed;
        point.X!.CopyTo(encoded, 1);
        point.Y!.CopyTo(encoded, 1 + _coordinateLength);
        return encoded;
    }

    public void ReceivePeerValue(byte[] peerValue)
    {
        if (peerValue is null || peerValue.Length != 1 + (2 * _coordinateLength) || peerValue[0] != Uncompressed)
        {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        }

        var point = new ECPoint
        {
            X = peerValue.AsSpan(1, _coordinateLength).ToArray(),
            Y = peerValue.AsSpan(1 + _coordinateLength).ToArray(),
        };
        try
        {
            // Importing checks that the point is on the curve.
            _peer = ECDiffieHellman.Create(new ECParameters { Curve = _curve, Q = point });
        }
        catch (CryptographicException e)
        {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, e);
        }
    }

    public TlsSecret CalculateSecret()
    {
        if (_own is null || _peer is null)
        {
            throw new InvalidOperationException("the exchange isn't complete");
        }

        try
        {
            using ECDiffieHellmanPublicKey peer = _peer.PublicKey;
            return new PlatformSecret(_crypto, _own.DeriveRawSecretAgreement(peer));
        }
        catch (CryptographicException e)
        {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, e);
        }
        finally
        {
            _own.Dispose();
            _peer.Dispose();
            _own = null;
            _peer = null;
        }
    }

    /// <summary>Takes over this end's key, for one exchange.</summary>
    internal void UseKey(ECDiffieHellman own) => _own = own;
}
