using System;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto.Randomness;
using Org.BouncyCastle.Math.EC.Rfc7748;
using Org.BouncyCastle.Security;

namespace IronSsl.Tls.Crypto.KeyExchange;

/// <summary>A private key for one exchange on X25519 (RFC 7748): the platform's arithmetic where there is one, else
/// BouncyCastle's. .NET 10 has none of its own.</summary>
internal abstract class X25519Key : IDisposable
{
    /// <summary>Bytes in a private key, a public key and a shared secret.</summary>
    public const int Length = 32;

    /// <summary>Copies a private key; the caller erases its own bytes.</summary>
    public static X25519Key Import(ReadOnlySpan<byte> privateKey) =>
        LibCryptoX25519Key.IsSupported ? new LibCryptoX25519Key(privateKey) : new BouncyCastleX25519Key(privateKey);

    /// <summary>A new private key from <paramref name="random"/>. Where that is the system's generator, the library
    /// makes the key from its own, and the key never enters managed memory.</summary>
    public static X25519Key Generate(SecureRandom random)
    {
        if (random is PlatformRandom && LibCryptoX25519Key.IsSupported)
        {
            return LibCryptoX25519Key.Generate();
        }

        byte[] privateKey = new byte[Length];
        X25519.GeneratePrivateKey(random, privateKey);
        try
        {
            return Import(privateKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    /// <summary>Writes the public key that belongs to it.</summary>
    public abstract void WritePublicKey(Span<byte> destination);

    /// <summary>Writes the secret shared with a peer. Answers false where RFC 7748 section 6.1 has it all zeros, as a
    /// value of small order makes it; the handshake must end then.</summary>
    public abstract bool TryAgree(ReadOnlySpan<byte> peerPublicKey, Span<byte> secret);

    public abstract void Dispose();
}
