using IronSsl.Tls.Crypto.KeyExchange;
using IronSsl.Tls.Crypto.Native;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;
using BigInteger = Org.BouncyCastle.Math.BigInteger;

namespace IronSsl.Tls.Engine.Rules;

/// <summary>A client's judgement of the group a server offers for ephemeral Diffie-Hellman: by its length, as OpenSSL's
/// `tls_process_ske_dhe`, where BouncyCastle knows a list of groups only.</summary>
internal sealed class DhGroupVerifier : TlsDHGroupVerifier
{
    // OpenSSL's `DH_MIN_MODULUS_BITS` and `OPENSSL_DH_MAX_MODULUS_BITS`. Where OpenSSL doesn't do the arithmetic a
    // server could make a client compute for seconds: there no group is longer than those that are known, in which
    // exponents are short, and none that isn't known than what takes as long.
    private const int MinimumBits = 512;
    private const int MaximumBits = 10_000;
    private const int MaximumBitsWithoutOpenSsl = 8192;
    private const int MaximumUnknownBitsWithoutOpenSsl = 4096;

    private readonly int _securityLevel;

    public DhGroupVerifier(int securityLevel) => _securityLevel = securityLevel;

    /// <summary>True, or throws the <see cref="FailureAlert"/> that says what is wrong with the group.</summary>
    public bool Accept(DHGroup dhGroup)
    {
        int bits = dhGroup.P.BitLength;
        if (bits < MinimumBits
            || bits > Maximum(isOpenSsl: LibCrypto.IsPresent, isKnown: DhDomain.IsKnown(dhGroup))
            || !dhGroup.P.TestBit(0)
            || dhGroup.G.CompareTo(BigInteger.One) <= 0
            || dhGroup.G.CompareTo(dhGroup.P.Subtract(BigInteger.One)) >= 0)
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "BAD_DH_VALUE");
        }

        return SecurityLevel.AllowsDhKey(_securityLevel, bits)
            ? true
            : throw FailureAlert.Ssl(BcAlert.handshake_failure, "DH_KEY_TOO_SMALL");
    }

    /// <summary>The longest prime that is accepted.</summary>
    internal static int Maximum(bool isOpenSsl, bool isKnown) => isOpenSsl
        ? MaximumBits
        : isKnown ? MaximumBitsWithoutOpenSsl : MaximumUnknownBitsWithoutOpenSsl;
}
