using System;
using IronSsl.Tls.Caching;

namespace IronSsl.Tls.X509.Trust;

/// <summary>
/// The last few large bundles, parsed: programs make many contexts from the same bundle, and parsing one takes as long
/// as several handshakes. The whole content is the key, so a file that was changed is another one. An entry is
/// immutable and public, so that interpreters may share it; a file with a key in it is not kept.
/// </summary>
internal static class TrustBundleCache
{
    /// <summary>A smaller bundle is parsed faster than it is worth to keep.</summary>
    private const int MinBytes = 16 << 10;

    /// <summary>A larger file is no bundle of roots, and too much to hold on to.</summary>
    private const int MaxBytes = 2 << 20;

    private const int MaxEntries = 4;

    private static readonly BoundedCache<Content, TrustLayer> s_layers = new(MaxEntries);

    /// <summary>The content of a PEM file.</summary>
    public static TrustLayer GetOrParse(byte[] pem)
    {
        if (pem.Length is < MinBytes or > MaxBytes || pem.AsSpan().IndexOf("PRIVATE KEY"u8) >= 0)
        {
            return TrustFile.Parse(pem);
        }

        return s_layers.TryGet(new Content(pem), out TrustLayer? known)
            ? known
            : s_layers.Add(new Content(pem.AsSpan().ToArray()), TrustFile.Parse(pem));
    }

    /// <summary>A file's bytes as a key.</summary>
    private sealed class Content(byte[] bytes) : IEquatable<Content>
    {
        private const int HashedBytes = 64;

        private readonly byte[] _bytes = bytes;

        public bool Equals(Content? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

        public override bool Equals(object? obj) => Equals(obj as Content);

        // The end alone: hashing all of it would take eight times as long as the comparison that follows.
        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.AddBytes(_bytes.AsSpan(Math.Max(0, _bytes.Length - HashedBytes)));
            return hash.ToHashCode();
        }
    }
}
