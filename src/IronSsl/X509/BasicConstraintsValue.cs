using System.Numerics;

namespace IronSsl.X509;

/// <summary>The BasicConstraints extension (RFC 5280 section 4.2.1.9).</summary>
internal sealed record BasicConstraintsValue(bool IsCertificateAuthority, BigInteger? PathLength);
