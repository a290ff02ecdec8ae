using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;

namespace IronSsl.Module.Configuration;

internal sealed partial record ContextConfiguration
{
    /// <summary>The versions between which a connection may choose; the engine takes away what options
    /// forbid.</summary>
    public VersionRange Versions => VersionRange.Of(FixedVersion, MinimumVersion, MaximumVersion, SecurityLevel);

    /// <summary>The suites of a connection: those asked for or, by default, those that the versions need.</summary>
    public CipherList EffectiveCiphers =>
        HasInitialCiphers && VersionRange.NamesOldVersion(FixedVersion, MinimumVersion, MaximumVersion)
            ? Ciphers with { Old = Defaults.OldSuites }
            : Ciphers;

    // The one version that a protocol of Python's stands for.
    private int? FixedVersion => Protocol switch
    {
        PythonSsl.PROTOCOL_TLSv1 => TlsVersion.Tls10,
        PythonSsl.PROTOCOL_TLSv1_1 => TlsVersion.Tls11,
        PythonSsl.PROTOCOL_TLSv1_2 => TlsVersion.Tls12,
        _ => null,
    };

    // Any cipher string, even one that selects the same suites or none, makes another array.
    private bool HasInitialCiphers => Ciphers.Legacy == Defaults.Ciphers.Legacy;
}
