using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;


namespace IronSsl.Module.Configuration;

// Nothing below TLS 1.2 is spoken unless the program asks for it. It asks by naming such a version as a bound or as the
// protocol, or by security level 0, without which OpenSSL 3.0 never speaks TLS 1.0 and 1.1.
internal sealed partial record ContextConfiguration
{
    /// <summary>The versions between which a connection may choose; the engine takes away what options forbid.</summary>
    public (int Minimum, int Maximum) Versions => Protocol switch
    {
        PythonSsl.PROTOCOL_TLSv1 => (TlsVersion.Tls10, TlsVersion.Tls10),
        PythonSsl.PROTOCOL_TLSv1_1 => (TlsVersion.Tls11, TlsVersion.Tls11),
        PythonSsl.PROTOCOL_TLSv1_2 => (TlsVersion.Tls12, TlsVersion.Tls12),
        _ => (LowerBound, MaximumVersion == 0 ? TlsVersion.Tls13 : MaximumVersion),
    };

    /// <summary>The suites of a connection: those asked for or, by default, those that the versions need.</summary>
    public CipherList EffectiveCiphers => NamesOldVersion && HasInitialCiphers
        ? Ciphers with { Old = CipherString.Old }
        : Ciphers;

    private int LowerBound
    {
        get
        {
            if (MinimumVersion != 0)
            {
                return MinimumVersion;
            }

            return NamesOldVersion || SecurityLevel == 0 ? TlsVersion.Tls10 : TlsVersion.Tls12;
        }
    }

    private bool NamesOldVersion =>
        Protocol is PythonSsl.PROTOCOL_TLSv1 or PythonSsl.PROTOCOL_TLSv1_1
        || MinimumVersion is not 0 and < TlsVersion.Tls12
        || MaximumVersion is not 0 and < TlsVersion.Tls12;

    // Any cipher string, even one that selects the same suites or none, makes another array.
    private bool HasInitialCiphers => Ciphers.Legacy == CipherString.Initial.Legacy;
}
