using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Verification;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>No set of certificates makes a verification long: each ends with a clear answer, quickly.</summary>
public class VerificationBoundsTests
{
    /// <summary>Of the processor's time. Generous, for slow machines; what is meant is "not minutes".</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    private static readonly MadeCertificate s_root = CertificatePlan.MakeRoot();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_hundred_intermediates_that_lead_nowhere(bool sameName, bool sameKey)
    {
        ECDsa shared = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        MadeCertificate top = CertificatePlan.MakeRoot("CN=Nowhere");
        var sent = new List<MadeCertificate>();
        for (int i = 0; i < 100; i++)
        {
            top = CertificatePlan.MakeIntermediate(
                top, sameName ? "CN=Same" : $"CN=Number {i}", sameKey ? shared : null);
            sent.Add(top);
        }

        ChainVerification verdict = AskInTime(CertificatePlan.MakeLeaf(top), sent, [s_root]);
        Assert.False(verdict.IsTrusted);
    }

    [Fact]
    public void A_full_mesh_behind_which_every_path_is_too_long()
    {
        MadeCertificate[] authorities =
            [.. Enumerable.Range(0, 14).Select(i => CertificatePlan.MakeRoot($"CN=Node {i}"))];
        var sent = new List<MadeCertificate>();
        foreach (MadeCertificate subject in authorities)
        {
            foreach (MadeCertificate issuer in authorities.Where(issuer => issuer != subject))
            {
                sent.Add(new CertificatePlan
                {
                    Subject = Name(subject),
                    Key = subject.Key,
                    Issuer = issuer,
                    IsAuthority = true,
                }.Make());
            }
        }

        // The only way to the store has no room for any intermediate.
        MadeCertificate gate = new CertificatePlan
        {
            Subject = "CN=Node 0",
            Key = authorities[0].Key,
            Issuer = s_root,
            IsAuthority = true,
            PathLength = 0,
        }.Make();
        MadeCertificate leaf = CertificatePlan.MakeLeaf(authorities[13]);

        Assert.False(AskInTime(leaf, [.. sent, gate], [s_root]).IsTrusted);
        Assert.True(AskInTime(CertificatePlan.MakeLeaf(authorities[0]), [.. sent, gate], [s_root]).IsTrusted);
    }

    [Fact]
    public void A_thousand_names_against_thousands_of_constraints()
    {
        MadeCertificate constrained = new CertificatePlan
        {
            Subject = "CN=Constrained",
            Issuer = s_root,
            IsAuthority = true,
            Extensions = [Constraints(4000)],
        }.Make();
        var names = new SubjectAlternativeNameBuilder();
        for (int i = 0; i < 4000; i++)
        {
            names.AddDnsName($"n{i}.example");
        }

        MadeCertificate leaf = new CertificatePlan { Issuer = constrained, Extensions = [names.Build()] }.Make();
        Assert.Equal(VerifyCode.X509_V_ERR_UNSPECIFIED, AskInTime(leaf, [constrained], [s_root]).Code);
    }

    [Fact]
    public void Directory_names_against_constraints_of_an_authority_that_nobody_vouches_for()
    {
        const int Most = 1000;
        MadeCertificate forged = new CertificatePlan
        {
            Subject = "CN=Forged",
            Issuer = CertificatePlan.MakeRoot(),
            AuthorityKeyIdentifier = s_root.Certificate.SubjectKeyIdentifier!.Value.ToArray(),
            IsAuthority = true,
            Extensions = [DirectoryConstraints(Most)],
        }.Make();
        MadeCertificate leaf = new CertificatePlan { Issuer = forged, Extensions = [DirectoryNames(Most)] }.Make();

        Assert.Equal(VerifyCode.X509_V_ERR_CERT_SIGNATURE_FAILURE, AskInTime(leaf, [forged], [s_root]).Code);
    }

    [Fact]
    public void Intermediates_that_issue_each_other()
    {
        MadeCertificate a = CertificatePlan.MakeRoot("CN=A");
        MadeCertificate b = CertificatePlan.MakeIntermediate(a, "CN=B");
        MadeCertificate again = CertificatePlan.MakeIntermediate(b, "CN=A", a.Key);
        ChainVerification verdict = AskInTime(CertificatePlan.MakeLeaf(b), [again, b], [s_root]);
        Assert.Equal(VerifyCode.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, verdict.Code);
    }

    [Fact]
    public void International_mail_addresses_against_as_many_constraints_as_are_compared()
    {
        MadeCertificate constrained = new CertificatePlan
        {
            Subject = "CN=Constrained",
            Issuer = s_root,
            IsAuthority = true,
            Extensions = [MailConstraints(1000)],
        }.Make();
        MadeCertificate leaf = new CertificatePlan { Issuer = constrained, Extensions = [MailboxNames(1000)] }.Make();

        // A million comparisons that convert a host each allocate hundreds of megabytes, and take five times as long.
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(AskInTime(leaf, [constrained], [s_root]).IsTrusted);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    private static string Name(MadeCertificate certificate) =>
        new X500DistinguishedName(certificate.Certificate.Subject.Der.Span).Name;

    private static ChainVerification AskInTime(
        MadeCertificate leaf, IEnumerable<MadeCertificate> sent, IEnumerable<MadeCertificate> trusted)
    {
        TimeSpan start = ProcessorTime.OfThisThread();
        ChainVerification verdict = ChainQuestion.Ask(leaf, sent, trusted);
        Assert.InRange(ProcessorTime.OfThisThread() - start, TimeSpan.Zero, s_limit);
        return verdict;
    }

    private static X509Extension DirectoryConstraints(int count)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true)))
        {
            for (int i = 0; i < count; i++)
            {
                using (writer.PushSequence())
                {
                    WriteDirectoryName(writer, $"CN=constraint {i},O=nowhere,C=XX");
                }
            }
        }

        return new X509Extension("2.5.29.30", writer.Encode(), critical: true);
    }

    private static X509Extension DirectoryNames(int count)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            for (int i = 0; i < count; i++)
            {
                WriteDirectoryName(writer, $"CN=name {i}");
            }
        }

        return new X509Extension("2.5.29.17", writer.Encode(), critical: false);
    }

    private static void WriteDirectoryName(AsnWriter writer, string name)
    {
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4, isConstructed: true)))
        {
            writer.WriteEncodedValue(new X500DistinguishedName(name).RawData);
        }
    }

    private static X509Extension MailConstraints(int count) => Constraints(count, 1, "xn--bcher-kva.n{0}.test");

    /// <summary>Names of type SmtpUTF8Mailbox (RFC 8398).</summary>
    private static X509Extension MailboxNames(int count)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        var explicitTag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        using (writer.PushSequence())
        {
            for (int i = 0; i < count; i++)
            {
                using (writer.PushSequence(explicitTag))
                {
                    writer.WriteObjectIdentifier("1.3.6.1.5.5.7.8.9");
                    using (writer.PushSequence(explicitTag))
                    {
                        writer.WriteCharacterString(UniversalTagNumber.UTF8String, $"über{i}@bücher.example");
                    }
                }
            }
        }

        return new X509Extension("2.5.29.17", writer.Encode(), critical: false);
    }

    private static X509Extension Constraints(int count, int kind = 2, string format = "x{0}.test")
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        var excluded = new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true);
        using (writer.PushSequence())
        using (writer.PushSequence(excluded))
        {
            for (int i = 0; i < count; i++)
            {
                using (writer.PushSequence())
                {
                    writer.WriteCharacterString(
                        UniversalTagNumber.IA5String, string.Format(CultureInfo.InvariantCulture, format, i),
                        new Asn1Tag(TagClass.ContextSpecific, kind));
                }
            }
        }

        return new X509Extension("2.5.29.30", writer.Encode(), critical: true);
    }
}
