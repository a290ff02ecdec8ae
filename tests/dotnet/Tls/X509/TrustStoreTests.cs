using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Pem;
using IronSsl.Tls.X509.Trust;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>Trust stores: hashed directories, snapshots, settings of trusted certificates, counting.</summary>
public sealed class TrustStoreTests : IDisposable
{
    private static readonly DateTimeOffset s_notBefore = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _directory = Directory.CreateTempSubdirectory("ironssl-trust-").FullName;

    [Theory]
    [InlineData("pycacert.pem", "b1930218")]
    [InlineData("allsans.pem", null)]
    public void The_hash_of_a_name_is_that_of_openssl(string file, string? known)
    {
        ParsedCertificate certificate = ReadFirst(CPythonFiles.Find(file));
        string path = Path.Combine(_directory, "name");
        OpenSslProgram.Run(_directory, $"x509 -in {CPythonFiles.Find(file)} -noout -subject_hash -out {path}");

        string actual = certificate.Subject.OpenSslHash.ToString("x8", CultureInfo.InvariantCulture);

        Assert.Equal(known ?? File.ReadAllText(path).Trim(), actual);
    }

    [Fact]
    public void A_hashed_directory_is_read_when_a_name_is_looked_up()
    {
        using X509Certificate2 root = MakeAuthority("CN=Hashed Root");
        using X509Certificate2 other = MakeAuthority("CN=Other Root");
        WriteHashed(root, 0);
        WriteHashed(other, 0);
        var store = new TrustStore();
        store.AddDirectory(_directory);
        Assert.Equal(0, store.CertificateCount);

        IReadOnlyList<TrustAnchor> found = store.Snapshot().FindBySubject(Parse(root).Subject);

        Assert.Equal([Parse(root)], found.Select(anchor => anchor.Certificate));
        Assert.Equal((1, 1), (store.CertificateCount, store.CaCount));
    }

    [Fact]
    public void Files_with_the_same_hash_are_read_up_to_the_first_gap()
    {
        using X509Certificate2 first = MakeAuthority("CN=Twin");
        using X509Certificate2 second = MakeAuthority("CN=Twin");
        using X509Certificate2 third = MakeAuthority("CN=Twin");
        WriteHashed(first, 0);
        WriteHashed(second, 1);
        WriteHashed(third, 3);
        var store = new TrustStore();
        store.AddDirectory(_directory);

        IReadOnlyList<TrustAnchor> found = store.Snapshot().FindBySubject(Parse(first).Subject);

        Assert.Equal([Parse(first), Parse(second)], found.Select(anchor => anchor.Certificate));
    }

    [Fact]
    public void A_file_whose_name_lies_is_not_found()
    {
        using X509Certificate2 wanted = MakeAuthority("CN=Wanted");
        using X509Certificate2 other = MakeAuthority("CN=Other");
        File.WriteAllText(HashedPath(Parse(wanted), "0"), other.ExportCertificatePem());
        var store = new TrustStore();
        store.AddDirectory(_directory);

        Assert.Empty(store.Snapshot().FindBySubject(Parse(wanted).Subject));
    }

    [Fact]
    public void A_malformed_file_in_a_directory_trusts_nothing()
    {
        using X509Certificate2 root = MakeAuthority("CN=Broken");
        File.WriteAllText(HashedPath(Parse(root), "0"), root.ExportCertificatePem().Replace('M', '!'));
        var store = new TrustStore();
        store.AddDirectory(_directory);

        Assert.Empty(store.Snapshot().FindBySubject(Parse(root).Subject));
    }

    [Fact]
    public void A_file_that_comes_later_is_found_by_an_earlier_snapshot()
    {
        using X509Certificate2 root = MakeAuthority("CN=Late Root");
        var store = new TrustStore();
        store.AddDirectory(_directory);
        TrustSnapshot snapshot = store.Snapshot();
        Assert.Empty(snapshot.FindBySubject(Parse(root).Subject));

        WriteHashed(root, 0);

        Assert.Single(snapshot.FindBySubject(Parse(root).Subject));
    }

    [Fact]
    public void Newer_revocation_lists_are_found_under_the_next_number()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 root = MakeAuthority("CN=List Root", key);
        var store = new TrustStore();
        store.AddDirectory(_directory);
        TrustSnapshot snapshot = store.Snapshot();
        File.WriteAllText(HashedPath(Parse(root), "r0"), MakeCrl(root, 1));
        Assert.Single(snapshot.FindCrls(Parse(root).Subject));

        File.WriteAllText(HashedPath(Parse(root), "r1"), MakeCrl(root, 2));

        Assert.Equal([1, 2], snapshot.FindCrls(Parse(root).Subject).Select(crl => (int)crl.Number!.Value));
        Assert.Equal((0, 2), (store.CertificateCount, store.CrlCount));
    }

    [Fact]
    public void Several_directories_may_be_given_at_once()
    {
        using X509Certificate2 root = MakeAuthority("CN=Second Directory");
        WriteHashed(root, 0);
        var store = new TrustStore();
        store.AddDirectory("/nonexistent" + Path.PathSeparator + _directory);

        Assert.Single(store.Snapshot().FindBySubject(Parse(root).Subject));
    }

    [Fact]
    public void A_snapshot_does_not_see_what_is_added_later()
    {
        using X509Certificate2 root = MakeAuthority("CN=Snapshot");
        var store = new TrustStore();
        TrustSnapshot before = store.Snapshot();

        store.LoadPem(root.ExportCertificatePem());

        Assert.Null(before.Find(Parse(root)));
        Assert.NotNull(store.Snapshot().Find(Parse(root)));
    }

    [Fact]
    public void Lists_and_certificates_of_a_file_are_counted_once()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 root = MakeAuthority("CN=Counted", key);
        string path = Path.Combine(_directory, "both.pem");
        string crl = MakeCrl(root, 1);
        File.WriteAllText(path, $"{root.ExportCertificatePem()}\n{crl}\n{crl}\n{root.ExportCertificatePem()}\n");
        var store = new TrustStore();

        store.LoadFile(path);
        store.LoadFile(path);
        store.LoadDer(root.RawData);

        Assert.Equal((1, 1, 1), (store.CertificateCount, store.CaCount, store.CrlCount));
    }

    [Fact]
    public void The_settings_of_a_trusted_certificate_are_kept()
    {
        using X509Certificate2 root = MakeAuthority("CN=Settings");
        File.WriteAllText(Path.Combine(_directory, "plain.pem"), root.ExportCertificatePem());
        OpenSslProgram.Run(
            _directory,
            "x509 -in plain.pem -trustout -addtrust serverAuth -addreject clientAuth -setalias name -out trusted.pem");
        var store = new TrustStore();

        store.LoadFile(Path.Combine(_directory, "trusted.pem"));

        TrustAnchor anchor = store.Snapshot().Find(Parse(root))!;
        Assert.Equal(["1.3.6.1.5.5.7.3.1"], anchor.TrustedPurposes!.Value.ToArray());
        Assert.Equal(["1.3.6.1.5.5.7.3.2"], anchor.RejectedPurposes.ToArray());
    }

    [Fact]
    public void A_changed_bundle_is_read_anew()
    {
        using X509Certificate2 first = MakeAuthority("CN=First");
        using X509Certificate2 second = MakeAuthority("CN=Other");
        string path = Path.Combine(_directory, "bundle.pem");
        string filler = new string('#', 20_000) + "\n";
        var store = new TrustStore();
        File.WriteAllText(path, filler + first.ExportCertificatePem());
        DateTime written = File.GetLastWriteTimeUtc(path);
        store.LoadFile(path);

        File.WriteAllText(path, filler + second.ExportCertificatePem());
        File.SetLastWriteTimeUtc(path, written);
        var other = new TrustStore();
        other.LoadFile(path);

        Assert.Null(other.Snapshot().Find(Parse(first)));
        Assert.NotNull(other.Snapshot().Find(Parse(second)));
    }

    [Theory]
    [InlineData("CN=Name", "CN=Name", true)]
    [InlineData("CN=name", "CN=NAME", true)]
    [InlineData("CN=\" two   words \"", "CN=Two Words", true)]
    [InlineData("CN=Name", "CN=Names", false)]
    [InlineData("CN=Name, O=x", "O=x, CN=Name", false)]
    public void Names_are_compared_in_their_canonical_form(string left, string right, bool areEqual)
    {
        DistinguishedName first = DistinguishedName.Decode(new X500DistinguishedName(left).RawData);
        DistinguishedName second = DistinguishedName.Decode(new X500DistinguishedName(right).RawData);

        Assert.Equal(areEqual, first.Equals(second));
        Assert.Equal(areEqual, first.OpenSslHash == second.OpenSslHash);
    }

    [Fact]
    public void Default_paths_are_those_of_the_systems_openssl()
    {
        DefaultVerifyPaths paths = SystemTrust.DefaultPaths;

        Assert.Equal(("SSL_CERT_FILE", "SSL_CERT_DIR"), (paths.FileVariable, paths.DirectoryVariable));
        Assert.EndsWith("/certs", paths.Directory, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static ParsedCertificate Parse(X509Certificate2 certificate) =>
        ParsedCertificate.Parse(certificate.RawData);

    private static ParsedCertificate ReadFirst(string path)
    {
        var reader = new PemReader(File.ReadAllBytes(path));
        Assert.True(reader.TryRead(PemLabel.IsCertificate, out PemBlock? block));
        return ParsedCertificate.Parse(block.Data);
    }

    private static X509Certificate2 MakeAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return MakeAuthority(name, key);
    }

    private static X509Certificate2 MakeAuthority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(s_notBefore, s_notBefore.AddYears(30));
    }

    private static string MakeCrl(X509Certificate2 issuer, int number) => PemEncoding.WriteString(
        "X509 CRL",
        new CertificateRevocationListBuilder().Build(
            issuer, number, s_notBefore.AddYears(20), HashAlgorithmName.SHA256, thisUpdate: s_notBefore));

    private void WriteHashed(X509Certificate2 certificate, int number) => File.WriteAllText(
        HashedPath(Parse(certificate), number.ToString(CultureInfo.InvariantCulture)),
        certificate.ExportCertificatePem());

    private string HashedPath(ParsedCertificate certificate, string suffix) => Path.Combine(
        _directory, string.Create(CultureInfo.InvariantCulture, $"{certificate.Subject.OpenSslHash:x8}.{suffix}"));
}
