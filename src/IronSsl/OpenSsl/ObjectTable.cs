using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading;

namespace IronSsl.OpenSsl;

/// <summary>OpenSSL's registry of objects: lookups by number, identifier and name as `OBJ_nid2obj` and `OBJ_txt2obj` do them.</summary>
internal static partial class ObjectTable
{
    // Decoded when the first lookup needs it.
    private static readonly Lazy<Tables> s_tables = new(Decode, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>The object with OpenSSL's number, or null.</summary>
    internal static ObjectEntry? ByNid(int nid) => s_tables.Value.ByNid.GetValueOrDefault(nid);

    /// <summary>The object with a dotted identifier, or null.</summary>
    internal static ObjectEntry? ByOid(string oid) => s_tables.Value.ByOid.GetValueOrDefault(oid);

    /// <summary>The object with a dotted identifier or, unless only those are wanted, a short or long name; or null.</summary>
    internal static ObjectEntry? ByName(string name, bool oidOnly) =>
        !oidOnly && s_tables.Value.ByName.TryGetValue(name, out ObjectEntry? named) ? named : ByOid(name);

    private static Tables Decode()
    {
        var tables = new Tables();
        foreach (string row in Encoding.ASCII.GetString(Rows).Split('\n'))
        {
            string[] fields = row.Split('|');
            string? shortName = NullIfEmpty(fields[1]);
            var entry = new ObjectEntry(
                int.Parse(fields[0], CultureInfo.InvariantCulture), shortName, NullIfEmpty(fields[2]) ?? shortName,
                NullIfEmpty(fields[3]));
            tables.ByNid.Add(entry.Nid, entry);
            if (entry.Oid is { } oid)
            {
                tables.ByOid.TryAdd(oid, entry);
            }

            if (shortName is not null)
            {
                tables.ByName.TryAdd(shortName, entry);
            }

            if (entry.LongName is { } longName)
            {
                tables.ByName.TryAdd(longName, entry);
            }
        }

        return tables;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private sealed class Tables
    {
        internal Dictionary<int, ObjectEntry> ByNid { get; } = [];

        internal Dictionary<string, ObjectEntry> ByOid { get; } = new(StringComparer.Ordinal);

        internal Dictionary<string, ObjectEntry> ByName { get; } = new(StringComparer.Ordinal);
    }
}
