namespace IronSsl.OpenSsl;

/// <summary>What a security level (0 to 5, <c>@SECLEVEL=n</c>) lets through: OpenSSL's `ssl_security_default_callback`.</summary>
internal static class SecurityLevel
{
    internal const int Maximum = 5;

    /// <summary>The level of a context until a cipher string says otherwise.</summary>
    internal const int Default = 2;

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

    internal static bool AllowsBits(int level, int bits) => bits >= RequiredBits(level);

    /// <summary>Whether a suite may be offered, chosen or accepted.</summary>
    internal static bool AllowsCipher(int level, CipherSuite suite) =>
        level <= 0
        || (AllowsBits(level, suite.StrengthBits)
            && suite.Authentication != "None"
            && suite.Mac != "MD5"
            && !(RequiredBits(level) > 160 && suite.Mac == "SHA1")
            && !(level >= 3 && !suite.IsTls13 && !suite.HasEphemeralKeys));

    /// <summary>
    /// Whether a protocol version may be spoken. These are OpenSSL 1.1.1's rules; from 3.0 on TLS 1.0 and 1.1 need level 0.
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

    internal static bool AllowsRsaKey(int level, int bits) => AllowsBits(level, FiniteFieldBits(bits));

    /// <summary>Whether a Diffie-Hellman modulus is long enough. Below 80 bits of security it isn't even at level 0.</summary>
    internal static bool AllowsDhKey(int level, int bits) =>
        FiniteFieldBits(bits) >= 80 && AllowsBits(level, FiniteFieldBits(bits));

    /// <summary>Whether a key on a curve whose order has this many bits is strong enough.</summary>
    internal static bool AllowsEcKey(int level, int bits) => AllowsBits(level, CurveBits(bits));

    /// <summary>Whether a signature with this digest (its OpenSSL name, such as SHA256) is strong enough.</summary>
    internal static bool AllowsDigest(int level, string digest) => AllowsBits(level, DigestBits(digest));

    internal static bool AllowsGroup(int level, NamedGroupEntry group) => AllowsBits(level, group.SecurityBits);

    internal static bool AllowsSignatureScheme(int level, SignatureSchemeEntry scheme) =>
        AllowsBits(level, scheme.SecurityBits);

    internal static bool AllowsCompression(int level) => level < 2;

    internal static bool AllowsTickets(int level) => level < 3;

    internal static int DigestBits(string digest) => digest.ToUpperInvariant() switch
    {
        "MD5" => 39,
        "SHA1" => 63,
        "SHA224" => 112,
        "SHA256" => 128,
        "SHA384" => 192,
        "SHA512" => 256,
        _ => 0,
    };

    private static int FiniteFieldBits(int bits) => bits switch
    {
        >= 15360 => 256,
        >= 7680 => 192,
        >= 3072 => 128,
        >= 2048 => 112,
        >= 1024 => 80,
        _ => 0,
    };

    private static int CurveBits(int bits) => bits switch
    {
        >= 512 => 256,
        >= 384 => 192,
        >= 256 => 128,
        >= 224 => 112,
        >= 160 => 80,
        _ => bits / 2,
    };
}
