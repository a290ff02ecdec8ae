using System.Security.Cryptography;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.Crypto;

/// <summary>What this platform's own cryptography offers, asked once. Where an answer is no, BouncyCastle's
/// implementation serves.</summary>
internal static class PlatformCapabilities
{
    public static bool AesGcm { get; } = System.Security.Cryptography.AesGcm.IsSupported;

    public static bool AesCcm { get; } = System.Security.Cryptography.AesCcm.IsSupported;

    public static bool ChaCha20Poly1305 { get; } = System.Security.Cryptography.ChaCha20Poly1305.IsSupported;

    /// <summary>.NET's name for a curve that every platform of .NET has; null for the others (Brainpool's, secp256k1,
    /// the historic ones).</summary>
    public static ECCurve? NameOf(Curve? curve) =>
        curve == Curve.P256 ? ECCurve.NamedCurves.nistP256
        : curve == Curve.P384 ? ECCurve.NamedCurves.nistP384
        : curve == Curve.P521 ? ECCurve.NamedCurves.nistP521
        : null;
}
