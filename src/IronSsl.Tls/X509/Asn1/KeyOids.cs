namespace IronSsl.Tls.X509.Asn1;

/// <summary>The object identifiers of public key algorithms (RFC 3279, RFC 4055, RFC 8410).</summary>
internal static class KeyOids
{
    public const string Rsa = "1.2.840.113549.1.1.1";
    public const string RsaPss = "1.2.840.113549.1.1.10";
    public const string Ec = "1.2.840.10045.2.1";
    public const string Dsa = "1.2.840.10040.4.1";
    public const string Dh = "1.2.840.113549.1.3.1";
    public const string DhX942 = "1.2.840.10046.2.1";
    public const string X25519 = "1.3.101.110";
    public const string X448 = "1.3.101.111";
    public const string Ed25519 = "1.3.101.112";
    public const string Ed448 = "1.3.101.113";
}
