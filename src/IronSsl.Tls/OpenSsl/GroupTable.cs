using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace IronSsl.Tls.OpenSsl;

/// <summary>
/// The groups for key agreement that OpenSSL and BouncyCastle's TLS share. Curves over binary fields and those below
/// 192 bits are left out: nobody should want them, and asking for one fails as any unknown name does.
/// </summary>
internal static class GroupTable
{
    // Far longer than a list of all names.
    private const int MaximumListLength = 4096;

    /// <summary>All groups; their order is no order of preference.</summary>
    internal static ImmutableArray<NamedGroupEntry> All { get; } =
    [
        Of(Curve.P256, "secp256r1", "prime256v1", "P-256"),
        Of(Curve.P384, "secp384r1", "secp384r1", "P-384"),
        Of(Curve.P521, "secp521r1", "secp521r1", "P-521"),
        Of(Curve.X25519, "x25519", "X25519"),
        Of(Curve.X448, "x448", "X448"),
        Old(Curve.P192, "secp192r1", "prime192v1", "P-192"),
        Old(Curve.P224, "secp224r1", "secp224r1", "P-224"),
        Old(Curve.Secp256k1, "secp256k1", "secp256k1"),
        Old(Curve.Brainpool256, "brainpoolP256r1", "brainpoolP256r1"),
        Old(Curve.Brainpool384, "brainpoolP384r1", "brainpoolP384r1"),
        Old(Curve.Brainpool512, "brainpoolP512r1", "brainpoolP512r1"),
        New(0x001F, "brainpoolP256r1tls13", Curve.Brainpool256.SecurityBits),
        New(0x0020, "brainpoolP384r1tls13", Curve.Brainpool384.SecurityBits),
        New(0x0021, "brainpoolP512r1tls13", Curve.Brainpool512.SecurityBits),
        New(0x0100, "ffdhe2048", SecurityLevel.FiniteFieldBits(2048)),
        New(0x0101, "ffdhe3072", SecurityLevel.FiniteFieldBits(3072)),
        New(0x0102, "ffdhe4096", SecurityLevel.FiniteFieldBits(4096)),
        New(0x0103, "ffdhe6144", SecurityLevel.FiniteFieldBits(6144)),
        New(0x0104, "ffdhe8192", SecurityLevel.FiniteFieldBits(8192)),

        // The categories of ML-KEM's parameter sets (FIPS 203 section 8): 3 and 5.
        New(0x11EB, "SecP256r1MLKEM768", 192),
        New(0x11EC, "X25519MLKEM768", 192),
        New(0x11ED, "SecP384r1MLKEM1024", 256),
    ];

    /// <summary>The group with a number of the wire, or null.</summary>
    internal static NamedGroupEntry? ById(int id) => All.FirstOrDefault(group => group.Id == id);

    /// <summary>The group with any of its names, or null. Case matters, as in OpenSSL 3.0.</summary>
    internal static NamedGroupEntry? ByName(string name) =>
        All.FirstOrDefault(group => group.Name == name || group.ObjectName == name || group.Aliases.Contains(name));

    /// <summary>
    /// The group with OpenSSL's short object name, the only one that <c>set_ecdh_curve</c> takes, or null.
    /// </summary>
    internal static NamedGroupEntry? ByObjectName(string name) =>
        All.FirstOrDefault(group => group.ObjectName == name);

    /// <summary>
    /// Parses a list such as <c>P-256:X25519</c> for <c>set_groups</c>. False if there is no name, or one is unknown
    /// or comes twice.
    /// </summary>
    internal static bool TryParse(string text, out ImmutableArray<NamedGroupEntry> groups)
    {
        groups = [];
        if (text.Length > MaximumListLength)
        {
            return false;
        }

        var list = new List<NamedGroupEntry>();
        foreach (string name in text.Split(':', StringSplitOptions.TrimEntries))
        {
            if (ByName(name) is not { } group || list.Contains(group))
            {
                return false;
            }

            list.Add(group);
        }

        groups = [.. list];
        return true;
    }

    private static NamedGroupEntry Of(Curve curve, string name, string objectName, params string[] aliases) =>
        new(curve.GroupId, name, objectName, curve.SecurityBits, TlsVersion.Tls10, TlsVersion.Tls13, [.. aliases]);

    // RFC 8446 section 4.2.7 leaves these to the older protocols.
    private static NamedGroupEntry Old(Curve curve, string name, string objectName, params string[] aliases) =>
        new(curve.GroupId, name, objectName, curve.SecurityBits, TlsVersion.Tls10, TlsVersion.Tls12, [.. aliases]);

    private static NamedGroupEntry New(int id, string name, int bits) =>
        new(id, name, name, bits, TlsVersion.Tls13, TlsVersion.Tls13, []);
}
