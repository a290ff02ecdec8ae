using System;
using System.IO;
using System.Text;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Engine.Handshake;

/// <summary>The parts of post-handshake authentication (RFC 8446 sections 4.4 and 4.6.2) that both roles compute, which
/// BouncyCastle 2.7.0 does inside of the first handshake only.</summary>
internal static class PostHandshake
{
    private const string ClientContext = "TLS 1.3, client CertificateVerify";
    private const int PaddingLength = 64;

    /// <summary>The bytes that a client's CertificateVerify signs (section 4.4.3).</summary>
    public static byte[] SignedContent(byte[] transcriptHash)
    {
        var content = new byte[PaddingLength + ClientContext.Length + 1 + transcriptHash.Length];
        content.AsSpan(0, PaddingLength).Fill(0x20);
        Encoding.ASCII.GetBytes(ClientContext, content.AsSpan(PaddingLength));
        transcriptHash.CopyTo(content, PaddingLength + ClientContext.Length + 1);
        return content;
    }

    /// <summary>The signature of a CertificateVerify.</summary>
    public static byte[] Sign(TlsCrypto crypto, TlsCredentialedSigner signer, byte[] transcriptHash)
    {
        byte[] content = SignedContent(transcriptHash);
        if (signer.GetStreamSigner() is { } streamSigner)
        {
            using (Stream stream = streamSigner.Stream)
            {
                stream.Write(content);
            }

            return streamSigner.GetSignature();
        }

        TlsHash hash = crypto.CreateHash(SignatureScheme.GetCryptoHashAlgorithm(signer.SignatureAndHashAlgorithm));
        hash.Update(content, 0, content.Length);
        return signer.GenerateRawSignature(hash.CalculateHash());
    }

    /// <summary>Whether a CertificateVerify's signature is the certificate's.</summary>
    public static bool Verify(TlsCertificate certificate, int scheme, byte[] signature, byte[] transcriptHash)
    {
        Tls13Verifier verifier = certificate.CreateVerifier(scheme);
        using (Stream stream = verifier.Stream)
        {
            stream.Write(SignedContent(transcriptHash));
        }

        return verifier.VerifySignature(signature);
    }

    /// <summary>
    /// The client's Finished: keyed by client_application_traffic_secret_N, the one in use now (section 4.4.4).
    /// </summary>
    public static byte[] FinishedData(SecurityParameters parameters, byte[] transcriptHash)
    {
        int hash = parameters.PrfCryptoHashAlgorithm;
        TlsSecret key = TlsCryptoUtilities.HkdfExpandLabel(
            parameters.TrafficSecretClient, hash, "finished", Array.Empty<byte>(), parameters.PrfHashLength);
        try
        {
            return key.CalculateHmac(hash, transcriptHash, 0, transcriptHash.Length);
        }
        finally
        {
            key.Destroy();
        }
    }
}
