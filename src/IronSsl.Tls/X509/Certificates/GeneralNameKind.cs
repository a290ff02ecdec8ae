namespace IronSsl.Tls.X509.Certificates;

/// <summary>The alternatives of a GeneralName (RFC 5280 section 4.2.1.6); the numbers are the context tags.</summary>
internal enum GeneralNameKind
{
    OtherName = 0,
    Email = 1,
    Dns = 2,
    X400Address = 3,
    Directory = 4,
    EdiParty = 5,
    Uri = 6,
    IpAddress = 7,
    RegisteredId = 8,
}
