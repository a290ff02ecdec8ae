using System;
using System.Security.Cryptography;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>AES-CCM by .NET.</summary>
internal sealed class AesCcmPrimitive : AeadPrimitive
{
    private readonly AesCcm _cipher;

    public AesCcmPrimitive(ReadOnlySpan<byte> key) => _cipher = new AesCcm(key);

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
