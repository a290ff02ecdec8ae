using System;
using System.Collections.Immutable;
using System.Linq;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.Randomness;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;

namespace IronSsl.Fuzz.Peer;

/// <summary>The settings under which engines meet scripted peers: an input's first byte chooses one.</summary>
internal static class EngineSetups
{
    private static readonly PlatformRandom s_random = new();
    private static readonly PlatformTlsCrypto s_crypto = PlatformTlsCrypto.Create(s_random);
    private static readonly CipherList s_allCiphers = Ciphers("ALL:COMPLEMENTOFALL:@SECLEVEL=0");
    private static readonly CipherList s_blockCiphers =
        Ciphers("ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA384:@SECLEVEL=0");
    private static readonly ImmutableArray<byte[]> s_protocols = ["h2"u8.ToArray(), "http/1.1"u8.ToArray()];

    /// <summary>How many there are for servers.</summary>
    public const int ServerCount = 6;

    /// <summary>How many there are for clients.</summary>
    public const int ClientCount = 7;

    /// <summary>The tickets of all servers are sealed by this store.</summary>
    public static SessionStore Sessions { get; } = new(s_random, FixedClock.Instance);

    /// <summary>A server.</summary>
    public static EngineSettings Server(int number, Action<string> keyLog)
    {
        EngineSettings plain = Settings(TlsRole.Server, keyLog) with
        {
            Credentials = PeerCredentials.P256Server,
            Sessions = Sessions,
        };
        return number switch
        {
            0 => Only(plain, TlsVersion.Tls13),
            1 => Only(plain, TlsVersion.Tls12),
            2 => plain with
            {
                Credentials = PeerCredentials.BothServer,
                AlpnProtocols = s_protocols,
                VerifyMode = VerifyMode.Optional,
                ClientCaNames = [PeerIdentity.Root.Subject.Der.ToArray()],
                Callbacks = Callbacks(keyLog, serverName: true),
            },
            3 => Old(plain) with
            {
                Credentials = PeerCredentials.BothServer,
                DhParameters = Ffdhe2048(),
                Callbacks = Callbacks(keyLog, psk: true),
            },
            4 => Only(plain, TlsVersion.Tls13) with
            {
                VerifyMode = VerifyMode.Required,
                PostHandshakeAuth = true,
                TicketCount = 0,
                Callbacks = Callbacks(keyLog, psk: true, messages: true),
            },
            _ => Only(plain, TlsVersion.Tls12) with
            {
                Ciphers = s_blockCiphers,
                SecurityLevel = 0,
                VerifyMode = VerifyMode.Required,
            },
        };
    }

    /// <summary>A client.</summary>
    public static EngineSettings Client(int number, Action<string> keyLog)
    {
        EngineSettings plain = Settings(TlsRole.Client, keyLog) with
        {
            ServerName = "localhost",
            AlpnProtocols = s_protocols,
            VerifyMode = VerifyMode.Required,
        };
        EngineSettings open = plain with { VerifyMode = VerifyMode.None, Credentials = PeerCredentials.P256Client };
        return number switch
        {
            0 => Only(plain, TlsVersion.Tls13),
            1 => Only(plain, TlsVersion.Tls12),
            2 => open with { PostHandshakeAuth = true, AlpnProtocols = [] },
            3 => Old(open) with { Callbacks = Callbacks(keyLog, psk: true, messages: true) },
            4 => Only(plain, TlsVersion.Tls13) with { Resume = ResumableSession(TlsVersion.Tls13, 0x1301) },
            5 => Only(plain, TlsVersion.Tls12) with { Resume = ResumableSession(TlsVersion.Tls12, 0xC02B) },
            _ => Only(open, TlsVersion.Tls12) with { Ciphers = s_blockCiphers, SecurityLevel = 0 },
        };
    }

    /// <summary>The secret of the sessions that clients resume.</summary>
    public static byte[] SessionSecret(int version) =>
        [.. Enumerable.Range(0, version == TlsVersion.Tls13 ? 32 : 48).Select(i => (byte)(3 * i))];

    private static EngineSession ResumableSession(int version, int suite) => new(SessionSecret(version))
    {
        Id = version == TlsVersion.Tls13 ? [1, 2, 3] : [.. Enumerable.Range(0, 32).Select(i => (byte)i)],
        Ticket = [.. "a ticket of the scripted peer"u8],
        Version = version,
        CipherSuite = suite,
        IsExtendedMasterSecret = true,
        ServerName = "localhost",
        PeerChain = [PeerIdentity.Server],
        TimeSeconds = PeerIdentity.Now.ToUnixTimeSeconds() - 10,
        TimeoutSeconds = 7200,
        TicketLifetimeHintSeconds = 7200,
        ReceivedMilliseconds = PeerIdentity.Now.ToUnixTimeMilliseconds() - 10_000,
    };

    private static EngineSettings Settings(TlsRole role, Action<string> keyLog) => new()
    {
        Role = role,
        Ciphers = Defaults.Ciphers,
        Requirements = new PeerRequirements { HostName = role == TlsRole.Client ? "localhost" : null },
        Trust = PeerIdentity.Trust,
        Sessions = new SessionStore(s_random, FixedClock.Instance),
        Random = s_random,
        Crypto = s_crypto,
        Time = FixedClock.Instance,
        Options = SslOption.OP_ENABLE_MIDDLEBOX_COMPAT | SslOption.OP_CIPHER_SERVER_PREFERENCE,
        Callbacks = Callbacks(keyLog),
    };

    private static EngineSettings Only(EngineSettings settings, int version) =>
        settings with { Versions = new VersionRange(version, version) };

    private static EngineSettings Old(EngineSettings settings) => settings with
    {
        Versions = new VersionRange(TlsVersion.Tls10, TlsVersion.Tls13),
        SecurityLevel = 0,
        Ciphers = s_allCiphers,
    };

    private static EngineCallbacks Callbacks(
        Action<string> keyLog, bool serverName = false, bool psk = false, bool messages = false)
    {
        return new EngineCallbacks
        {
            KeyLogLine = keyLog,
            ServerName = serverName ? name => name == "refused" ? AlertDescription.UnrecognizedName : 0 : null,
            PskServer = psk
                ? identity => identity.AsSpan().SequenceEqual("fuzz"u8) ? PeerIdentity.PreSharedKey : null
                : null,
            PskClient = psk ? _ => ("fuzz"u8.ToArray(), PeerIdentity.PreSharedKey) : null,
            Message = messages ? static _ => { } : null,
        };
    }

    private static CipherList Ciphers(string text) => CipherString.TryParse(text, Defaults.Ciphers, out CipherList list)
        ? list
        : throw new ArgumentException(text);

    private static DhParameters Ffdhe2048()
    {
        Org.BouncyCastle.Crypto.Parameters.DHParameters group =
            Org.BouncyCastle.Crypto.Agreement.DHStandardGroups.rfc7919_ffdhe2048;
        return new DhParameters(
            new System.Numerics.BigInteger(group.P.ToByteArrayUnsigned(), isUnsigned: true, isBigEndian: true),
            new System.Numerics.BigInteger(group.G.ToByteArrayUnsigned(), isUnsigned: true, isBigEndian: true));
    }
}
