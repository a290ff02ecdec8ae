using System.Security.Cryptography;
using IronSsl.X509;

namespace IronSsl.Tests.Support;

/// <summary>A certificate made for a test, with the key that belongs to it.</summary>
internal sealed record MadeCertificate(ParsedCertificate Certificate, ECDsa Key);
