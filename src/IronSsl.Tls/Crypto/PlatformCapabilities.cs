using System.Security.Cryptography;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Crypto;

/// <summary>What this platform's own cryptography offers, asked once. Where an answer is no, BouncyCastle's
/// implementation serves.</summary>
internal static class PlatformCapabilities
{
    public static bool AesGcm { get; } = System.Security.Cryptography.AesGcm.IsSupported;

    public static bool AesCcm { get; } = System.Security.Cryptography.AesCcm.IsSupported;

    public static bool ChaCha20Poly1305 { get; } = System.Security.Cryptography.ChaCha20Poly1305.IsSupported;

    /// <summary>The curve of a TLS named group that every platform of .NET has, and the bytes in one of its
    /// coordinates; none for the others (Brainpool's, secp256k1, the historic ones), which not every platform
    /// has.</summary>
    public static bool TryGetCurve(int namedGroup, out ECCurve curve, out int coordinateLength)
    {
        (curve, coordinateLength) = namedGroup switch
        {
            NamedGroup.secp256r1 => (ECCurve.NamedCurves.nistP256, 32),
            NamedGroup.secp384r1 => (ECCurve.NamedCurves.nistP384, 48),
            NamedGroup.secp521r1 => (ECCurve.NamedCurves.nistP521, 66),
            _ => default,
        };
        return coordinateLength != 0;
    }
}
