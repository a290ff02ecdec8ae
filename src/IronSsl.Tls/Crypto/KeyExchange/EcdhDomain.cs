using System.Security.Cryptography;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Crypto.KeyExchange;

/// <summary>Key agreement on one of the NIST curves, by .NET.</summary>
internal sealed class EcdhDomain : TlsECDomain
{
    private readonly PlatformTlsCrypto _crypto;
    private readonly ECCurve _curve;
    private readonly int _coordinateLength;

    public EcdhDomain(PlatformTlsCrypto crypto, ECCurve curve, int coordinateLength)
    {
        _crypto = crypto;
        _curve = curve;
        _coordinateLength = coordinateLength;
    }

    public TlsAgreement CreateECDH() => new EcdhAgreement(_crypto, _curve, _coordinateLength);
}
