using System;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine;

/// <summary>A key that both sides agreed on outside of TLS, as the program gave it for this connection; zeroed with
/// it.</summary>
internal sealed class PskKey : IDisposable
{
    private readonly byte[] _key;

    /// <param name="identity">The name of the key.</param>
    /// <param name="key">The key; copied.</param>
    public PskKey(byte[] identity, byte[] key)
    {
        Identity = identity;
        _key = [.. key];
    }

    public byte[] Identity { get; }

    /// <summary>The key as TLS 1.3 takes it: OpenSSL ties keys from these callbacks to SHA-256.</summary>
    public TlsPskExternal ToExternal(PlatformTlsCrypto crypto) => new BasicTlsPskExternal(
        Identity, crypto.CreateSecret(_key), PrfAlgorithm.tls13_hkdf_sha256);

    /// <summary>A copy of the key; the caller's to zero.</summary>
    public byte[] CopyKey() => [.. _key];

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);
}
