using System;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using BigInteger = Org.BouncyCastle.Math.BigInteger;

namespace IronSsl.Tls.Crypto.KeyExchange;

/// <summary>A group for Diffie-Hellman over a finite field, and how long a secret exponent in it has to be.</summary>
internal sealed class DhDomain : TlsDHDomain
{
    private readonly PlatformTlsCrypto _crypto;

    public DhDomain(PlatformTlsCrypto crypto, TlsDHConfig config)
    {
        _crypto = crypto;
        IsPadded = config.IsPadded;
        DHGroup group = TlsDHUtilities.GetDHGroup(config);
        P = group.P;
        G = group.G;

        // OpenSSL `generate_key`: in the groups of RFC 7919 and RFC 3526, whose primes are safe, twice the bits of the
        // group's strength. A group that nobody knows may have an order with many small factors, in which a short
        // exponent is found out piece by piece (van Oorschot and Wiener 1996): all bits but two are used.
        int shortBits = ShortExponentBits(group);
        ExponentBits = shortBits > 0 ? shortBits : Math.Max(P.BitLength - 2, 1);
    }

    /// <summary>Whether it is one of the groups whose exponents may be short.</summary>
    public static bool IsKnown(DHGroup group) => ShortExponentBits(group) > 0;

    public BigInteger P { get; }

    public BigInteger G { get; }

    /// <summary>How many bits a secret exponent has.</summary>
    public int ExponentBits { get; }

    /// <summary>TLS 1.3: public values and secrets are as long as the prime (RFC 8446 sections 4.2.8.1 and
    /// 7.4.1).</summary>
    public bool IsPadded { get; }

    public TlsAgreement CreateDH() => new DhAgreement(_crypto, this);

    private static int ShortExponentBits(DHGroup group) =>
        TlsDHUtilities.GetStandardGroupForDHParameters(group.P, group.G)?.L ?? 0;
}
