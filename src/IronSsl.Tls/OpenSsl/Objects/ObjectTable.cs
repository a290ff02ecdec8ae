using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading;

namespace IronSsl.Tls.OpenSsl.Objects;

/// <summary>
/// OpenSSL's registry of objects: lookups by number, identifier and name as `OBJ_nid2obj` and `OBJ_txt2obj` do them.
/// </summary>
internal static partial class ObjectTable
{
    // Decoded when the first lookup needs it.
    private static readonly Lazy<Tables> s_tables = new(Decode, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>The object with OpenSSL's number, or null.</summary>
    internal static ObjectEntry? ByNid(int nid) => s_tables.Value.ByNid.GetValueOrDefault(nid);

    /// <summary>The object with an identifier in plain dotted form, or null.</summary>
    internal static ObjectEntry? ByOid(string oid) => s_tables.Value.ByOid.GetValueOrDefault(oid);

    /// <summary>
    /// The object that a text means: a short name, a long name (unless <paramref name="oidOnly"/>), or an identifier
    /// in any form that OpenSSL reads. Null if it means none that the registry has.
    /// </summary>
    internal static ObjectEntry? ByName(string name, bool oidOnly) => Find(name, oidOnly).Entry;

    /// <summary>
    /// As <see cref="ByName"/>, and tells the two failures of CPython's <c>txt2obj</c> apart: a text that is no
    /// object at all ("unknown object 'x'") and an identifier that the registry doesn't have ("Unknown object").
    /// </summary>
    internal static ObjectLookup Find(string text, bool oidOnly)
    {
        if (!oidOnly && s_tables.Value.ByName.TryGetValue(text, out ObjectEntry? named))
        {
            return new ObjectLookup(IsObject: true, named);
        }

        return ObjectIdentifierText.TryNormalize(text, out string dotted)
            ? new ObjectLookup(IsObject: true, ByOid(dotted))
            : new ObjectLookup(IsObject: false, Entry: null);
    }

    private static Tables Decode()
    {
        var tables = new Tables();
        var longNames = new List<ObjectEntry>();
        foreach (string row in Encoding.ASCII.GetString(Rows).Split('\n'))
        {
            string[] fields = row.Split('|');
            string? shortName = NullIfEmpty(fields[1]);
            var entry = new ObjectEntry(
                int.Parse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture), shortName,
                NullIfEmpty(fields[2]) ?? shortName, NullIfEmpty(fields[3]));
            tables.ByNid.Add(entry.Nid, entry);
            if (entry.Oid is { } oid)
            {
                tables.ByOid.TryAdd(oid, entry);
            }

            if (shortName is not null)
            {
                tables.ByName.TryAdd(shortName, entry);
            }

            longNames.Add(entry);
        }

        // OpenSSL looks for a short name first: a long name never hides one.
        foreach (ObjectEntry entry in longNames)
        {
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
