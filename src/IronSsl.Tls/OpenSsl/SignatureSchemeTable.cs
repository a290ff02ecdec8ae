using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace IronSsl.Tls.OpenSsl;

/// <summary>The signature schemes that OpenSSL and BouncyCastle's TLS share.</summary>
internal static class SignatureSchemeTable
{
    // Far longer than a list of all names.
    private const int MaximumListLength = 4096;

    /// <summary>All schemes, in OpenSSL's order of preference.</summary>
    internal static ImmutableArray<SignatureSchemeEntry> All { get; } =
    [
        Any(0x0403, "ecdsa_secp256r1_sha256", "EC", "SHA256", "ECDSA", Curve.P256),
        Any(0x0503, "ecdsa_secp384r1_sha384", "EC", "SHA384", "ECDSA", Curve.P384),
        Any(0x0603, "ecdsa_secp521r1_sha512", "EC", "SHA512", "ECDSA", Curve.P521),
        Edwards(0x0807, "ed25519", "ED25519", SecurityLevel.Ed25519Bits),
        Edwards(0x0808, "ed448", "ED448", SecurityLevel.Ed448Bits),
        Tls13Only(0x081A, "ecdsa_brainpoolP256r1tls13_sha256", "SHA256", Curve.Brainpool256),
        Tls13Only(0x081B, "ecdsa_brainpoolP384r1tls13_sha384", "SHA384", Curve.Brainpool384),
        Tls13Only(0x081C, "ecdsa_brainpoolP512r1tls13_sha512", "SHA512", Curve.Brainpool512),
        Any(0x0809, "rsa_pss_pss_sha256", "RSA-PSS", "SHA256", null),
        Any(0x080A, "rsa_pss_pss_sha384", "RSA-PSS", "SHA384", null),
        Any(0x080B, "rsa_pss_pss_sha512", "RSA-PSS", "SHA512", null),
        Any(0x0804, "rsa_pss_rsae_sha256", "RSA", "SHA256", "RSA-PSS"),
        Any(0x0805, "rsa_pss_rsae_sha384", "RSA", "SHA384", "RSA-PSS"),
        Any(0x0806, "rsa_pss_rsae_sha512", "RSA", "SHA512", "RSA-PSS"),
        Old(0x0401, "rsa_pkcs1_sha256", "RSA", "SHA256", "RSA"),
        Old(0x0501, "rsa_pkcs1_sha384", "RSA", "SHA384", "RSA"),
        Old(0x0601, "rsa_pkcs1_sha512", "RSA", "SHA512", "RSA"),
        Old(0x0303, "ecdsa_sha224", "EC", "SHA224", "ECDSA"),
        Old(0x0203, "ecdsa_sha1", "EC", "SHA1", "ECDSA"),
        Old(0x0301, "rsa_pkcs1_sha224", "RSA", "SHA224", "RSA"),
        Old(0x0201, "rsa_pkcs1_sha1", "RSA", "SHA1", "RSA"),
        OnRequest(0x0302, "dsa_sha224", "SHA224"),
        OnRequest(0x0202, "dsa_sha1", "SHA1"),
        OnRequest(0x0402, "dsa_sha256", "SHA256"),
        OnRequest(0x0502, "dsa_sha384", "SHA384"),
        OnRequest(0x0602, "dsa_sha512", "SHA512"),
    ];

    /// <summary>The scheme with a number of the wire, or null.</summary>
    internal static SignatureSchemeEntry? ById(int id)
    {
        foreach (SignatureSchemeEntry scheme in All)
        {
            if (scheme.Id == id)
            {
                return scheme;
            }
        }

        return null;
    }

    /// <summary>
    /// The scheme with a name, in the registry's form or OpenSSL's older one (<c>RSA+SHA256</c>), or null.
    /// </summary>
    internal static SignatureSchemeEntry? ByName(string name)
    {
        int plus = name.IndexOf('+', StringComparison.Ordinal);
        if (plus < 0)
        {
            return All.FirstOrDefault(scheme => scheme.Name == name);
        }

        // OpenSSL takes algorithm and digest in either order.
        string first = name[..plus];
        string second = name[(plus + 1)..];
        return ByParts(first, second) ?? ByParts(second, first);
    }

    /// <summary>
    /// Parses a list such as <c>ecdsa_secp256r1_sha256:RSA+SHA256</c> for <c>set_client_sigalgs</c> and
    /// <c>set_server_sigalgs</c>. False if there is no name, or one is unknown or comes twice.
    /// </summary>
    internal static bool TryParse(string text, out ImmutableArray<SignatureSchemeEntry> schemes)
    {
        schemes = [];
        if (text.Length > MaximumListLength)
        {
            return false;
        }

        var list = new List<SignatureSchemeEntry>();
        foreach (string name in text.Split(':', StringSplitOptions.TrimEntries))
        {
            if (ByName(name) is not { } scheme || list.Contains(scheme))
            {
                return false;
            }

            list.Add(scheme);
        }

        schemes = [.. list];
        return true;
    }

    private static SignatureSchemeEntry? ByParts(string algorithm, string digest)
    {
        if (algorithm == "PSS")
        {
            algorithm = "RSA-PSS";
        }

        // OpenSSL knows a digest by its short name, in capitals, and by its long one, without.
        return All.FirstOrDefault(scheme =>
            scheme.Algorithm is not null && scheme.Algorithm == algorithm && scheme.Digest is { } known
            && (known == digest || known.Equals(digest.ToUpperInvariant(), StringComparison.Ordinal)
                && digest == digest.ToLowerInvariant()));
    }

    private static SignatureSchemeEntry Any(
        int id, string name, string keyType, string digest, string? algorithm, Curve? curve = null) =>
        new(
            id, name, keyType, digest, SecurityLevel.DigestBits(digest), algorithm, TlsVersion.Tls12, TlsVersion.Tls13,
            IsDefault: true, curve);

    private static SignatureSchemeEntry Edwards(int id, string name, string keyType, int bits) =>
        new(id, name, keyType, null, bits, null, TlsVersion.Tls12, TlsVersion.Tls13, IsDefault: true);

    private static SignatureSchemeEntry Tls13Only(int id, string name, string digest, Curve curve) =>
        new(
            id, name, "EC", digest, SecurityLevel.DigestBits(digest), null, TlsVersion.Tls13, TlsVersion.Tls13,
            IsDefault: false, curve);

    // In TLS 1.3 these sign certificates only (RFC 8446 section 4.2.3).
    private static SignatureSchemeEntry Old(int id, string name, string keyType, string digest, string algorithm) =>
        new(
            id, name, keyType, digest, SecurityLevel.DigestBits(digest), algorithm, TlsVersion.Tls12, TlsVersion.Tls12,
            IsDefault: true);

    private static SignatureSchemeEntry OnRequest(int id, string name, string digest) =>
        new(
            id, name, "DSA", digest, SecurityLevel.DigestBits(digest), "DSA", TlsVersion.Tls12, TlsVersion.Tls12,
            IsDefault: false);
}
