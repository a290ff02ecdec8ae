using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Trust;

/// <summary>
/// A trust store as it was at one moment, for a connection: certificates by subject, CRLs by issuer, and the hashed
/// directories, which are read when a name is looked up. Safe for any number of threads.
/// </summary>
internal sealed class TrustSnapshot
{
    private readonly ImmutableArray<TrustLayer> _layers;
    private readonly ImmutableArray<HashedDirectory> _directories;

    internal TrustSnapshot(ImmutableArray<TrustLayer> layers, ImmutableArray<HashedDirectory> directories)
    {
        _layers = layers;
        _directories = directories;
    }

    /// <summary>A store without any certificate.</summary>
    public static TrustSnapshot Empty { get; } = new([], []);

    /// <summary>
    /// The certificates with this subject, in the order in which they were added. The directories are read only when
    /// there is none yet (OpenSSL's `X509_STORE_CTX_get1_certs`), up to the first that has one.
    /// </summary>
    public IReadOnlyList<TrustAnchor> FindBySubject(DistinguishedName subject)
    {
        List<TrustAnchor> found = FindLoaded(subject);
        for (int i = 0; i < _directories.Length && found.Count == 0; i++)
        {
            found.AddRange(_directories[i].FindBySubject(subject));
        }

        return found;
    }

    /// <summary>The entry with exactly this certificate, or null.</summary>
    public TrustAnchor? Find(ParsedCertificate certificate)
    {
        foreach (TrustAnchor anchor in FindBySubject(certificate.Subject))
        {
            if (anchor.Certificate.Equals(certificate))
            {
                return anchor;
            }
        }

        return null;
    }

    /// <summary>The CRLs of this issuer; the directories are always asked, since a newer one may have come.</summary>
    public IReadOnlyList<ParsedCrl> FindCrls(DistinguishedName issuer)
    {
        var found = new List<ParsedCrl>();
        foreach (TrustLayer layer in _layers)
        {
            foreach (ParsedCrl crl in layer.Crls)
            {
                AddDistinct(found, crl, issuer);
            }
        }

        foreach (HashedDirectory directory in _directories)
        {
            foreach (ParsedCrl crl in directory.FindCrls(issuer))
            {
                AddDistinct(found, crl, issuer);
            }
        }

        return found;
    }

    /// <summary>Everything that is in memory, each certificate once.</summary>
    internal IEnumerable<TrustAnchor> LoadedAnchors =>
        _layers.SelectMany(layer => layer.Anchors)
            .Concat(_directories.SelectMany(directory => directory.LoadedAnchors))
            .DistinctBy(anchor => anchor.Certificate);

    /// <summary>Everything that is in memory, each list once.</summary>
    internal IEnumerable<ParsedCrl> LoadedCrls =>
        _layers.SelectMany(layer => layer.Crls)
            .Concat(_directories.SelectMany(directory => directory.LoadedCrls))
            .Distinct();

    private static void AddDistinct(List<ParsedCrl> found, ParsedCrl crl, DistinguishedName issuer)
    {
        if (crl.Issuer.Equals(issuer) && !found.Contains(crl))
        {
            found.Add(crl);
        }
    }

    private List<TrustAnchor> FindLoaded(DistinguishedName subject)
    {
        var found = new List<TrustAnchor>();
        foreach (TrustLayer layer in _layers)
        {
            AddDistinct(found, layer.FindBySubject(subject));
        }

        foreach (HashedDirectory directory in _directories)
        {
            AddDistinct(found, directory.FindLoaded(subject));
        }

        return found;
    }

    private static void AddDistinct(List<TrustAnchor> found, IReadOnlyList<TrustAnchor> more)
    {
        foreach (TrustAnchor anchor in more)
        {
            if (!found.Exists(known => known.Certificate.Equals(anchor.Certificate)))
            {
                found.Add(anchor);
            }
        }
    }
}
