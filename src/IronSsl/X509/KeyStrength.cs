using System;

namespace IronSsl.X509;

/// <summary>The bits of security that OpenSSL 3.0 counts for a key; its security levels are limits on that number.</summary>
internal static class KeyStrength
{
    // OpenSSL `minbits_table` in x509_vfy.c: what levels 1 to 5 ask for.
    private static ReadOnlySpan<int> RequiredBits => [80, 112, 128, 192, 256];

    /// <summary>Whether so many bits of security satisfy a level; level 0 asks for nothing.</summary>
    public static bool Satisfies(int securityBits, int level) =>
        level <= 0 || securityBits >= RequiredBits[Math.Min(level, RequiredBits.Length) - 1];

    /// <summary>Whether a key may be used at a level. A key that cannot be decoded has no strength.</summary>
    public static bool Satisfies(SubjectPublicKey key, int level) =>
        level <= 0 || (key.IsValid && Satisfies(SecurityBits(key), level));

    private static int SecurityBits(SubjectPublicKey key) => key.Kind switch
    {
        PublicKeyKind.Rsa or PublicKeyKind.RsaPss => FactoringBits(key.Bits),
        PublicKeyKind.Ec => CurveBits(key.Bits),
        PublicKeyKind.Dsa => DiscreteLogarithmBits(key.Bits),
        PublicKeyKind.Ed25519 => 128,
        PublicKeyKind.Ed448 => 224,
        _ => 0,
    };

    /// <summary>OpenSSL `ec_security_bits`.</summary>
    private static int CurveBits(int orderBits) => orderBits switch
    {
        >= 512 => 256,
        >= 384 => 192,
        >= 256 => 128,
        >= 224 => 112,
        >= 160 => 80,
        _ => orderBits / 2,
    };

    /// <summary>OpenSSL `BN_security_bits`.</summary>
    private static int DiscreteLogarithmBits(int primeBits) => primeBits switch
    {
        >= 15360 => 256,
        >= 7680 => 192,
        >= 3072 => 128,
        >= 2048 => 112,
        >= 1024 => 80,
        _ => 0,
    };

    /// <summary>
    /// OpenSSL `ossl_ifc_ffc_compute_security_bits`: the sizes that standards name, and between them the estimate of
    /// SP 800-56B revision 2 appendix D, rounded to a multiple of eight.
    /// </summary>
    private static int FactoringBits(int modulusBits)
    {
        switch (modulusBits)
        {
            case 2048:
                return 112;
            case 3072:
                return 128;
            case 4096:
                return 152;
            case 6144:
                return 176;
            case 7680:
                return 192;
            case 8192:
                return 200;
            case 15360:
                return 256;
            case >= 687_737:
                return 1200;
            case < 8:
                return 0;
        }

        int cap = modulusBits <= 7680 ? 192 : modulusBits <= 15360 ? 256 : 1200;
        double size = modulusBits * Math.Log(2);
        double logarithm = Math.Log(size);
        int bits = (int)(((1.923 * Math.Cbrt(size * logarithm * logarithm)) - 4.69) / Math.Log(2));
        return Math.Min((bits + 4) & ~7, cap);
    }
}
