using System;
using IronSsl.Tls.OpenSsl.Ciphers;

namespace IronSsl.Tls.OpenSsl;

/// <summary>
/// What a security level (0 to 5, <c>@SECLEVEL=n</c>) lets through: the rules of OpenSSL's
/// `ssl_security_default_callback`. They are those of OpenSSL 3.0 except for <see cref="AllowsVersion"/>, which are
/// 1.1.1's.
/// </summary>
internal static class SecurityLevel
{
    /// <summary>The highest level; OpenSSL takes anything above it for this.</summary>
    internal const int Maximum = 5;

    /// <summary>The bits of security of Ed25519.</summary>
    internal const int Ed25519Bits = 128;

    /// <summary>The bits of security of Ed448.</summary>
    internal const int Ed448Bits = 224;

    /// <summary>The bits of security that a level asks of every algorithm and key.</summary>
    internal static int RequiredBits(int level) => level switch
    {
        <= 0 => 0,
        1 => 80,
        2 => 112,
        3 => 128,
        4 => 192,
        _ => 256,
    };

    /// <summary>Whether something with these bits of security is strong enough. Level 0 takes everything.</summary>
    internal static bool AllowsBits(int level, int securityBits) => level <= 0 || securityBits >= RequiredBits(level);

    /// <summary>Whether a suite may be offered, chosen or accepted.</summary>
    internal static bool AllowsCipher(int level, CipherSuite suite) =>
        level <= 0
        || (AllowsBits(level, suite.StrengthBits)
            && suite.Authentication != "None"
            && suite.Mac != "MD5"
            && !(RequiredBits(level) > 160 && suite.Mac == "SHA1")
            && !(level >= 3 && !suite.IsTls13 && !suite.HasEphemeralKeys));

    /// <summary>
    /// Whether a protocol version may be spoken. From OpenSSL 3.0 on TLS 1.0 and 1.1 need level 0; here, as in 1.1.1,
    /// they can be had by asking for them.
    /// </summary>
    internal static bool AllowsVersion(int level, int version) => version >= MinimumVersion(level);

    /// <summary>The oldest version that a level allows.</summary>
    internal static int MinimumVersion(int level) => level switch
    {
        <= 1 => TlsVersion.Ssl3,
        2 => TlsVersion.Tls10,
        3 => TlsVersion.Tls11,
        _ => TlsVersion.Tls12,
    };

    /// <summary>Whether an RSA key with a modulus of this many bits is strong enough.</summary>
    internal static bool AllowsRsaKey(int level, int modulusBits) => AllowsBits(level, RsaKeyBits(modulusBits));

    /// <summary>
    /// Whether a Diffie-Hellman modulus of this many bits is strong enough. Below 80 bits of security it isn't even
    /// at level 0.
    /// </summary>
    /// <param name="level">The security level.</param>
    /// <param name="modulusBits">The size of the prime.</param>
    /// <param name="exponentBits">The size of the subgroup's order, or of the private exponents; null when neither is
    /// told.</param>
    internal static bool AllowsDhKey(int level, int modulusBits, int? exponentBits = null)
    {
        int bits = FiniteFieldBits(modulusBits, exponentBits);
        return bits >= 80 && AllowsBits(level, bits);
    }

    /// <summary>Whether a DSA key is strong enough, with a modulus and a subgroup's order of so many bits.</summary>
    internal static bool AllowsDsaKey(int level, int modulusBits, int subgroupBits) =>
        AllowsBits(level, FiniteFieldBits(modulusBits, subgroupBits));

    /// <summary>Whether a key on a curve whose order has this many bits is strong enough.</summary>
    internal static bool AllowsEcKey(int level, int orderBits) => AllowsBits(level, CurveBits(orderBits));

    /// <summary>Whether an Ed25519 key and its signatures are strong enough.</summary>
    internal static bool AllowsEd25519(int level) => AllowsBits(level, Ed25519Bits);

    /// <summary>Whether an Ed448 key and its signatures are strong enough.</summary>
    internal static bool AllowsEd448(int level) => AllowsBits(level, Ed448Bits);

    /// <summary>
    /// Whether a certificate's signature with this digest (OpenSSL's name, such as SHA256) is strong enough.
    /// </summary>
    internal static bool AllowsDigest(int level, string digest) => AllowsBits(level, DigestBits(digest));

    /// <summary>Whether a group may be offered, chosen or accepted.</summary>
    internal static bool AllowsGroup(int level, NamedGroupEntry group) => AllowsBits(level, group.SecurityBits);

    /// <summary>Whether a signature scheme may be offered, chosen or accepted.</summary>
    internal static bool AllowsSignatureScheme(int level, SignatureSchemeEntry scheme) =>
        AllowsBits(level, scheme.SecurityBits);

    /// <summary>Whether session tickets may be used.</summary>
    internal static bool AllowsTickets(int level) => level < 3;

    /// <summary>
    /// The bits of security of a signature with a digest: half its size, and less where collisions are known. 0 for
    /// an unknown digest, which only level 0 lets through.
    /// </summary>
    internal static int DigestBits(string digest) => digest.ToUpperInvariant() switch
    {
        "MD5" => 39,
        "SHA1" => 63,
        "RIPEMD160" => 80,
        "SHA224" or "SHA3-224" or "SHA512-224" => 112,
        "SHA256" or "SHA3-256" or "SHA512-256" => 128,
        "SHA384" or "SHA3-384" => 192,
        "SHA512" or "SHA3-512" => 256,
        _ => 0,
    };

    // OpenSSL 3.0 computes the strength from the cost of the number field sieve, rounded to a multiple of 8 bits
    // (`ossl_ifc_ffc_compute_security_bits`); these are the sizes at which the result reaches what a level asks for.
    private static int RsaKeyBits(int modulusBits) => modulusBits switch
    {
        >= 13914 => 256,
        >= 6947 => 192,
        >= 2671 => 128,
        >= 1963 => 112,
        >= 920 => 80,
        _ => 0,
    };

    /// <summary>The bits of security of Diffie-Hellman and DSA: OpenSSL `BN_security_bits` (NIST SP 800-57 part 1). A
    /// small subgroup, or short exponents, take strength away.</summary>
    internal static int FiniteFieldBits(int modulusBits, int? exponentBits = null)
    {
        int bits = modulusBits switch
        {
            >= 15360 => 256,
            >= 7680 => 192,
            >= 3072 => 128,
            >= 2048 => 112,
            >= 1024 => 80,
            _ => 0,
        };
        return exponentBits switch
        {
            null => bits,
            < 160 => 0,
            { } exponent => Math.Min(exponent / 2, bits),
        };
    }

    /// <summary>The bits of security of a curve whose order has this many bits: OpenSSL `ec_security_bits`.</summary>
    internal static int CurveBits(int orderBits) => orderBits switch
    {
        >= 512 => 256,
        >= 384 => 192,
        >= 256 => 128,
        >= 224 => 112,
        >= 160 => 80,
        _ => Math.Max(orderBits / 2, 0),
    };
}
