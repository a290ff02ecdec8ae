using IronSsl.Tls.Engine.Handshake;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>The secret from which TLS 1.3 makes the keys of its tickets (RFC 8446 sections 4.6.1 and 7.1).</summary>
internal sealed class ResumptionSecrets
{
    private readonly TlsSecret _secret;
    private readonly int _hash;
    private readonly int _hashLength;

    private ResumptionSecrets(TlsSecret secret, int hash, int hashLength)
    {
        _secret = secret;
        _hash = hash;
        _hashLength = hashLength;
    }

    /// <summary>
    /// resumption_master_secret = Derive-Secret(Master Secret, "res master", ClientHello...client Finished); called at
    /// the end of the handshake, while the master secret is alive.
    /// </summary>
    public static ResumptionSecrets Derive(SecurityParameters parameters, Transcript transcript)
    {
        int hash = parameters.PrfCryptoHashAlgorithm;
        int length = parameters.PrfHashLength;
        TlsSecret secret = TlsCryptoUtilities.HkdfExpandLabel(
            parameters.MasterSecret, hash, "res master", transcript.Hash(hash), length);
        return new ResumptionSecrets(secret, hash, length);
    }

    /// <summary>HKDF-Expand-Label(resumption_master_secret, "resumption", ticket_nonce, Hash.length); the caller's to
    /// zero.</summary>
    public byte[] TicketKey(byte[] nonce)
    {
        TlsSecret key = TlsCryptoUtilities.HkdfExpandLabel(_secret, _hash, "resumption", nonce, _hashLength);
        return key.Extract();
    }

    /// <summary>Zeroes the secret: there are no more tickets.</summary>
    public void Destroy() => _secret.Destroy();
}
