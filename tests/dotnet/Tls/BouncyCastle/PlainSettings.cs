using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>What the two sides of a <see cref="PlainPair"/> agree on.</summary>
internal sealed record PlainSettings(ProtocolVersion Version)
{
    public int[] ClientSuites { get; init; } = [SuiteOf(Version)];

    public int[] ServerSuites { get; init; } = [SuiteOf(Version)];

    public int[] ClientGroups { get; init; } = [NamedGroup.x25519];

    public int[] ServerGroups { get; init; } = [NamedGroup.x25519];

    public int PrfAlgorithm { get; init; } = Org.BouncyCastle.Tls.PrfAlgorithm.tls13_hkdf_sha256;

    /// <summary>Whether a ticket of TLS 1.2 is asked for and given.</summary>
    public bool UsesTickets { get; init; }

    /// <summary>Further keys that the client offers in TLS 1.3, by the hash that each goes with.</summary>
    public int[] MorePrfAlgorithms { get; init; } = [];

    public static byte[] Key() => [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static byte[] Identity() => "the client"u8.ToArray();

    public IEnumerable<TlsPskExternal> MorePsks(TlsCrypto crypto) => MorePrfAlgorithms.Select(
        prf => new BasicTlsPskExternal("another"u8.ToArray(), crypto.CreateSecret(Key()), prf));

    private static int SuiteOf(ProtocolVersion version) =>
        version == ProtocolVersion.TLSv13 ? CipherSuite.TLS_AES_128_GCM_SHA256
        : version == ProtocolVersion.TLSv12 ? CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256
        : version == ProtocolVersion.TLSv10 ? CipherSuite.TLS_PSK_WITH_AES_128_CBC_SHA
        : throw new ArgumentOutOfRangeException(nameof(version));
}
