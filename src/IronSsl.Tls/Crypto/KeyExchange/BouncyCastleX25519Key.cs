using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc7748;

namespace IronSsl.Tls.Crypto.KeyExchange;

/// <summary>X25519 by BouncyCastle.</summary>
internal sealed class BouncyCastleX25519Key : X25519Key
{
    private readonly byte[] _privateKey;
    private bool _isDisposed;

    public BouncyCastleX25519Key(ReadOnlySpan<byte> privateKey)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(privateKey.Length, Length);
        _privateKey = privateKey.ToArray();
    }

    public override void WritePublicKey(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, Length);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        X25519.GeneratePublicKey(_privateKey, destination);
    }

    public override bool TryAgree(ReadOnlySpan<byte> peerPublicKey, Span<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(peerPublicKey.Length, Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, Length);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return X25519.CalculateAgreement(_privateKey, peerPublicKey, secret);
    }

    public override void Dispose()
    {
        CryptographicOperations.ZeroMemory(_privateKey);
        _isDisposed = true;
    }
}
