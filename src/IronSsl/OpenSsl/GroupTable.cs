using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace IronSsl.OpenSsl;

/// <summary>The groups for key agreement that OpenSSL and BouncyCastle's TLS share.</summary>
internal static class GroupTable
{
    // OpenSSL refuses longer lists (`SSL_CTX_set1_groups_list`) long before this; the bound keeps the work small.
    private const int MaximumListLength = 4096;

    /// <summary>All groups, in the order of OpenSSL's providers.</summary>
    internal static ImmutableArray<NamedGroupEntry> All { get; } =
    [
        Curve(0x0017, "secp256r1", "prime256v1", 128, "P-256"),
        Curve(0x0018, "secp384r1", "secp384r1", 192, "P-384"),
        Curve(0x0019, "secp521r1", "secp521r1", 256, "P-521"),
        Curve(0x001D, "x25519", "X25519", 128),
        Curve(0x001E, "x448", "X448", 224),
        Old(0x001A, "brainpoolP256r1", 128),
        Old(0x001B, "brainpoolP384r1", 192),
        Old(0x001C, "brainpoolP512r1", 256),
        Old(0x0016, "secp256k1", 128),
        New(0x001F, "brainpoolP256r1tls13", "brainpoolP256r1", 128),
        New(0x0020, "brainpoolP384r1tls13", "brainpoolP384r1", 192),
        New(0x0021, "brainpoolP512r1tls13", "brainpoolP512r1", 256),
        New(0x0100, "ffdhe2048", "ffdhe2048", 112),
        New(0x0101, "ffdhe3072", "ffdhe3072", 128),
        New(0x0102, "ffdhe4096", "ffdhe4096", 128),
        New(0x0103, "ffdhe6144", "ffdhe6144", 128),
        New(0x0104, "ffdhe8192", "ffdhe8192", 192),
        New(0x11EB, "SecP256r1MLKEM768", "SecP256r1MLKEM768", 192),
        New(0x11EC, "X25519MLKEM768", "X25519MLKEM768", 192),
        New(0x11ED, "SecP384r1MLKEM1024", "SecP384r1MLKEM1024", 256),
    ];

    /// <summary>What a context offers when nothing else was asked for: OpenSSL 3.0's list.</summary>
    internal static ImmutableArray<NamedGroupEntry> Default { get; } =
    [
        Known("x25519"), Known("secp256r1"), Known("x448"), Known("secp521r1"), Known("secp384r1"),
        Known("ffdhe2048"), Known("ffdhe3072"), Known("ffdhe4096"), Known("ffdhe6144"), Known("ffdhe8192"),
    ];

    /// <summary>The group with a number of the wire, or null.</summary>
    internal static NamedGroupEntry? ById(int id) => All.FirstOrDefault(group => group.Id == id);

    /// <summary>The group with any of its names, in any case of letters, or null.</summary>
    internal static NamedGroupEntry? ByName(string name) => All.FirstOrDefault(group => IsNamed(group, name));

    /// <summary>
    /// Parses a list such as <c>P-256:X25519</c> for <c>set_groups</c>; false if a name is unknown, comes twice, or none is there.
    /// </summary>
    internal static bool TryParse(string text, out ImmutableArray<NamedGroupEntry> groups)
    {
        groups = [];
        if (text.Length > MaximumListLength)
        {
            return false;
        }

        var list = new List<NamedGroupEntry>();
        foreach (string name in text.Split(':'))
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

    private static NamedGroupEntry Known(string name) => All.First(group => group.Name == name);

    private static bool IsNamed(NamedGroupEntry group, string name) =>
        group.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        || group.ObjectName.Equals(name, StringComparison.OrdinalIgnoreCase)
        || group.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static NamedGroupEntry Curve(int id, string name, string objectName, int bits, params string[] aliases) =>
        new(id, name, objectName, bits, TlsVersion.Tls10, TlsVersion.Tls13, [.. aliases]);

    private static NamedGroupEntry Old(int id, string name, int bits) =>
        new(id, name, name, bits, TlsVersion.Tls10, TlsVersion.Tls12, []);

    private static NamedGroupEntry New(int id, string name, string objectName, int bits) =>
        new(id, name, objectName, bits, TlsVersion.Tls13, TlsVersion.Tls13, []);
}
