namespace IronSsl.Tls.OpenSsl;

/// <summary>The protocol versions, by their number on the wire, and OpenSSL's names for them.</summary>
internal static class TlsVersion
{
    internal const int Ssl3 = 0x0300;
    internal const int Tls10 = 0x0301;
    internal const int Tls11 = 0x0302;
    internal const int Tls12 = 0x0303;
    internal const int Tls13 = 0x0304;

    /// <summary>The name that OpenSSL's `SSL_get_version` gives, and with it <c>SSLSocket.version()</c>.</summary>
    internal static string Name(int version) => version switch
    {
        Ssl3 => "SSLv3",
        Tls10 => "TLSv1",
        Tls11 => "TLSv1.1",
        Tls12 => "TLSv1.2",
        Tls13 => "TLSv1.3",
        _ => "unknown",
    };
}
