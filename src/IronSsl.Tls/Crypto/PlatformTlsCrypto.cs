using System;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using IronSsl.Tls.Caching;
using IronSsl.Tls.Crypto.KeyExchange;
using IronSsl.Tls.Crypto.KeySchedule;
using IronSsl.Tls.Crypto.Randomness;
using IronSsl.Tls.Crypto.Records;
using IronSsl.Tls.Crypto.Signatures;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace IronSsl.Tls.Crypto;

/// <summary>BouncyCastle's cryptography for TLS, with .NET's primitives in place of its own wherever the platform has
/// them and they serve better. What isn't overridden here stays BouncyCastle's.</summary>
/// <remarks>Safe for any number of connections and threads at once; made once per context or process.</remarks>
internal sealed class PlatformTlsCrypto : BcTlsCrypto
{
    private readonly ConditionalWeakTable<RSA, RsaPrivateCrtKeyParameters> _bouncyCastleKeys = [];
    private readonly RecordBuffers _recordBuffers = new();

    /// <summary>The certificates met last, our own among them, as BouncyCastle's handshake uses them.</summary>
    private readonly PeerCache<PlatformCertificate> _certificates = new();

    private PlatformTlsCrypto(SecureRandom random)
        : base(random)
    {
    }

    /// <summary>The peers' public keys, imported.</summary>
    internal PublicKeyCache PublicKeys { get; } = new();

    /// <summary>A crypto provider that takes its randomness from <paramref name="random"/>: a
    /// <see cref="PlatformRandom"/>, or a repeatable one in tests.</summary>
    public static PlatformTlsCrypto Create(SecureRandom random) => new(random);

    public override TlsNonceGenerator CreateNonceGenerator(byte[] additionalSeedMaterial) =>
        SecureRandom is PlatformRandom random
            ? new PlatformNonceGenerator(random) : base.CreateNonceGenerator(additionalSeedMaterial);

    public override TlsNonceGenerator CreateNonceGenerator(ReadOnlySpan<byte> additionalSeedMaterial) =>
        SecureRandom is PlatformRandom random
            ? new PlatformNonceGenerator(random) : base.CreateNonceGenerator(additionalSeedMaterial);

    public override TlsCertificate CreateCertificate(short type, byte[] encoding) =>
        type == CertificateType.X509 ? CreateCertificate(encoding) : base.CreateCertificate(type, encoding);

    /// <summary>An X.509 certificate; <paramref name="encoding"/> isn't copied.</summary>
    public override TlsCertificate CreateCertificate(byte[] encoding) =>
        _certificates.TryGet(encoding, out PlatformCertificate? known)
            ? known
            : _certificates.Keep(encoding, new PlatformCertificate(this, encoding));

    public override TlsCipher CreateCipher(
        TlsCryptoParameters cryptoParams, int encryptionAlgorithm, int macAlgorithm)
    {
        TlsCipher cipher = AeadFor(encryptionAlgorithm) is { } aead
            ? new AeadCipher(cryptoParams, aead, _recordBuffers)
            : CreateCbcCipher(cryptoParams, encryptionAlgorithm, macAlgorithm)
                ?? (TlsCipher)new InspectedCipher(base.CreateCipher(cryptoParams, encryptionAlgorithm, macAlgorithm));
        PlaintextSlot.NoteCipher(cipher);
        return cipher;
    }

    public override TlsDHDomain CreateDHDomain(TlsDHConfig dhConfig) => new DhDomain(this, dhConfig);

    public override TlsECDomain CreateECDomain(TlsECConfig ecConfig)
    {
        if (ecConfig.NamedGroup == NamedGroup.x25519)
        {
            return new X25519Domain(this);
        }

        // OpenSSL 3.0 has no fast arithmetic for P-384 on most platforms: 3.5 ms an exchange, BouncyCastle's 0.8. On
        // the other two .NET is as fast or faster, and makes a hundredth of the garbage.
        Curve? curve = Curve.ByGroup(ecConfig.NamedGroup);
        return curve != Curve.P384 && PlatformCapabilities.NameOf(curve) is { } name
            ? new EcdhDomain(this, name, curve!.CoordinateBytes) : base.CreateECDomain(ecConfig);
    }

    public override TlsKemDomain CreateKemDomain(TlsKemConfig kemConfig) => new KemDomain(this, kemConfig);

#if NET10_0_OR_GREATER
    public override TlsHash CreateHash(int cryptoHashAlgorithm) =>
        HashNames.TryGet(cryptoHashAlgorithm, out HashAlgorithmName name)
            ? new PlatformHash(name) : base.CreateHash(cryptoHashAlgorithm);
#endif

    public override TlsSecret CreateSecret(byte[] data) => new PlatformSecret(this, (byte[])data.Clone());

    /// <summary>The secret to give as the key of a pre-shared key that is a TLS 1.3 session ticket's. See
    /// <see cref="ResumptionPsk"/>.</summary>
    public TlsSecret CreateResumptionPsk(ReadOnlySpan<byte> psk) => new ResumptionPsk(this, psk.ToArray());

    public override TlsSecret CreateHybridSecret(TlsSecret s1, TlsSecret s2)
    {
        byte[] first = s1.Extract();
        byte[] second = s2.Extract();
        byte[] data = [.. first, .. second];
        CryptographicOperations.ZeroMemory(first);
        CryptographicOperations.ZeroMemory(second);
        return new PlatformSecret(this, data);
    }

    public override TlsSecret GenerateRsaPreMasterSecret(ProtocolVersion version) =>
        new PlatformSecret(this, base.GenerateRsaPreMasterSecret(version).Extract());

    public override TlsSecret HkdfInit(int cryptoHashAlgorithm) =>
        new PlatformSecret(this, new byte[TlsCryptoUtilities.GetHashOutputSize(cryptoHashAlgorithm)]);

    /// <summary>The same private key for the few operations that .NET lacks. BouncyCastle tests the modulus of a key
    /// that it's given, which takes long; so a key is converted once, and the result lives as long as the
    /// key.</summary>
    internal RsaPrivateCrtKeyParameters BouncyCastleKey(RSA key) => _bouncyCastleKeys.GetValue(key, Convert);

    private CbcCipher? CreateCbcCipher(TlsCryptoParameters cryptoParams, int encryptionAlgorithm, int macAlgorithm)
    {
        int keyLength = encryptionAlgorithm switch
        {
            EncryptionAlgorithm.AES_128_CBC => 16,
            EncryptionAlgorithm.AES_256_CBC => 32,
            _ => 0,
        };
        return keyLength != 0 && CbcCipher.IsSupported(cryptoParams)
            && HashNames.TryGet(TlsCryptoUtilities.GetHashForHmac(macAlgorithm), out HashAlgorithmName hash)
            ? new CbcCipher(cryptoParams, keyLength, hash, SecureRandom, _recordBuffers)
            : null;
    }

    private static AeadAlgorithm? AeadFor(int encryptionAlgorithm) => encryptionAlgorithm switch
    {
        EncryptionAlgorithm.AES_128_GCM when PlatformCapabilities.AesGcm => AeadAlgorithm.AesGcm(16),
        EncryptionAlgorithm.AES_256_GCM when PlatformCapabilities.AesGcm => AeadAlgorithm.AesGcm(32),
        EncryptionAlgorithm.AES_128_CCM when PlatformCapabilities.AesCcm => AeadAlgorithm.AesCcm(16, 16),
        EncryptionAlgorithm.AES_256_CCM when PlatformCapabilities.AesCcm => AeadAlgorithm.AesCcm(32, 16),
        EncryptionAlgorithm.AES_128_CCM_8 when PlatformCapabilities.AesCcm => AeadAlgorithm.AesCcm(16, 8),
        EncryptionAlgorithm.AES_256_CCM_8 when PlatformCapabilities.AesCcm => AeadAlgorithm.AesCcm(32, 8),
        EncryptionAlgorithm.CHACHA20_POLY1305 when PlatformCapabilities.ChaCha20Poly1305 =>
            AeadAlgorithm.ChaCha20Poly1305(),
        _ => null,
    };

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
