using System;
using System.Collections.Generic;

namespace IronSsl.Tls.X509.Trust;

/// <summary>
/// Keeps the last few large bundles that were parsed, because programs make many contexts from the same bundle and parsing one takes
/// as long as several handshakes. The whole content is the key, so a file that was changed is another one. What is kept
/// is immutable and public, so sharing it between interpreters shares no state; a file with a key in it is not kept.
/// </summary>
internal static class TrustBundleCache
{
    /// <summary>Below this parsing costs less than it is worth to keep.</summary>
    private const int MinBytes = 16 << 10;

    /// <summary>Above this it is no bundle of roots, and too much to hold on to.</summary>
    private const int MaxBytes = 2 << 20;

    private const int MaxEntries = 4;

    private static readonly object s_lock = new();

    // The most recently used last; under s_lock.
    private static readonly List<(byte[] Pem, TrustLayer Layer)> s_entries = new(MaxEntries);

    /// <summary>The content of a PEM file.</summary>
    public static TrustLayer GetOrParse(ReadOnlySpan<byte> pem)
    {
        if (pem.Length is < MinBytes or > MaxBytes || pem.IndexOf("PRIVATE KEY"u8) >= 0)
        {
            return TrustFile.Parse(pem);
        }

        lock (s_lock)
        {
            for (int i = 0; i < s_entries.Count; i++)
            {
                if (pem.SequenceEqual(s_entries[i].Pem))
                {
                    (byte[] Pem, TrustLayer Layer) found = s_entries[i];
                    s_entries.RemoveAt(i);
                    s_entries.Add(found);
                    return found.Layer;
                }
            }
        }

        TrustLayer parsed = TrustFile.Parse(pem);
        lock (s_lock)
        {
            if (s_entries.Count == MaxEntries)
            {
                s_entries.RemoveAt(0);
            }

            s_entries.Add((pem.ToArray(), parsed));
        }

        return parsed;
    }
}
