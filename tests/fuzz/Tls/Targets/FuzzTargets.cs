using System.Collections.Immutable;
using System.Linq;
using IronSsl.Fuzz.Harness;
using IronSsl.Tls.Engine;

namespace IronSsl.Fuzz.Targets;

/// <summary>The targets below Module, which need no IronPython.</summary>
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
    ];

    /// <summary>The target with a name, or null.</summary>
    public static FuzzTarget? Find(string name) => All.FirstOrDefault(target => target.Name == name);
}
