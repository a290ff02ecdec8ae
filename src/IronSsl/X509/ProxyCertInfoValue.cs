using System.Numerics;

namespace IronSsl.X509;

/// <summary>The ProxyCertInfo extension (RFC 3820 section 3.8), as far as chains depend on it.</summary>
internal sealed record ProxyCertInfoValue(BigInteger? PathLength);
