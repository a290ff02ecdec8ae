using IronSsl.Crypto;
using IronSsl.X509;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Engine.Peers;

/// <summary>Joins a credential's key with BouncyCastle's handshake.</summary>
internal static class CredentialSigner
{
    /// <summary>A signer for one handshake; <paramref name="algorithm"/> is null below TLS 1.2.</summary>
    public static TlsCredentialedSigner Make(
        TlsContext context,
        PlatformTlsCrypto crypto,
        Credential credential,
        SignatureAndHashAlgorithm? algorithm,
        byte[]? requestContext = null) =>
        new DefaultTlsCredentialedSigner(
            new TlsCryptoParameters(context),
            Signer(crypto, credential.Key),
            CertificateMessage(context, crypto, credential, requestContext),
            algorithm);

    /// <summary>The server's side of the RSA key exchange.</summary>
    public static TlsCredentialedDecryptor MakeDecryptor(
        TlsContext context, PlatformTlsCrypto crypto, Credential credential) =>
        new RsaDecryptor(crypto, CertificateMessage(context, crypto, credential, null), credential.Key.Rsa!);

    /// <summary>The chain as it goes into a Certificate message.</summary>
    public static Certificate CertificateMessage(
        TlsContext context, TlsCrypto crypto, Credential credential, byte[]? requestContext)
    {
        bool isTls13 = TlsUtilities.IsTlsV13(context);
        var certificates = new TlsCertificate[credential.Chain.Length];
        var entries = new CertificateEntry[credential.Chain.Length];
        for (int i = 0; i < certificates.Length; i++)
        {
            certificates[i] = crypto.CreateCertificate(credential.Chain[i].Der);
            entries[i] = new CertificateEntry(certificates[i], null);
        }

        return isTls13 ? new Certificate(requestContext ?? [], entries) : new Certificate(certificates);
    }

    /// <summary>A signer over a private key, whatever holds it.</summary>
    public static TlsSigner Signer(PlatformTlsCrypto crypto, PrivateKey key)
    {
        if (key.Rsa is { } rsa)
        {
            return Signers.For(crypto, rsa);
        }

        return key.Ecdsa is { } ecdsa ? Signers.For(ecdsa) : Signers.For(crypto, key.Edwards!);
    }
}
