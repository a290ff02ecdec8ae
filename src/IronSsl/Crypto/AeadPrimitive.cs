using System;

namespace IronSsl.Crypto;

/// <summary>One direction's keyed AEAD, as .NET offers it under several unrelated types. Output may be the input's own
/// memory. Not for two threads at once.</summary>
internal abstract class AeadPrimitive : IDisposable
{
    public abstract void Encrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag,
        ReadOnlySpan<byte> additionalData);

    /// <summary>Decrypts, or throws <c>AuthenticationTagMismatchException</c> and leaves no plaintext.</summary>
    public abstract void Decrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext,
        ReadOnlySpan<byte> additionalData);

    public abstract void Dispose();
}
