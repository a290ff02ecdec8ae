using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;

namespace IronSsl.Tls.OpenSsl.Ciphers;

/// <summary>The cipher suites that both OpenSSL and BouncyCastle's TLS know.</summary>
internal static partial class CipherSuiteTable
{
    private static readonly Dictionary<int, CipherSuite> s_byId = [];
    private static readonly Dictionary<string, CipherSuite> s_byName = new(StringComparer.Ordinal);

    static CipherSuiteTable()
    {
        ImmutableArray<CipherSuite>.Builder all = ImmutableArray.CreateBuilder<CipherSuite>();
        foreach (string row in Rows.Split('\n'))
        {
            CipherSuite suite = Decode(row.Split('|'));
            all.Add(suite);
            s_byId.Add(suite.Id, suite);
            s_byName.Add(suite.Name, suite);
            s_byName.TryAdd(suite.StandardName, suite);
        }

        All = all.ToImmutable();
    }

    /// <summary>All suites by ascending number; the order of preference is <see cref="CipherString"/>'s.</summary>
    internal static ImmutableArray<CipherSuite> All { get; }

    /// <summary>The suite with a number of the wire, or null.</summary>
    internal static CipherSuite? ById(int id) => s_byId.GetValueOrDefault(id);

    /// <summary>The suite with OpenSSL's or the registry's name, or null. Case matters, as in OpenSSL.</summary>
    internal static CipherSuite? ByName(string name) => s_byName.GetValueOrDefault(name);

    private static CipherSuite Decode(string[] fields) => new()
    {
        Id = int.Parse(fields[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
        Name = fields[1],
        StandardName = fields[2],
        ProtocolName = fields[3],
        KeyExchange = fields[4],
        Authentication = fields[5],
        Encryption = fields[6],
        Mac = fields[7],
        StrengthBits = int.Parse(fields[8], CultureInfo.InvariantCulture),
        AlgorithmBits = int.Parse(fields[9], CultureInfo.InvariantCulture),
        IsAead = fields[10] == "1",
        Symmetric = NullIfEmpty(fields[11]),
        Digest = NullIfEmpty(fields[12]),
        KeyExchangeName = NullIfEmpty(fields[13]),
        AuthenticationName = NullIfEmpty(fields[14]),
        Classes = DecodeClasses(fields[15]),
    };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static CipherClass DecodeClasses(string letters)
    {
        CipherClass classes = CipherClass.None;
        foreach (char letter in letters)
        {
            classes |= letter switch
            {
                'H' => CipherClass.High,
                'M' => CipherClass.Medium,
                'L' => CipherClass.Low,
                'F' => CipherClass.Fips,
                'D' => CipherClass.NotDefault,
                _ => throw new InvalidOperationException($"Unknown class {letter} in the table of cipher suites."),
            };
        }

        return classes;
    }
}
