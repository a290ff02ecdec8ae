using System.Collections.Immutable;
using IronSsl.Fuzz.Harness;

namespace IronSsl.Fuzz.Module;

/// <summary>The targets of what Python sees.</summary>
internal static class ModuleTargets
{
    public static ImmutableArray<FuzzTarget> All { get; } = [new PeerCertificateTarget(), new ModuleTarget()];
}
