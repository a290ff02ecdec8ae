using System.Numerics;

namespace IronSsl.Tls.X509.Pem;

/// <summary>A Diffie-Hellman group of a file.</summary>
/// <param name="Prime">The modulus.</param>
/// <param name="Generator">Of the group, or of its subgroup.</param>
/// <param name="ExponentBits">How long exponents are, by the length or the subgroup that is stated; null when none
/// is.</param>
internal sealed record DhGroup(BigInteger Prime, BigInteger Generator, int? ExponentBits);
