using System.Linq;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.KeyExchange;
using IronSsl.Tls.Crypto.Signatures;
using IronSsl.Tls.X509.Keys;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>Joins a credential's key with BouncyCastle's handshake.</summary>
internal static class CredentialSigner
{
    /// <summary>A signer for one handshake; <paramref name="algorithm"/> is null below TLS 1.2.</summary>
    public static TlsCredentialedSigner Make(
        TlsContext context,
        EngineSettings settings,
        Credential credential,
        SignatureAndHashAlgorithm? algorithm,
        byte[]? requestContext = null) =>
        new DefaultTlsCredentialedSigner(
            new TlsCryptoParameters(context),
            Signer(settings.Crypto, credential.Key),
            CertificateMessage(context, settings, credential, requestContext),
            algorithm);

    /// <summary>The server's side of the RSA key exchange.</summary>
    public static TlsCredentialedDecryptor MakeDecryptor(
        TlsContext context, EngineSettings settings, Credential credential) =>
        new RsaDecryptor(settings.Crypto, CertificateMessage(context, settings, credential, null), credential.Key.Rsa!);

    /// <summary>The chain as it goes into a Certificate message.</summary>
    private static Certificate CertificateMessage(
        TlsContext context, EngineSettings settings, Credential credential, byte[]? requestContext)
    {
        TlsCertificate[] certificates =
        [
            .. from certificate in ChainCompletion.Complete(credential, settings.Trust)
               select settings.Crypto.CreateCertificate(certificate.Der),
        ];
        return TlsUtilities.IsTlsV13(context)
            ? new Certificate(
                requestContext ?? [], [.. certificates.Select(certificate => new CertificateEntry(certificate, null))])
            : new Certificate(certificates);
    }

    /// <summary>A signer over a private key, whatever holds it.</summary>
    private static TlsSigner Signer(PlatformTlsCrypto crypto, PrivateKey key)
    {
        if (key.Rsa is { } rsa)
        {
            return Signers.For(crypto, rsa);
        }

        return key.Ecdsa is { } ecdsa ? Signers.For(ecdsa) : Signers.For(crypto, key.Edwards!);
    }
}
