using System.Collections.Generic;
using System.Collections.Immutable;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Trust;

/// <summary>
/// An immutable set of certificates and CRLs, indexed by name when first asked: the content of one bundle, shared by
/// all stores that loaded it, or what was added one by one.
/// </summary>
internal sealed class TrustLayer(ImmutableArray<TrustAnchor> anchors, ImmutableArray<ParsedCrl> crls)
{
    private Dictionary<DistinguishedName, List<TrustAnchor>>? _bySubject;

    public ImmutableArray<TrustAnchor> Anchors { get; } = anchors;

    public ImmutableArray<ParsedCrl> Crls { get; } = crls;

    /// <summary>The certificates with this subject in the order of the layer.</summary>
    public IReadOnlyList<TrustAnchor> FindBySubject(DistinguishedName subject)
    {
        // Two threads may both build the index; either is right.
        Dictionary<DistinguishedName, List<TrustAnchor>> index = _bySubject ??= BuildIndex();
        return index.TryGetValue(subject, out List<TrustAnchor>? found) ? found : [];
    }

    private Dictionary<DistinguishedName, List<TrustAnchor>> BuildIndex()
    {
        var index = new Dictionary<DistinguishedName, List<TrustAnchor>>(Anchors.Length);
        foreach (TrustAnchor anchor in Anchors)
        {
            if (!index.TryGetValue(anchor.Certificate.Subject, out List<TrustAnchor>? list))
            {
                index.Add(anchor.Certificate.Subject, list = new List<TrustAnchor>(1));
            }

            list.Add(anchor);
        }

        return index;
    }
}
