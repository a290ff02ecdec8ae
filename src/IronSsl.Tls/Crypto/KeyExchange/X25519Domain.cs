using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Crypto.KeyExchange;

/// <summary>Key agreement on X25519 that gives a <see cref="KeySchedule.PlatformSecret"/>.</summary>
internal sealed class X25519Domain : TlsECDomain
{
    private readonly PlatformTlsCrypto _crypto;

    public X25519Domain(PlatformTlsCrypto crypto) => _crypto = crypto;

    public TlsAgreement CreateECDH() => new X25519Agreement(_crypto);
}
