using System;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace IronSsl.Tls.Crypto.KeyExchange;

/// <summary>BouncyCastle's ML-KEM, where a client's key that can't be one (a coefficient that isn't reduced: FIPS 203
/// section 7.2) is the client's fault.</summary>
internal sealed class KemDomain : BcTlsMLKemDomain
{
    public KemDomain(BcTlsCrypto crypto, TlsKemConfig kemConfig)
        : base(crypto, kemConfig)
    {
    }

    public override MLKemPublicKeyParameters DecodePublicKey(byte[] encoding)
    {
        try
        {
            return base.DecodePublicKey(encoding);
        }
        catch (ArgumentException e)
        {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, e);
        }
    }
}
