using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace IronSsl.Tls.Crypto.Signatures;

/// <summary>Makes the signer for a private key, whatever its kind: what BouncyCastle's
/// <c>DefaultTlsCredentialedSigner</c> wants for TLS 1.0 to 1.3. The key is borrowed: it must outlive the
/// signer.</summary>
internal static class Signers
{
    /// <summary>A signer over an RSA key: PKCS #1 and PSS, for rsaEncryption and RSASSA-PSS certificates
    /// alike.</summary>
    public static TlsSigner For(PlatformTlsCrypto crypto, RSA key) => new RsaSigner(crypto, key);

    /// <summary>A signer over an elliptic-curve key that .NET holds.</summary>
    public static TlsSigner For(ECDsa key) => new EcdsaSigner(key);

    /// <summary>A signer over a key that .NET can't hold: Ed25519, Ed448, or a curve the platform lacks.</summary>
    public static TlsSigner For(PlatformTlsCrypto crypto, AsymmetricKeyParameter key) => key switch
    {
        Ed25519PrivateKeyParameters ed25519 => new BcTlsEd25519Signer(crypto, ed25519),
        Ed448PrivateKeyParameters ed448 => new BcTlsEd448Signer(crypto, ed448),
        ECPrivateKeyParameters ec => new BcTlsECDsaSigner(crypto, ec),
        _ => throw new ArgumentException("no TLS signer for a key of type " + key.GetType().Name, nameof(key)),
    };
}
