using System;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>One direction's keyed AEAD, as .NET and OpenSSL offer it under several unrelated types. Output may be the
/// input's own memory. Not for two threads at once.</summary>
internal abstract class AeadPrimitive : IDisposable
{
    public abstract void Encrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag,
        ReadOnlySpan<byte> additionalData);

    /// <summary>Encrypts a TLSInnerPlaintext without padding (RFC 8446 section 5.2): <paramref name="content"/>, which
    /// lies elsewhere than <paramref name="ciphertext"/>, and one byte of type.</summary>
    public virtual void EncryptInner(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> content, byte contentType, Span<byte> ciphertext, Span<byte> tag,
        ReadOnlySpan<byte> additionalData)
    {
        content.CopyTo(ciphertext);
        ciphertext[^1] = contentType;
        Encrypt(nonce, ciphertext, ciphertext, tag, additionalData);
    }

    /// <summary>Decrypts, or throws <c>AuthenticationTagMismatchException</c> and leaves no plaintext.</summary>
    public abstract void Decrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext,
        ReadOnlySpan<byte> additionalData);

    public abstract void Dispose();
}
