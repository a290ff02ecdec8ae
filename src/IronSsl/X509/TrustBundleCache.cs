using System;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace IronSsl.X509;

/// <summary>
/// Keeps the last few large bundles that were parsed, by the digest of their bytes, because programs make many contexts from the same
/// bundle and parsing one takes as long as several handshakes. The content is the key: a file that was changed is
/// another one. What is kept is immutable and public, so sharing it between interpreters shares no state.
/// </summary>
internal static class TrustBundleCache
{
    /// <summary>Below this parsing costs less than it is worth to keep.</summary>
    private const int MinBytes = 16 << 10;

    /// <summary>Above this it is no bundle of roots, and too much to hold on to.</summary>
    private const int MaxBytes = 4 << 20;

    private const int MaxEntries = 4;

    private static readonly object s_lock = new();

    // The most recently used last; under s_lock.
    private static readonly List<(byte[] Digest, TrustLayer Layer)> s_entries = new(MaxEntries);

    /// <summary>The content of a PEM file.</summary>
    public static TrustLayer GetOrParse(ReadOnlySpan<byte> pem)
    {
        if (pem.Length is < MinBytes or > MaxBytes)
        {
            return TrustFile.Parse(pem);
        }

        byte[] digest = SHA256.HashData(pem);
        lock (s_lock)
        {
            int index = s_entries.FindIndex(entry => entry.Digest.AsSpan().SequenceEqual(digest));
            if (index >= 0)
            {
                (byte[] Digest, TrustLayer Layer) found = s_entries[index];
                s_entries.RemoveAt(index);
                s_entries.Add(found);
                return found.Layer;
            }
        }

        TrustLayer parsed = TrustFile.Parse(pem);
        lock (s_lock)
        {
            if (s_entries.Count == MaxEntries)
            {
                s_entries.RemoveAt(0);
            }

            s_entries.Add((digest, parsed));
        }

        return parsed;
    }
}
