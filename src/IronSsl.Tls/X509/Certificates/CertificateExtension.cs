using System;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>One extension as it stands in a certificate or CRL, its value undecoded.</summary>
internal sealed record CertificateExtension(string Oid, bool IsCritical, ReadOnlyMemory<byte> Value);
