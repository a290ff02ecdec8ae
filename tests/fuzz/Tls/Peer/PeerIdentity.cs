using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Pem;
using IronSsl.Tls.X509.Trust;

namespace IronSsl.Fuzz.Peer;

/// <summary>The certificates and keys of scripts and engines: always the same, so that a recorded script stays
/// right.</summary>
internal static class PeerIdentity
{
    /// <summary>Inside the validity of all certificates.</summary>
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The authority above all others.</summary>
    public static ParsedCertificate Root { get; } = Certificate("root.pem");

    /// <summary>The scripted peer's certificate as a server, for "localhost".</summary>
    public static ParsedCertificate Server { get; } = Certificate("peer-server.pem");

    /// <summary>The scripted peer's certificate as a client.</summary>
    public static ParsedCertificate Client { get; } = Certificate("peer-client.pem");

    /// <summary>The key of both.</summary>
    public static ECDsa SigningKey { get; } = Key("peer.key.pem").Ecdsa!;

    /// <summary>The scripted peer's X25519 key, for every connection.</summary>
    public static byte[] ExchangeKey { get; } = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    /// <summary>The key of the pre-shared identity "fuzz".</summary>
    public static byte[] PreSharedKey => [.. Enumerable.Range(1, 32).Select(i => (byte)(7 * i))];

    /// <summary>What the engine has: p256 or rsa, for a server or a client.</summary>
    public static ImmutableArray<Credential> Engine(bool isServer, params string[] kinds) =>
    [
        .. kinds.Select(kind => new Credential(
            [Certificate($"{kind}-{(isServer ? "server" : "client")}.pem"), Root], Key(kind + ".key.pem"))),
    ];

    /// <summary>A store that trusts <see cref="Root"/>.</summary>
    public static TrustSnapshot Trust { get; } = MakeTrust();

    /// <summary>The first private key of a PEM file.</summary>
    public static PrivateKey ReadKey(ReadOnlySpan<byte> pem, PasswordSource? password)
    {
        using EncodedPrivateKey key = PrivateKeyLoader.Read(pem, password);
        return PrivateKeyImporter.Import(key);
    }

    private static TrustSnapshot MakeTrust()
    {
        var store = new TrustStore();
        store.LoadDer(Root.Der);
        return store.Snapshot();
    }

    private static ParsedCertificate Certificate(string name)
    {
        using PemBlock block = Block(name);
        return ParsedCertificate.Parse(block.Data);
    }

    private static PrivateKey Key(string name) => ReadKey(Resource(name), password: null);

    private static PemBlock Block(string name) => new PemReader(Resource(name)).TryRead(out PemBlock? block)
        ? block
        : throw new InvalidDataException(name);

    private static byte[] Resource(string name)
    {
        using Stream stream = typeof(PeerIdentity).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException(name);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
