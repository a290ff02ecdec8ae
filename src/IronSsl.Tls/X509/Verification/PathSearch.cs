using System;
using System.Collections.Generic;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Trust;

namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// Looks for a path that OpenSSL's way (<see cref="ChainBuilder"/>) has missed because it never goes back: cross-signed
/// and re-keyed authorities, several certificates of one name, an expired copy in front of a valid one.
/// </summary>
/// <remarks>
/// First the graph is drawn: who may have issued whom by name and key identifier, and how far each certificate is from
/// the store. Certificates that could be on no valid path, and those from which the store can't be reached, are left
/// out, so that the search, which goes towards the store, rarely turns round. Each step checks the signature; each path
/// that comes out is checked in full by the caller, so nothing here decides on trust. Steps, edges and signatures are
/// bounded.
/// </remarks>
internal sealed class PathSearch
{
    private const int MaximumNodes = 256;
    private const int MaximumEdges = 10_000;
    private const int MaximumSteps = 2_000;
    private const int MaximumPaths = 64;

    private readonly VerificationScope _scope;
    private readonly Dictionary<DistinguishedName, List<ParsedCertificate>> _intermediates = [];
    private readonly Dictionary<ParsedCertificate, Node> _nodes = [];
    private readonly List<ParsedCertificate> _path = [];
    private readonly Func<CandidatePath, bool> _accept;
    private int _edges;
    private int _steps;
    private int _paths;

    private PathSearch(
        VerificationScope scope, IReadOnlyList<ParsedCertificate> others, Func<CandidatePath, bool> accept)
    {
        _scope = scope;
        _accept = accept;
        foreach (ParsedCertificate certificate in others)
        {
            AddIntermediate(certificate);
        }
    }

    /// <summary>Offers paths until one is accepted.</summary>
    /// <returns>Whether one was.</returns>
    public static bool TryFind(
        VerificationScope scope,
        ParsedCertificate leaf,
        IReadOnlyList<ParsedCertificate> others,
        Func<CandidatePath, bool> accept)
    {
        if (ChainBuilder.DecideOnLeaf(scope, leaf) == TrustDecision.Trusted && accept(new CandidatePath([leaf], 0)))
        {
            return true;
        }

        // What issued a proxy certificate is no authority; such chains are short and found by the first try.
        if (leaf.IsProxy || IsRejected(scope, leaf))
        {
            return false;
        }

        var search = new PathSearch(scope, others, accept);
        Node start = search.Draw(leaf);
        search.MeasureDistances();
        search._path.Add(leaf);
        return search.Walk(start, intermediates: 0);
    }

    private void AddIntermediate(ParsedCertificate certificate)
    {
        if (!MayBeIntermediate(certificate))
        {
            return;
        }

        if (!_intermediates.TryGetValue(certificate.Subject, out List<ParsedCertificate>? namesakes))
        {
            _intermediates.Add(certificate.Subject, namesakes = []);
        }

        if (!namesakes.Contains(certificate))
        {
            namesakes.Add(certificate);
        }
    }

    /// <summary>What every path asks of a certificate in its middle, apart from the others on it.</summary>
    private bool MayBeIntermediate(ParsedCertificate certificate) =>
        CertificateRules.GetAuthorityStatus(certificate) == AuthorityStatus.Authority
        && !certificate.IsProxy
        && !CertificateRules.IsSelfSigned(certificate)
        && (!certificate.HasUnhandledCriticalExtension || _scope.Has(VerifyFlag.X509_V_FLAG_IGNORE_CRITICAL))
        && _scope.CheckTime(certificate) == VerifyCode.X509_V_OK
        && certificate.PublicKey.IsStrongEnough(_scope.Policy.SecurityLevel)
        && CertificateRules.AllowsPurpose(certificate, _scope.Policy.Purpose, asAuthority: true)
        && !IsRejected(_scope, certificate);

    private static bool IsRejected(VerificationScope scope, ParsedCertificate certificate) =>
        scope.Trust.Find(certificate) is { } anchor
        && scope.Decide(anchor, selfSignedIsTrusted: false) == TrustDecision.Rejected;

    /// <summary>Draws what can be reached from the leaf, breadth first.</summary>
    private Node Draw(ParsedCertificate leaf)
    {
        var start = new Node(leaf);
        _nodes.Add(leaf, start);
        var open = new Queue<Node>([start]);
        while (open.TryDequeue(out Node? node))
        {
            ParsedCertificate subject = node.Certificate;
            foreach (TrustAnchor anchor in _scope.Trust.FindBySubject(subject.Issuer))
            {
                if (!CertificateRules.IsLikelyIssuer(anchor.Certificate, subject))
                {
                    continue;
                }

                TrustDecision decision = _scope.Decide(anchor, selfSignedIsTrusted: true);
                if (decision == TrustDecision.Trusted
                    || (decision == TrustDecision.Neutral && _scope.Has(VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN)))
                {
                    node.Anchors.Add(anchor.Certificate);
                }
                else if (decision == TrustDecision.Neutral)
                {
                    AddIntermediate(anchor.Certificate);
                }
            }

            if (!_intermediates.TryGetValue(subject.Issuer, out List<ParsedCertificate>? candidates))
            {
                continue;
            }

            foreach (ParsedCertificate candidate in candidates)
            {
                if (!CertificateRules.IsLikelyIssuer(candidate, subject) || ++_edges > MaximumEdges)
                {
                    continue;
                }

                if (!_nodes.TryGetValue(candidate, out Node? issuer))
                {
                    if (_nodes.Count >= MaximumNodes)
                    {
                        continue;
                    }

                    issuer = new Node(candidate);
                    _nodes.Add(candidate, issuer);
                    open.Enqueue(issuer);
                }

                node.Issuers.Add(issuer);
                issuer.Subjects.Add(node);
            }
        }

        return start;
    }

    /// <summary>Counts, for each certificate, the steps to the store, and sorts the ways by it.</summary>
    private void MeasureDistances()
    {
        var open = new Queue<Node>();
        foreach (Node node in _nodes.Values)
        {
            if (node.Anchors.Count > 0)
            {
                node.Distance = 0;
                open.Enqueue(node);
            }
        }

        while (open.TryDequeue(out Node? node))
        {
            foreach (Node subject in node.Subjects)
            {
                if (subject.Distance == Node.Unreachable)
                {
                    subject.Distance = node.Distance + 1;
                    open.Enqueue(subject);
                }
            }
        }

        foreach (Node node in _nodes.Values)
        {
            node.Issuers.RemoveAll(issuer => issuer.Distance == Node.Unreachable);
            node.Issuers.Sort((a, b) => a.Distance.CompareTo(b.Distance));
        }
    }

    private bool Walk(Node node, int intermediates)
    {
        node.IsOnPath = true;
        foreach (ParsedCertificate anchor in node.Anchors)
        {
            if (!CountStep() || !IsSignedBy(node.Certificate, anchor) || ++_paths > MaximumPaths)
            {
                continue;
            }

            if (_accept(new CandidatePath([.. _path, anchor], _path.Count)))
            {
                return true;
            }
        }

        foreach (Node issuer in node.Issuers)
        {
            if (issuer.IsOnPath || _path.Count > _scope.MaximumDepth || !CountStep()
                || !Fits(issuer.Certificate, intermediates) || !IsSignedBy(node.Certificate, issuer.Certificate))
            {
                continue;
            }

            _path.Add(issuer.Certificate);
            if (Walk(issuer, intermediates + (issuer.Certificate.IsSelfIssued ? 0 : 1)))
            {
                return true;
            }

            _path.RemoveAt(_path.Count - 1);
        }

        node.IsOnPath = false;
        return false;
    }

    private bool CountStep() => ++_steps <= MaximumSteps && _paths <= MaximumPaths;

    private bool IsSignedBy(ParsedCertificate subject, ParsedCertificate issuer) =>
        CertificateRules.CheckMaySign(issuer, subject) == VerifyCode.X509_V_OK && _scope.IsSignedBy(subject, issuer);

    /// <summary>Whether an issuer's limits allow what is on the path below it.</summary>
    private bool Fits(ParsedCertificate issuer, int intermediates)
    {
        if (CertificateRules.GetPathLength(issuer) is { } limit && intermediates > limit)
        {
            return false;
        }

        if (issuer.NameConstraints is not { } constraints)
        {
            return true;
        }

        for (int i = 0; i < _path.Count; i++)
        {
            if ((i == 0 || !_path[i].IsSelfIssued)
                && _scope.NameConstraints.Check(_path[i], constraints) != VerifyCode.X509_V_OK)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A certificate with those that may have issued it.</summary>
    private sealed class Node(ParsedCertificate certificate)
    {
        public const int Unreachable = int.MaxValue;

        public ParsedCertificate Certificate { get; } = certificate;

        /// <summary>Issuers in the store that end a path.</summary>
        public List<ParsedCertificate> Anchors { get; } = [];

        public List<Node> Issuers { get; } = [];

        public List<Node> Subjects { get; } = [];

        public int Distance { get; set; } = Unreachable;

        public bool IsOnPath { get; set; }
    }
}
