using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace IronSsl.OpenSsl;

/// <summary>The signature schemes that OpenSSL and BouncyCastle's TLS share.</summary>
internal static class SignatureSchemeTable
{
    private const int MaximumListLength = 4096;

    /// <summary>All schemes, in OpenSSL's order of preference.</summary>
    internal static ImmutableArray<SignatureSchemeEntry> All { get; } =
    [
        new(0x0403, "ecdsa_secp256r1_sha256", "EC", "SHA256", 128, "ECDSA+SHA256", IsTls13: true),
        new(0x0503, "ecdsa_secp384r1_sha384", "EC", "SHA384", 192, "ECDSA+SHA384", IsTls13: true),
        new(0x0603, "ecdsa_secp521r1_sha512", "EC", "SHA512", 256, "ECDSA+SHA512", IsTls13: true),
        new(0x0807, "ed25519", "ED25519", null, 128, null, IsTls13: true),
        new(0x0808, "ed448", "ED448", null, 224, null, IsTls13: true),
        new(0x0809, "rsa_pss_pss_sha256", "RSA-PSS", "SHA256", 128, null, IsTls13: true),
        new(0x080A, "rsa_pss_pss_sha384", "RSA-PSS", "SHA384", 192, null, IsTls13: true),
        new(0x080B, "rsa_pss_pss_sha512", "RSA-PSS", "SHA512", 256, null, IsTls13: true),
        new(0x0804, "rsa_pss_rsae_sha256", "RSA", "SHA256", 128, "RSA-PSS+SHA256", IsTls13: true),
        new(0x0805, "rsa_pss_rsae_sha384", "RSA", "SHA384", 192, "RSA-PSS+SHA384", IsTls13: true),
        new(0x0806, "rsa_pss_rsae_sha512", "RSA", "SHA512", 256, "RSA-PSS+SHA512", IsTls13: true),
        new(0x0401, "rsa_pkcs1_sha256", "RSA", "SHA256", 128, "RSA+SHA256", IsTls13: false),
        new(0x0501, "rsa_pkcs1_sha384", "RSA", "SHA384", 192, "RSA+SHA384", IsTls13: false),
        new(0x0601, "rsa_pkcs1_sha512", "RSA", "SHA512", 256, "RSA+SHA512", IsTls13: false),
        new(0x0303, "ecdsa_sha224", "EC", "SHA224", 112, "ECDSA+SHA224", IsTls13: false),
        new(0x0203, "ecdsa_sha1", "EC", "SHA1", 64, "ECDSA+SHA1", IsTls13: false),
        new(0x0301, "rsa_pkcs1_sha224", "RSA", "SHA224", 112, "RSA+SHA224", IsTls13: false),
        new(0x0201, "rsa_pkcs1_sha1", "RSA", "SHA1", 64, "RSA+SHA1", IsTls13: false),
        new(0x0402, "dsa_sha256", "DSA", "SHA256", 128, "DSA+SHA256", IsTls13: false),
        new(0x0502, "dsa_sha384", "DSA", "SHA384", 192, "DSA+SHA384", IsTls13: false),
        new(0x0602, "dsa_sha512", "DSA", "SHA512", 256, "DSA+SHA512", IsTls13: false),
        new(0x0302, "dsa_sha224", "DSA", "SHA224", 112, "DSA+SHA224", IsTls13: false),
        new(0x0202, "dsa_sha1", "DSA", "SHA1", 64, "DSA+SHA1", IsTls13: false),
    ];

    /// <summary>The scheme with a number of the wire, or null.</summary>
    internal static SignatureSchemeEntry? ById(int id) => All.FirstOrDefault(scheme => scheme.Id == id);

    /// <summary>The scheme with any of its names, or null.</summary>
    internal static SignatureSchemeEntry? ByName(string name) => All.FirstOrDefault(scheme => IsNamed(scheme, name));

    /// <summary>What a context offers and accepts at a security level when nothing else was asked for.</summary>
    internal static ImmutableArray<SignatureSchemeEntry> Defaults(int securityLevel) =>
        [.. All.Where(scheme => SecurityLevel.AllowsSignatureScheme(securityLevel, scheme))];

    /// <summary>
    /// Parses a list such as <c>ecdsa_secp256r1_sha256:RSA+SHA256</c> for <c>set_client_sigalgs</c> and
    /// <c>set_server_sigalgs</c>; false if a name is unknown, comes twice, or none is there.
    /// </summary>
    internal static bool TryParse(string text, out ImmutableArray<SignatureSchemeEntry> schemes)
    {
        schemes = [];
        if (text.Length > MaximumListLength)
        {
            return false;
        }

        var list = new List<SignatureSchemeEntry>();
        foreach (string name in text.Split(':'))
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

    private static bool IsNamed(SignatureSchemeEntry scheme, string name) =>
        scheme.Name == name || (scheme.LegacyName is { } legacy && legacy.Equals(name, StringComparison.OrdinalIgnoreCase));
}
