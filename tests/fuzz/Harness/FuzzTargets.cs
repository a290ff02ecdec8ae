using System.Collections.Immutable;
using System.Linq;
using IronSsl.Engine;
using IronSsl.Fuzz.Targets;

namespace IronSsl.Fuzz.Harness;

/// <summary>All targets.</summary>
internal static class FuzzTargets
{
    public static ImmutableArray<FuzzTarget> All { get; } =
    [
        new EngineTarget("server", TlsRole.Server, afterHandshake: false),
        new EngineTarget("client", TlsRole.Client, afterHandshake: false),
        new EngineTarget("server-open", TlsRole.Server, afterHandshake: true),
        new EngineTarget("client-open", TlsRole.Client, afterHandshake: true),
        new CertificateTarget(),
        new CrlTarget(),
        new PemTarget(),
        new KeyTarget(),
        new CipherStringTarget(),
        new TicketTarget(),
        new PeerCertificateTarget(),
        new ModuleTarget(),
    ];

    /// <summary>The target with a name, or null.</summary>
    public static FuzzTarget? Find(string name) => All.FirstOrDefault(target => target.Name == name);
}
