using System.Numerics;

namespace IronSsl.Tls.Engine;

/// <summary>The group a server offers for ephemeral Diffie-Hellman in TLS 1.2 and below.</summary>
/// <param name="P">The prime modulus.</param>
/// <param name="G">The generator.</param>
internal sealed record DhParameters(BigInteger P, BigInteger G);
