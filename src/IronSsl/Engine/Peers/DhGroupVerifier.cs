using IronSsl.OpenSsl;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Engine.Peers;

/// <summary>A client's judgement of the group a server offers for ephemeral Diffie-Hellman: by its length, as OpenSSL's
/// `tls_process_ske_dhe`, where BouncyCastle knows a list of groups only.</summary>
internal sealed class DhGroupVerifier : TlsDHGroupVerifier
{
    // OpenSSL's `OPENSSL_DH_MAX_MODULUS_BITS`: more is work without use.
    private const int MaximumBits = 10_000;

    private readonly int _securityLevel;

    public DhGroupVerifier(int securityLevel) => _securityLevel = securityLevel;

    public bool Accept(DHGroup dhGroup)
    {
        int bits = dhGroup.P.BitLength;
        return bits <= MaximumBits
            && dhGroup.P.TestBit(0)
            && dhGroup.G.CompareTo(Org.BouncyCastle.Math.BigInteger.One) > 0
            && dhGroup.G.CompareTo(dhGroup.P.Subtract(Org.BouncyCastle.Math.BigInteger.One)) < 0
            && SecurityLevel.AllowsDhKey(_securityLevel, bits);
    }
}
