using System;
using IronSsl.Tls.Crypto.KeySchedule;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Crypto.KeyExchange;

/// <summary>One ephemeral X25519 exchange. BouncyCastle's own class for it does the same, but its secret derives with
/// BouncyCastle's HMAC ever after.</summary>
internal sealed class X25519Agreement : TlsAgreement
{
    private readonly PlatformTlsCrypto _crypto;
    private X25519Key? _key;
    private byte[]? _peerPublicKey;

    public X25519Agreement(PlatformTlsCrypto crypto) => _crypto = crypto;

    public byte[] GenerateEphemeral()
    {
        byte[] publicKey = new byte[X25519Key.Length];
        _key = X25519Key.Generate(_crypto.SecureRandom);
        _key.WritePublicKey(publicKey);
        return publicKey;
    }

    public void ReceivePeerValue(byte[] peerValue)
    {
        if (peerValue is null || peerValue.Length != X25519Key.Length)
        {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        }

        _peerPublicKey = (byte[])peerValue.Clone();
    }

    public TlsSecret CalculateSecret()
    {
        if (_key is null || _peerPublicKey is null)
        {
            throw new InvalidOperationException("The exchange is not complete.");
        }

        using (_key)
        {
            byte[] secret = new byte[X25519Key.Length];

            // RFC 8446 section 7.4.2, RFC 8422 section 5.11: an all-zero result MUST end the handshake.
            if (!_key.TryAgree(_peerPublicKey, secret))
            {
                throw new TlsFatalAlert(AlertDescription.illegal_parameter);
            }

            return new PlatformSecret(_crypto, secret);
        }
    }
}
