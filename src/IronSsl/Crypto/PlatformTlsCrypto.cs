using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace IronSsl.Crypto;

/// <summary>BouncyCastle's cryptography for TLS, with .NET's primitives in place of its own wherever the platform has
/// them and they serve better. What isn't overridden here stays BouncyCastle's.</summary>
/// <remarks>Safe for any number of connections and threads at once; made once per context or process.</remarks>
internal sealed class PlatformTlsCrypto : BcTlsCrypto
{
    private readonly ConditionalWeakTable<RSA, RsaPrivateCrtKeyParameters> _bouncyCastleKeys = [];

    private PlatformTlsCrypto(SecureRandom random)
        : base(random)
    {
    }

    /// <summary>A crypto provider that takes its randomness from <paramref name="random"/>: a
    /// <see cref="PlatformRandom"/>, or a repeatable one in tests.</summary>
    public static PlatformTlsCrypto Create(SecureRandom random) => new(random);

    public override TlsNonceGenerator CreateNonceGenerator(byte[] additionalSeedMaterial) =>
        SecureRandom is PlatformRandom
            ? new PlatformNonceGenerator() : base.CreateNonceGenerator(additionalSeedMaterial);

    public override TlsNonceGenerator CreateNonceGenerator(System.ReadOnlySpan<byte> additionalSeedMaterial) =>
        SecureRandom is PlatformRandom
            ? new PlatformNonceGenerator() : base.CreateNonceGenerator(additionalSeedMaterial);

    /// <summary>The same private key for the few operations that .NET lacks. BouncyCastle tests the modulus of a key that
    /// it's given, which takes long; so a key is converted once, and the result lives as long as the key.</summary>
    internal RsaPrivateCrtKeyParameters BouncyCastleKey(RSA key) => _bouncyCastleKeys.GetValue(key, Convert);

    private static RsaPrivateCrtKeyParameters Convert(RSA key)
    {
        RSAParameters parameters = key.ExportParameters(includePrivateParameters: true);
        try
        {
            return new RsaPrivateCrtKeyParameters(
                Unsigned(parameters.Modulus), Unsigned(parameters.Exponent), Unsigned(parameters.D),
                Unsigned(parameters.P), Unsigned(parameters.Q), Unsigned(parameters.DP), Unsigned(parameters.DQ),
                Unsigned(parameters.InverseQ));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(parameters.D);
            CryptographicOperations.ZeroMemory(parameters.P);
            CryptographicOperations.ZeroMemory(parameters.Q);
            CryptographicOperations.ZeroMemory(parameters.DP);
            CryptographicOperations.ZeroMemory(parameters.DQ);
            CryptographicOperations.ZeroMemory(parameters.InverseQ);
        }
    }

    private static BigInteger Unsigned(byte[]? bigEndian) => new(1, bigEndian);
}
