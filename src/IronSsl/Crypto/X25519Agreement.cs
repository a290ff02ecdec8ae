using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc7748;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Crypto;

/// <summary>One ephemeral X25519 exchange. .NET has none; BouncyCastle's own agreement class does the same, but its
/// secret derives with BouncyCastle's HMAC ever after.</summary>
internal sealed class X25519Agreement : TlsAgreement
{
    private readonly PlatformTlsCrypto _crypto;
    private readonly byte[] _privateKey = new byte[X25519.ScalarSize];
    private byte[]? _peerPublicKey;

    public X25519Agreement(PlatformTlsCrypto crypto) => _crypto = crypto;

    public byte[] GenerateEphemeral()
    {
        X25519.GeneratePrivateKey(_crypto.SecureRandom, _privateKey);
        byte[] publicKey = new byte[X25519.PointSize];
        X25519.GeneratePublicKey(_privateKey, 0, publicKey, 0);
        return publicKey;
    }

    public void ReceivePeerValue(byte[] peerValue)
    {
        if (peerValue is null || peerValue.Length != X25519.PointSize)
        {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        }

        _peerPublicKey = (byte[])peerValue.Clone();
    }

    public TlsSecret CalculateSecret()
    {
        try
        {
            byte[] secret = new byte[X25519.PointSize];

            // RFC 8446 section 7.4.2: an all-zero result MUST end the handshake; this is how it's told.
            if (!X25519.CalculateAgreement(_privateKey, 0, _peerPublicKey, 0, secret, 0))
            {
                throw new TlsFatalAlert(AlertDescription.handshake_failure);
            }

            return new PlatformSecret(_crypto, secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(_privateKey);
        }
    }
}
