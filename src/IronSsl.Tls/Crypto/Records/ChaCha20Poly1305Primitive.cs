using System;
using System.Security.Cryptography;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>ChaCha20-Poly1305 by .NET.</summary>
internal sealed class ChaCha20Poly1305Primitive : AeadPrimitive
{
    private readonly ChaCha20Poly1305 _cipher;

    public ChaCha20Poly1305Primitive(ReadOnlySpan<byte> key) => _cipher = new ChaCha20Poly1305(key);

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
