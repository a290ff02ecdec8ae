using System;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>An AEAD as a record cipher sees it.</summary>
/// <param name="KeyLength">Bytes of key.</param>
/// <param name="TagLength">Bytes of authentication tag on a record.</param>
/// <param name="HasExplicitNonce">In TLS 1.2, whether eight bytes of the nonce travel in the record (RFC 5288, RFC
/// 6655) or all of it is derived (RFC 7905). In TLS 1.3 it's always derived.</param>
/// <param name="Create">Makes the keyed primitive.</param>
internal sealed record AeadAlgorithm(
    int KeyLength, int TagLength, bool HasExplicitNonce, AeadAlgorithm.Factory Create)
{
    /// <summary>Makes the primitive for a key, which it copies.</summary>
    public delegate AeadPrimitive Factory(ReadOnlySpan<byte> key);

    public static AeadAlgorithm AesGcm(int keyLength) =>
        new(
            keyLength, 16, HasExplicitNonce: true,
            Direct(keyLength == 16 ? LibCryptoCipher.Aes128Gcm : LibCryptoCipher.Aes256Gcm)
                ?? (static key => new AesGcmPrimitive(key, 16)));

    public static AeadAlgorithm AesCcm(int keyLength, int tagLength) =>
        new(keyLength, tagLength, HasExplicitNonce: true, static key => new AesCcmPrimitive(key));

    public static AeadAlgorithm ChaCha20Poly1305() =>
        new(
            32, 16, HasExplicitNonce: false,
            Direct(LibCryptoCipher.ChaCha20Poly1305) ?? (static key => new ChaCha20Poly1305Primitive(key)));

    private static Factory? Direct(LibCryptoCipher? cipher) =>
        cipher is null ? null : key => new LibCryptoAeadPrimitive(cipher, key);
}
