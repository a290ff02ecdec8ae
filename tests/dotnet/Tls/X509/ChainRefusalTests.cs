using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Verification;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>Who is kept out, and with which words.</summary>
public class ChainRefusalTests
{
    private static readonly MadeCertificate s_root = CertificatePlan.MakeRoot();
    private static readonly MadeCertificate s_stranger = CertificatePlan.MakeRoot("CN=Stranger");
    private static readonly CertificatePlan s_server = new() { DnsNames = ["server.example"] };

    [Fact]
    public void A_sound_chain_is_trusted_and_returned_from_leaf_to_root()
    {
        MadeCertificate intermediate = CertificatePlan.MakeIntermediate(s_root, "CN=Intermediate");
        MadeCertificate leaf = CertificatePlan.MakeLeaf(intermediate);

        ChainVerification verdict = ChainQuestion.Ask(
            leaf, [intermediate], [s_root], ChainQuestion.Policy with { HostName = "server.example" });

        Assert.True(verdict.IsTrusted);
        Assert.True(verdict.Chain!.Certificates.SequenceEqual(
            [leaf.Certificate, intermediate.Certificate, s_root.Certificate]));
    }

    [Fact]
    public void An_unknown_authority_is_refused()
    {
        MadeCertificate leaf = CertificatePlan.MakeLeaf(s_stranger);
        AssertRefused(
            ChainQuestion.Ask(leaf, [], [s_root]), VerifyCode.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, 0,
            AlertDescription.UnknownCa, "unable to get local issuer certificate");
    }

    [Fact]
    public void An_unknown_authority_that_sends_its_root_is_refused()
    {
        MadeCertificate leaf = CertificatePlan.MakeLeaf(s_stranger);
        AssertRefused(
            ChainQuestion.Ask(leaf, [s_stranger], [s_root]), VerifyCode.X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, 1,
            AlertDescription.UnknownCa, "self-signed certificate in certificate chain");
    }

    [Fact]
    public void An_unknown_self_signed_certificate_is_refused()
    {
        AssertRefused(
            ChainQuestion.Ask(s_server.Make(), [], [s_root]), VerifyCode.X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, 0,
            AlertDescription.UnknownCa, "self-signed certificate");
    }

    [Fact]
    public void An_empty_store_trusts_nobody() =>
        Assert.False(ChainQuestion.Ask(CertificatePlan.MakeLeaf(s_root), [s_root], []).IsTrusted);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_forged_leaf_in_the_name_of_a_trusted_authority_is_refused(bool copiesIdentifier, bool sendsMimic)
    {
        byte[]? identifier = copiesIdentifier ? s_root.Certificate.SubjectKeyIdentifier!.Value.ToArray() : null;
        MadeCertificate mimic = new CertificatePlan
        {
            Subject = "CN=Root",
            IsAuthority = true,
            SubjectKeyIdentifier = identifier,
            AuthorityKeyIdentifier = identifier,
        }.Make();
        MadeCertificate leaf = CertificatePlan.MakeLeaf(mimic);

        ChainVerification verdict = ChainQuestion.Ask(leaf, sendsMimic ? [mimic] : [], [s_root]);

        Assert.False(verdict.IsTrusted);
        Assert.Null(verdict.Chain);
        Assert.Contains(
            verdict.Code,
            new[]
            {
                VerifyCode.X509_V_ERR_CERT_SIGNATURE_FAILURE, VerifyCode.X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
                VerifyCode.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_forged_leaf_without_key_identifiers_is_refused_for_its_signature(bool isPartial)
    {
        MadeCertificate leaf = (s_server with
        {
            Issuer = s_stranger,
            IssuerName = "CN=Root",
            AuthorityKeyIdentifier = s_root.Certificate.SubjectKeyIdentifier!.Value.ToArray(),
        }).Make();
        VerifyFlag flags = isPartial ? VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN : VerifyFlag.None;

        AssertRefused(
            ChainQuestion.Ask(leaf, [], [s_root], ChainQuestion.With(flags)),
            VerifyCode.X509_V_ERR_CERT_SIGNATURE_FAILURE, 0, AlertDescription.DecryptError,
            "certificate signature failure");
    }

    [Theory]
    [InlineData(false, (uint)VerifyFlag.None)]
    [InlineData(true, (uint)VerifyFlag.None)]
    [InlineData(true, (uint)VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN)]
    public void A_self_signed_leaf_with_the_name_of_a_trusted_authority_is_refused(bool copiesIdentifier, uint flags)
    {
        byte[]? identifier = copiesIdentifier ? s_root.Certificate.SubjectKeyIdentifier!.Value.ToArray() : null;
        MadeCertificate leaf = (s_server with
        {
            Subject = "CN=Root",
            SubjectKeyIdentifier = identifier,
            AuthorityKeyIdentifier = identifier,
        }).Make();

        AssertRefused(
            ChainQuestion.Ask(leaf, [], [s_root], ChainQuestion.With((VerifyFlag)flags)),
            VerifyCode.X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, 0, AlertDescription.UnknownCa,
            "self-signed certificate");
    }

    [Fact]
    public void A_spoilt_signature_is_refused()
    {
        MadeCertificate leaf = (s_server with { Issuer = s_root, IsCorrupt = true }).Make();
        Assert.Equal(
            VerifyCode.X509_V_ERR_CERT_SIGNATURE_FAILURE, ChainQuestion.Ask(leaf, [], [s_root]).Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void An_expired_certificate_anywhere_in_the_chain_is_refused(int depth)
    {
        AssertRefused(
            AskWithValidity(depth, TimeSpan.FromDays(30), -TimeSpan.FromDays(1)),
            VerifyCode.X509_V_ERR_CERT_HAS_EXPIRED, depth, AlertDescription.CertificateExpired,
            "certificate has expired");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_certificate_from_the_future_is_refused(int depth)
    {
        AssertRefused(
            AskWithValidity(depth, -TimeSpan.FromDays(1), TimeSpan.FromDays(30)),
            VerifyCode.X509_V_ERR_CERT_NOT_YET_VALID, depth, AlertDescription.BadCertificate,
            "certificate is not yet valid");
    }

    [Fact]
    public void A_wrong_host_name_is_refused_in_the_words_of_CPython()
    {
        VerificationPolicy policy =
            ChainQuestion.Policy with { HostName = "other.example", DisplayName = "Other.Example" };
        AssertRefused(
            ChainQuestion.Ask(CertificatePlan.MakeLeaf(s_root), [], [s_root], policy),
            VerifyCode.X509_V_ERR_HOSTNAME_MISMATCH, 0, AlertDescription.BadCertificate,
            "Hostname mismatch, certificate is not valid for 'Other.Example'.");
    }

    [Fact]
    public void An_address_given_as_DNS_name_is_no_address()
    {
        MadeCertificate leaf = (s_server with { Issuer = s_root, DnsNames = ["192.0.2.1"] }).Make();
        VerificationPolicy policy = ChainQuestion.Policy with { IpAddress = IPAddress.Parse("192.0.2.1") };
        AssertRefused(
            ChainQuestion.Ask(leaf, [], [s_root], policy),
            VerifyCode.X509_V_ERR_IP_ADDRESS_MISMATCH, 0, AlertDescription.BadCertificate,
            "IP address mismatch, certificate is not valid for '192.0.2.1'.");
    }

    [Fact]
    public void A_name_inside_of_a_URI_names_no_host()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri("https://server.example/"));
        MadeCertificate leaf = new CertificatePlan { Issuer = s_root, Extensions = [names.Build()] }.Make();
        Assert.Equal(
            VerifyCode.X509_V_ERR_HOSTNAME_MISMATCH,
            ChainQuestion.Ask(leaf, [], [s_root], ChainQuestion.Policy with { HostName = "server.example" }).Code);
    }

    [Theory]
    [InlineData((uint)VerifyFlag.None)]
    [InlineData((uint)VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN)]
    [InlineData((uint)VerifyFlag.X509_V_FLAG_X509_STRICT)]
    public void A_certificate_issued_by_one_that_is_no_authority_is_refused(uint flags)
    {
        MadeCertificate server = CertificatePlan.MakeLeaf(s_root);
        MadeCertificate leaf = (s_server with { Issuer = server, Subject = "CN=below" }).Make();
        AssertRefused(
            ChainQuestion.Ask(leaf, [server], [s_root], ChainQuestion.With((VerifyFlag)flags)),
            VerifyCode.X509_V_ERR_INVALID_CA, 1, AlertDescription.UnknownCa, "invalid CA certificate");
    }

    [Fact]
    public void A_path_length_is_kept()
    {
        MadeCertificate outer = new CertificatePlan
        {
            Subject = "CN=Outer",
            Issuer = s_root,
            IsAuthority = true,
            PathLength = 0,
        }.Make();
        MadeCertificate inner = CertificatePlan.MakeIntermediate(outer, "CN=Inner");
        Assert.Equal(
            VerifyCode.X509_V_ERR_PATH_LENGTH_EXCEEDED,
            ChainQuestion.Ask(CertificatePlan.MakeLeaf(inner), [outer, inner], [s_root]).Code);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void The_depth_limit_counts_intermediates(int limit, bool isTrusted)
    {
        MadeCertificate intermediate = CertificatePlan.MakeIntermediate(s_root, "CN=Intermediate");
        ChainVerification verdict = ChainQuestion.Ask(
            CertificatePlan.MakeLeaf(intermediate), [intermediate], [s_root],
            ChainQuestion.Policy with { MaximumDepth = limit });
        Assert.Equal(isTrusted, verdict.IsTrusted);
        Assert.Equal(isTrusted ? 0 : VerifyCode.X509_V_ERR_CERT_CHAIN_TOO_LONG, verdict.Code);
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.1", nameof(CertificatePurpose.TlsServer), true)]
    [InlineData("1.3.6.1.5.5.7.3.1", nameof(CertificatePurpose.TlsClient), false)]
    [InlineData("1.3.6.1.5.5.7.3.2", nameof(CertificatePurpose.TlsServer), false)]
    [InlineData("1.3.6.1.5.5.7.3.2", nameof(CertificatePurpose.TlsClient), true)]
    [InlineData("2.5.29.37.0", nameof(CertificatePurpose.TlsServer), false)]
    [InlineData("2.5.29.37.0", nameof(CertificatePurpose.Any), true)]
    public void The_purpose_is_checked_on_the_leaf_and_above(string usage, string purpose, bool isTrusted)
    {
        MadeCertificate intermediate = new CertificatePlan
        {
            Subject = "CN=Intermediate",
            Issuer = s_root,
            IsAuthority = true,
            Purpose = usage,
        }.Make();
        VerificationPolicy policy = ChainQuestion.Policy with { Purpose = Enum.Parse<CertificatePurpose>(purpose) };
        int expected = isTrusted ? 0 : VerifyCode.X509_V_ERR_INVALID_PURPOSE;

        Assert.Equal(
            expected, ChainQuestion.Ask(CertificatePlan.MakeLeaf(intermediate), [intermediate], [s_root], policy).Code);
        Assert.Equal(
            expected,
            ChainQuestion.Ask((s_server with { Issuer = s_root, Purpose = usage }).Make(), [], [s_root], policy).Code);
    }

    [Fact]
    public void An_unknown_critical_extension_is_refused()
    {
        MadeCertificate leaf = (s_server with
        {
            Issuer = s_root,
            Extensions = [new X509Extension("1.3.6.1.4.1.99999.1", [5, 0], critical: true)],
        }).Make();
        Assert.Equal(
            VerifyCode.X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION, ChainQuestion.Ask(leaf, [], [s_root]).Code);
    }

    [Fact]
    public void A_leaf_in_the_store_is_trusted_only_as_a_partial_chain()
    {
        MadeCertificate leaf = CertificatePlan.MakeLeaf(s_stranger);
        Assert.False(ChainQuestion.Ask(leaf, [], [leaf]).IsTrusted);
        Assert.True(ChainQuestion.Ask(
            leaf, [], [leaf], ChainQuestion.With(VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN)).IsTrusted);
    }

    [Fact]
    public void Without_common_name_a_leaf_without_names_fits_no_host()
    {
        MadeCertificate leaf = new CertificatePlan { Subject = "CN=server.example", Issuer = s_root }.Make();
        VerificationPolicy policy = ChainQuestion.Policy with { HostName = "server.example" };
        Assert.True(ChainQuestion.Ask(leaf, [], [s_root], policy).IsTrusted);
        Assert.Equal(
            VerifyCode.X509_V_ERR_HOSTNAME_MISMATCH,
            ChainQuestion.Ask(leaf, [], [s_root], policy with { CheckCommonName = false }).Code);
    }

    private static ChainVerification AskWithValidity(int depth, TimeSpan age, TimeSpan remaining)
    {
        var path = new List<MadeCertificate>();
        for (int i = 2; i >= 0; i--)
        {
            path.Insert(0, new CertificatePlan
            {
                Subject = $"CN=At {i}",
                IsAuthority = i > 0,
                Issuer = i < 2 ? path[0] : null,
                Age = i == depth ? age : TimeSpan.FromDays(30),
                Remaining = i == depth ? remaining : TimeSpan.FromDays(30),
            }.Make());
        }

        return ChainQuestion.Ask(path[0], [path[1]], [path[2]]);
    }

    private static void AssertRefused(ChainVerification verdict, int code, int depth, int alert, string message)
    {
        Assert.False(verdict.IsTrusted);
        Assert.Null(verdict.Chain);
        Assert.Equal(message, verdict.Message);
        Assert.Equal((code, depth, alert), (verdict.Code, verdict.Depth, verdict.Alert));
    }
}
