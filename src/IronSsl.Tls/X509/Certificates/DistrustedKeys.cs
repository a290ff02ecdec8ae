using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using IronSsl.Tls.Caching;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>
/// Public keys that are known to be in the wrong hands, by SHA-256 of the SubjectPublicKeyInfo: the key is what counts,
/// whatever certificate it is in. A last defence until the stores have dropped what issued it.
/// </summary>
internal sealed class DistrustedKeys
{
    private const string ResourceName = "IronSsl.Tls.DistrustedKeys.tsv";
    private const int FieldCount = 4;

    private readonly HashSet<ByteKey> _hashes = [];

    private DistrustedKeys(List<Entry> entries)
    {
        Entries = entries;
        foreach (Entry entry in entries)
        {
            _hashes.Add(new ByteKey(Convert.FromHexString(entry.PublicKeySha256)));
        }
    }

    /// <summary>The list of the project, from DistrustedKeys.tsv.</summary>
    public static DistrustedKeys Published { get; } = ReadResource();

    /// <summary>What the list says, in its order.</summary>
    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>Whether the certificate's key is on the list. Its hash is kept with the certificate.</summary>
    public bool Contains(ParsedCertificate certificate) => _hashes.Contains(certificate.PublicKeyHash);

    /// <summary>Reads a list: comments after '#', and lines of hash, subject, source and date with tabs between
    /// them.</summary>
    /// <exception cref="FormatException">A line is of another form; a list that is read in part would trust the
    /// rest.</exception>
    public static DistrustedKeys Parse(TextReader reader)
    {
        var entries = new List<Entry>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                entries.Add(ParseLine(line));
            }
        }

        return new DistrustedKeys(entries);
    }

    private static Entry ParseLine(string line)
    {
        string[] fields = line.Split('\t');
        if (fields.Length != FieldCount || Array.Exists(fields, string.IsNullOrWhiteSpace)
            || fields[0].Length != 2 * SHA256.HashSizeInBytes || fields[0] != fields[0].ToLowerInvariant())
        {
            throw new FormatException("Not a line of a list of distrusted keys: " + line);
        }

        return new Entry(
            fields[0], fields[1], fields[2],
            DateOnly.ParseExact(fields[3], "yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static DistrustedKeys ReadResource()
    {
        using Stream stream = typeof(DistrustedKeys).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException("The assembly lacks its resource " + ResourceName);
        using var reader = new StreamReader(stream);
        return Parse(reader);
    }

    /// <summary>One key of the list.</summary>
    /// <param name="PublicKeySha256">The hash of the SubjectPublicKeyInfo, in lower-case hexadecimal.</param>
    /// <param name="Subject">Whose key it is, or was.</param>
    /// <param name="Source">Where the hash was published.</param>
    /// <param name="Date">When the key was distrusted.</param>
    internal sealed record Entry(string PublicKeySha256, string Subject, string Source, DateOnly Date);
}
