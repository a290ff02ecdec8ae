using System.Collections.Immutable;
using System.IO;
using System.Security.Cryptography;
using IronSsl.OpenSsl;

namespace IronSsl.X509;

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
    /// `SSL_CTX_use_certificate_chain_file`: what is wrong with the first certificate is a matter of SSL, with another it is
    /// reported as it is.
    /// </summary>
    private static ImmutableArray<ParsedCertificate> ReadChain(
        byte[] content, PasswordSource? password, int securityLevel)
    {
        var reader = new PemReader(content);
        ImmutableArray<ParsedCertificate>.Builder chain = ImmutableArray.CreateBuilder<ParsedCertificate>();
        chain.Add(ReadLeaf(ref reader, password));
        CertificateStrength.Require(chain[0], securityLevel, isLeaf: true);
        if (chain[0].PublicKey.Kind is PublicKeyKind.Unknown or PublicKeyKind.Dsa)
        {
            throw TlsFailure.Ssl("UNKNOWN_CERTIFICATE_TYPE");
        }

        while (reader.TryRead(PemLabel.IsCertificate, out PemBlock? block))
        {
            chain.Add(ReadCertificate(block, password));
            CertificateStrength.Require(chain[^1], securityLevel, isLeaf: false);
        }

        return chain.DrainToImmutable();
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
        PrivateKey? key = null;
        try
        {
            key = PrivateKeyLoader.Load(content, password);
            CheckKey(key, certificate);
            PrivateKey loaded = key;
            key = null;
            return loaded;
        }
        catch (TlsFailure e) when (e.Library is not ("SSL" or "X509"))
        {
            throw TlsFailure.Of("SSL", "PEM_LIB", e);
        }
        finally
        {
            key?.Dispose();
            if (keyFile is not null)
            {
                CryptographicOperations.ZeroMemory(content);
            }
        }
    }

    /// <summary>
    /// OpenSSL keeps a certificate for each kind of key: a key of another kind finds none, one of the same kind is compared.
    /// </summary>
    private static void CheckKey(PrivateKey key, ParsedCertificate certificate)
    {
        if (key.PublicKey.Kind != certificate.PublicKey.Kind)
        {
            throw TlsFailure.Ssl("NO_CERTIFICATE_ASSIGNED");
        }

        if (!key.IsKeyOf(certificate))
        {
            throw TlsFailure.Of("X509", "KEY_VALUES_MISMATCH");
        }
    }
}
