using System.Security.Cryptography;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.Tests.Support;

/// <summary>A certificate made for a test, with the key that belongs to it.</summary>
internal sealed record MadeCertificate(ParsedCertificate Certificate, ECDsa Key);
