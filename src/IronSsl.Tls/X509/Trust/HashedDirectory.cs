using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Pem;

namespace IronSsl.Tls.X509.Trust;

/// <summary>
/// A directory of certificates and CRLs that are found by the hash of a name (`openssl rehash`): `HHHHHHHH.0`, `.1` and
/// so on, with `.r0` for CRLs. Files are read when a name is looked up and kept from then on, as OpenSSL's `by_dir.c`
/// does. Safe for any number of threads.
/// </summary>
internal sealed class HashedDirectory(string path)
{
    /// <summary>Collisions of 32-bit hashes are rare; a directory full of them is an attempt to be slow.</summary>
    private const int MaxFilesPerName = 1024;

    private readonly object _lock = new();

    // Under _lock.
    private readonly List<TrustAnchor> _anchors = [];

    // Under _lock.
    private readonly List<ParsedCrl> _crls = [];

    // Under _lock: the number of the next CRL file for a hash. A newer list has a higher number.
    private readonly Dictionary<uint, int> _nextCrl = [];

    public string Path { get; } = path;

    /// <summary>What has been read so far.</summary>
    public IReadOnlyList<TrustAnchor> LoadedAnchors
    {
        get
        {
            lock (_lock)
            {
                return _anchors.ToArray();
            }
        }
    }

    /// <summary>What has been read so far.</summary>
    public IReadOnlyList<ParsedCrl> LoadedCrls
    {
        get
        {
            lock (_lock)
            {
                return _crls.ToArray();
            }
        }
    }

    /// <summary>The certificates with this subject that have been read before.</summary>
    public IReadOnlyList<TrustAnchor> FindLoaded(DistinguishedName subject)
    {
        lock (_lock)
        {
            return _anchors.Where(anchor => anchor.Certificate.Subject.Equals(subject)).ToArray();
        }
    }

    /// <summary>Reads the certificates of a name and gives those that have it.</summary>
    public IReadOnlyList<TrustAnchor> FindBySubject(DistinguishedName subject)
    {
        for (int number = 0; number < MaxFilesPerName; number++)
        {
            if (!TryLoad(FileName(subject, "", number), AddCertificates))
            {
                break;
            }
        }

        return FindLoaded(subject);
    }

    /// <summary>Reads the CRLs of an issuer that are new, and gives all of it.</summary>
    public IReadOnlyList<ParsedCrl> FindCrls(DistinguishedName issuer)
    {
        int number;
        lock (_lock)
        {
            number = _nextCrl.GetValueOrDefault(issuer.OpenSslHash);
        }

        int first = number;
        while (number - first < MaxFilesPerName && TryLoad(FileName(issuer, "r", number), AddCrls))
        {
            number++;
        }

        lock (_lock)
        {
            _nextCrl[issuer.OpenSslHash] = Math.Max(number, _nextCrl.GetValueOrDefault(issuer.OpenSslHash));
            return _crls.Where(crl => crl.Issuer.Equals(issuer)).ToArray();
        }
    }

    private string FileName(DistinguishedName name, string kind, int number) => System.IO.Path.Combine(
        Path, string.Create(CultureInfo.InvariantCulture, $"{name.OpenSslHash:x8}.{kind}{number}"));

    /// <summary>
    /// Reads one file. A missing one ends the numbers; so does one that is unreadable or malformed, as in OpenSSL: a
    /// lookup has no way to report it, and what is not found is not trusted.
    /// </summary>
    private static bool TryLoad(string fileName, Action<byte[]> add)
    {
        if (!File.Exists(fileName))
        {
            return false;
        }

        try
        {
            add(BoundedFile.Read(fileName));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TlsFailure)
        {
            return false;
        }
    }

    private void AddCertificates(byte[] pem)
    {
        int count = 0;
        var reader = new PemReader(pem);
        while (reader.TryRead(IsAnyCertificate, out PemBlock? block))
        {
            PemEncryption.RefuseEncrypted(block);
            TrustAnchor anchor = CertificateAuxiliary.Read(block.Data);
            count++;
            lock (_lock)
            {
                if (!_anchors.Exists(known => known.Certificate.Equals(anchor.Certificate)))
                {
                    _anchors.Add(anchor);
                }
            }
        }

        RequireSome(count);
    }

    private void AddCrls(byte[] pem)
    {
        int count = 0;
        var reader = new PemReader(pem);
        while (reader.TryRead(label => label == PemLabel.Crl, out PemBlock? block))
        {
            PemEncryption.RefuseEncrypted(block);
            ParsedCrl crl = ParsedCrl.ParseFirst(block.Data);
            count++;
            lock (_lock)
            {
                if (!_crls.Contains(crl))
                {
                    _crls.Add(crl);
                }
            }
        }

        RequireSome(count);
    }

    private static bool IsAnyCertificate(string label) =>
        PemLabel.IsCertificate(label) || label == PemLabel.TrustedCertificate;

    private static void RequireSome(int count)
    {
        if (count == 0)
        {
            throw TlsFailure.Of("X509", "NO_CERTIFICATE_FOUND");
        }
    }
}
