using System.Collections.Immutable;
using IronSsl.Tls.X509.Keys;

namespace IronSsl.Fuzz.Peer;

/// <summary>What engines show and sign with.</summary>
internal static class PeerCredentials
{
    public static ImmutableArray<Credential> P256Server { get; } = PeerIdentity.Engine(isServer: true, "p256");

    public static ImmutableArray<Credential> BothServer { get; } = PeerIdentity.Engine(isServer: true, "p256", "rsa");

    public static ImmutableArray<Credential> P256Client { get; } = PeerIdentity.Engine(isServer: false, "p256");
}
