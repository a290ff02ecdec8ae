using System;
using System.Collections.Immutable;
using System.IO;
using System.Security.Cryptography;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Pem;
using IronSsl.Tls.X509.Trust;

namespace IronSsl.Tls.X509.Keys;

/// <summary>A certificate chain and its private key, as `load_cert_chain` reads them.</summary>
internal sealed class Credential
{
    internal Credential(ImmutableArray<ParsedCertificate> chain, PrivateKey key)
    {
        Chain = chain;
        Key = key;
    }

    /// <summary>The own certificate first, the rest in the order of the file.</summary>
    public ImmutableArray<ParsedCertificate> Chain { get; }

    public PrivateKey Key { get; }

    /// <summary>Reads a chain and the key that belongs to it.</summary>
    /// <param name="certFile">PEM, the own certificate first.</param>
    /// <param name="keyFile">PEM; null when the key is in <paramref name="certFile"/>.</param>
    /// <param name="password">Null when the caller gave none.</param>
    /// <param name="securityLevel">OpenSSL's level of the context: smaller keys and weaker digests are refused.</param>
    /// <exception cref="TlsFailure">
    /// SSL with PEM_LIB for whatever cannot be read, as OpenSSL reports it; X509 with KEY_VALUES_MISMATCH; and others.
    /// </exception>
    /// <exception cref="IOException">
    /// Or one of its kind, or <see cref="System.UnauthorizedAccessException"/>: a file cannot be opened.
    /// </exception>
    /// <exception cref="PasswordSourceException">What the password's function raised.</exception>
    public static Credential Load(
        string certFile, string? keyFile, PasswordSource? password, int securityLevel = 0)
    {
        byte[] content = BoundedFile.Read(certFile);
        try
        {
            ImmutableArray<ParsedCertificate> chain = ReadChain(content, password, securityLevel);
            return new Credential(chain, ReadKey(content, keyFile, password, chain[0]));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>
    /// `SSL_CTX_use_certificate_chain_file`: what is wrong with the first certificate is a matter of SSL, with another
    /// it is reported as it is.
    /// </summary>
    private static ImmutableArray<ParsedCertificate> ReadChain(
        byte[] content, PasswordSource? password, int securityLevel)
    {
        var reader = new PemReader(content);
        ImmutableArray<ParsedCertificate>.Builder chain = ImmutableArray.CreateBuilder<ParsedCertificate>();
        chain.Add(ReadLeaf(ref reader, password));
        RequireLeaf(chain[0], securityLevel);

        while (reader.TryRead(PemLabel.IsCertificate, out PemBlock? block))
        {
            chain.Add(ReadCertificate(block, password));
            CertificateStrength.Require(chain[^1], securityLevel, isLeaf: false);
        }

        return chain.DrainToImmutable();
    }

    /// <summary>OpenSSL's `SSL_CTX_use_certificate`, and what it leaves in the error queue.</summary>
    private static void RequireLeaf(ParsedCertificate certificate, int securityLevel)
    {
        SubjectPublicKey key = certificate.PublicKey;
        if (key is { IsDecodable: true, Kind: PublicKeyKind.Unknown })
        {
            throw TlsFailure.Ssl("UNKNOWN_CERTIFICATE_TYPE");
        }

        CertificateStrength.Require(certificate, securityLevel, isLeaf: true);
        if (!key.IsDecodable)
        {
            throw TlsFailure.Ssl("X509_LIB");
        }

        if (key.Kind == PublicKeyKind.Dsa)
        {
            throw TlsFailure.Ssl("UNKNOWN_CERTIFICATE_TYPE");
        }

        if (certificate.IsInvalid)
        {
            throw TlsFailure.Of("X509V3", "INVALID_CERTIFICATE");
        }
    }

    private static ParsedCertificate ReadLeaf(ref PemReader reader, PasswordSource? password)
    {
        try
        {
            return reader.TryRead(
                label => PemLabel.IsCertificate(label) || label == PemLabel.TrustedCertificate, out PemBlock? block)
                ? CertificateAuxiliary.Read(PemEncryption.Decrypt(block, password)).Certificate
                : throw TlsFailure.Of("PEM", "NO_START_LINE");
        }
        catch (TlsFailure e)
        {
            throw TlsFailure.Of("SSL", "PEM_LIB", e);
        }
    }

    private static ParsedCertificate ReadCertificate(PemBlock block, PasswordSource? password)
    {
        byte[] der = PemEncryption.Decrypt(block, password);
        try
        {
            return ParsedCertificate.ParseFirst(der, out _);
        }
        catch (TlsFailure e)
        {
            throw TlsFailure.Of("PEM", "ASN1_LIB", e);
        }
    }

    private static PrivateKey ReadKey(
        byte[] certContent, string? keyFile, PasswordSource? password, ParsedCertificate certificate)
    {
        byte[] content = keyFile is null ? certContent : BoundedFile.Read(keyFile);
        try
        {
            using EncodedPrivateKey encoded = PrivateKeyLoader.Read(content, password);
            CheckKind(encoded, certificate);
            PrivateKey key = Import(encoded);
            if (!key.IsKeyOf(certificate))
            {
                key.Dispose();
                throw Mismatch();
            }

            return key;
        }
        catch (TlsFailure e) when (e.Library is not ("SSL" or "X509"))
        {
            throw TlsFailure.Of("SSL", "PEM_LIB", e);
        }
        finally
        {
            if (keyFile is not null)
            {
                CryptographicOperations.ZeroMemory(content);
            }
        }
    }

    /// <summary>
    /// OpenSSL keeps a certificate for each kind of key: a key of another kind finds none, one of the same kind is
    /// compared. It does so whether or not the key can be used.
    /// </summary>
    private static void CheckKind(EncodedPrivateKey key, ParsedCertificate certificate)
    {
        if (key.Kind == PublicKeyKind.Unknown)
        {
            throw TlsFailure.Ssl("UNKNOWN_CERTIFICATE_TYPE");
        }

        if (key.Kind != certificate.PublicKey.Kind)
        {
            throw TlsFailure.Ssl("NO_CERTIFICATE_ASSIGNED");
        }

        if (key.StatedPublicKey is { } stated && !stated.IsSameKey(certificate.PublicKey))
        {
            throw Mismatch();
        }
    }

    private static PrivateKey Import(EncodedPrivateKey key)
    {
        try
        {
            return PrivateKeyImporter.Import(key);
        }
        catch (TlsFailure e) when (e.Library == "PEM" && key is { Kind: PublicKeyKind.Ec, StatedPublicKey: null })
        {
            // A scalar that is none of the curve: OpenSSL computes some point with it, which is not the certificate's.
            throw Mismatch(e);
        }
    }

    private static TlsFailure Mismatch(Exception? cause = null) => TlsFailure.Of("X509", "KEY_VALUES_MISMATCH", cause);
}
