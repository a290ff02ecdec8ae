using System;
using System.Collections.Immutable;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Pem;

namespace IronSsl.Tls.X509.Trust;

/// <summary>
/// Reads PEM files of certificates and CRLs as OpenSSL's `X509_load_cert_crl_file` does: all of it or nothing. Keys in
/// the file are not wanted, but must be well-formed.
/// </summary>
internal static class TrustFile
{
    /// <exception cref="TlsFailure">X509 with PEM_LIB or NO_CERTIFICATE_OR_CRL_FOUND.</exception>
    public static TrustLayer Parse(ReadOnlySpan<byte> pem)
    {
        ImmutableArray<TrustAnchor>.Builder anchors = ImmutableArray.CreateBuilder<TrustAnchor>();
        ImmutableArray<ParsedCrl>.Builder crls = ImmutableArray.CreateBuilder<ParsedCrl>();
        try
        {
            var reader = new PemReader(pem);
            while (reader.TryRead(out PemBlock? block))
            {
                using (block)
                {
                    Add(block, anchors, crls);
                }
            }
        }
        catch (TlsFailure e)
        {
            throw TlsFailure.Of("X509", "PEM_LIB", e);
        }

        return anchors.Count + crls.Count > 0
            ? new TrustLayer(anchors.DrainToImmutable(), crls.DrainToImmutable())
            : throw TlsFailure.Of("X509", "NO_CERTIFICATE_OR_CRL_FOUND");
    }

    private static void Add(
        PemBlock block, ImmutableArray<TrustAnchor>.Builder anchors, ImmutableArray<ParsedCrl>.Builder crls)
    {
        switch (block.Label)
        {
            case PemLabel.Certificate or PemLabel.CertificateOld:
                PemEncryption.RefuseEncrypted(block);
                anchors.Add(new TrustAnchor(ParsedCertificate.ParseFirst(block.Data, out _)));
                break;
            case PemLabel.TrustedCertificate:
                PemEncryption.RefuseEncrypted(block);
                anchors.Add(CertificateAuxiliary.Read(block.Data));
                break;
            case PemLabel.Crl:
                PemEncryption.RefuseEncrypted(block);
                crls.Add(ParsedCrl.ParseFirst(block.Data));
                break;
            case string label when label.Contains(PemLabel.Pkcs8, StringComparison.Ordinal):
                RequireKey(block);
                break;
        }
    }

    /// <summary>What OpenSSL takes for encrypted it leaves so; a key in the clear it decodes.</summary>
    private static void RequireKey(PemBlock block)
    {
        if (block.IsEncrypted)
        {
            PemEncryption.CheckHeader(block);
        }
        else if (block.Label != PemLabel.EncryptedPkcs8 && !PrivateKeyDecoder.IsWellFormed(block.Label, block.Data))
        {
            throw TlsFailure.Of("PEM", "ASN1_LIB");
        }
    }
}
