using System;
using System.Security.Cryptography;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>AES-GCM by .NET.</summary>
internal sealed class AesGcmPrimitive : AeadPrimitive
{
    private readonly AesGcm _cipher;

    public AesGcmPrimitive(ReadOnlySpan<byte> key, int tagLength) => _cipher = new AesGcm(key, tagLength);

    public override void Encrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag,
        ReadOnlySpan<byte> additionalData) =>
        _cipher.Encrypt(nonce, plaintext, ciphertext, tag, additionalData);

    public override void Decrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext,
        ReadOnlySpan<byte> additionalData) =>
        _cipher.Decrypt(nonce, ciphertext, tag, plaintext, additionalData);

    public override void Dispose() => _cipher.Dispose();
}
