using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Pem;
using IronSsl.Tls.X509.Trust;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>
/// Whatever bytes stand in a certificate, list, key or PEM file, reading them gives a result or a
/// <see cref="TlsFailure"/>, in bounded time and memory. Seeded, so that a failure repeats.
/// </summary>
public sealed class MutationTests(KeyFiles files) : IClassFixture<KeyFiles>
{
    // Wall-clock time on a machine that may be busy: far from what is usual, near enough to catch quadratic time.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_budget = TimeSpan.FromMilliseconds(800);

    private const long AllocationLimit = 50 << 20;

    [Theory]
    [InlineData("allsans.pem")]
    [InlineData("nullbytecert.pem")]
    [InlineData("nokia.pem")]
    [InlineData("keycertecc.pem")]
    [InlineData("talos-2019-0758.pem")]
    public void Mutated_certificates_never_surprise(string name)
    {
        byte[] der = ReadBlock(File.ReadAllText(CPythonFiles.Find(name)), PemLabel.Certificate);

        Mutate(der, seed: 1, data => Exercise(ParsedCertificate.Parse(data)));
    }

    [Fact]
    public void Mutated_revocation_lists_never_surprise()
    {
        Mutate(MakeCrl(), seed: 2, data => Exercise(ParsedCrl.Parse(data)));
    }

    [Theory]
    [InlineData("rsa", "rsa -in rsa.pem -traditional", PemLabel.RsaPrivateKey)]
    [InlineData("ec", "ec -in ec.pem", PemLabel.EcPrivateKey)]
    [InlineData("p8", "pkcs8 -in ec.pem -topk8 -nocrypt", PemLabel.Pkcs8)]
    [InlineData("pbkdf2", "pkcs8 -in ec.pem -topk8 -passout pass:pw", PemLabel.EncryptedPkcs8)]
    [InlineData("scrypt", "pkcs8 -in ec.pem -topk8 -scrypt -passout pass:pw", PemLabel.EncryptedPkcs8)]
    [InlineData("pkcs12", "pkcs8 -in ec.pem -topk8 -v1 PBE-SHA1-3DES -passout pass:pw", PemLabel.EncryptedPkcs8)]
    [InlineData("ed448", "genpkey -algorithm ED448", PemLabel.Pkcs8)]
    public void Mutated_keys_never_surprise(string name, string command, string label)
    {
        files.OpenSsl($"{command} -out {name}.key");
        byte[] der = ReadBlock(files.Read(name + ".key"), label);

        Mutate(der, seed: 3, data => Load(
            Encoding.ASCII.GetBytes(PemEncoding.WriteString(label, data)), Password()).Dispose());
    }

    [Theory]
    [InlineData("keycert.passwd.pem")]
    [InlineData("keycert3.pem")]
    public void Mutated_PEM_never_surprises(string name)
    {
        byte[] pem = File.ReadAllBytes(CPythonFiles.Find(name));

        Mutate(pem, seed: 4, data =>
        {
            Load(data, Password()).Dispose();
            new TrustStore().LoadPem(Encoding.Latin1.GetString(data));
            TrustFile.Parse(data);
        });
    }

    [Theory]
    [InlineData("nested sequences", 0x30)]
    [InlineData("nested indefinite", 0x80)]
    [InlineData("zeros", 0)]
    [InlineData("ones", 0xFF)]
    [InlineData("constructed octets", 0x24)]
    public void Large_hostile_input_is_refused_quickly(string name, int kind)
    {
        byte[] data = kind switch
        {
            0x30 => Nest(0x30, 20_000),
            0x24 => Nest(0x24, 20_000),
            0x80 => [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i % 2 == 0 ? 0x30 : 0x80))],
            _ => [.. Enumerable.Repeat((byte)kind, 100_000)],
        };

        Measure(name, data, input => Exercise(ParsedCertificate.Parse(input)));
        Measure(name, data, input => Exercise(ParsedCrl.Parse(input)));
    }

    [Fact]
    public void A_huge_object_identifier_is_no_burden()
    {
        byte[] arc = [.. Enumerable.Repeat((byte)0xFF, 100_000), 0x7F];

        Measure("oid", CertificateWith(Tlv(6, arc), []), input => Exercise(ParsedCertificate.Parse(input)));
        Measure("san", CertificateWith(null, Tlv(0x88, arc)), input => Exercise(ParsedCertificate.Parse(input)));
    }

    [Fact]
    public void Very_many_names_are_no_burden()
    {
        byte[] names =
            [.. Enumerable.Range(0, 10_000).SelectMany(i => Tlv(0x82, Encoding.ASCII.GetBytes($"h{i}.example")))];
        byte[] directories =
            [.. Enumerable.Range(0, 5_000).SelectMany(_ => Tlv(0xA4, Tlv(0x30, Tlv(0x31, Attribute("a")))))];

        Measure("dns", CertificateWith(null, names), input => Exercise(ParsedCertificate.Parse(input)));
        Measure("dirnames", CertificateWith(null, directories), input => Exercise(ParsedCertificate.Parse(input)));
    }

    [Fact]
    public void A_subject_of_very_many_parts_is_no_burden()
    {
        byte[] subject = Tlv(0x30, [.. Enumerable.Range(0, 8_000).SelectMany(_ => Tlv(0x31, Attribute("x")))]);
        byte[] wide =
            Tlv(0x30, Tlv(0x31, [.. Enumerable.Range(0, 8_000).SelectMany(i => Attribute(i.ToString("x4")))]));

        Measure("deep", CertificateWith(null, [], subject), input => Exercise(ParsedCertificate.Parse(input)));
        Measure("wide", CertificateWith(null, [], wide), input => Exercise(ParsedCertificate.Parse(input)));
    }

    [Theory]
    [InlineData("-----BEGIN CERTIFICATE-----\n")]
    [InlineData("-----BEGIN A-----\n-----END A-----\n")]
    [InlineData("-----BEGIN A-----\nAAAA\n-----END A-----\n")]
    [InlineData("-----BEGIN ")]
    [InlineData(":\n")]
    [InlineData("A")]
    public void Repetitive_PEM_is_read_in_linear_time(string unit)
    {
        byte[] data = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(unit, 100_000 / unit.Length)));

        Measure(unit, data, input => TrustFile.Parse(input));
        Measure(unit, data, input => Load(input, Password()));
    }

    [Theory]
    [InlineData(2_000_000_000)]
    [InlineData(50_000_000)]
    public void An_absurd_number_of_iterations_is_refused(int iterations)
    {
        byte[] kdf =
            Tlv(0x30, [.. Tlv(4, new byte[8]), .. Tlv(2, new BigInteger(iterations).ToByteArray(isBigEndian: true))]);
        byte[] pbes2 = Tlv(0x30,
        [
            .. Tlv(6, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D]),
            .. Tlv(0x30,
            [
                .. Tlv(0x30, [.. Tlv(6, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0C]), .. kdf]),
                .. Tlv(
                    0x30, [.. Tlv(6, [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2A]), .. Tlv(4, new byte[16])]),
            ]),
        ]);
        byte[] der = Tlv(0x30, [.. pbes2, .. Tlv(4, new byte[32])]);

        Measure("iterations", der, input => Load(
            Encoding.ASCII.GetBytes(PemEncoding.WriteString(PemLabel.EncryptedPkcs8, input)), Password()));
        Assert.Throws<System.Formats.Asn1.AsnContentException>(() => Pkcs8Encryption.Decrypt(der, Password()));
    }

    private static PrivateKey Load(ReadOnlySpan<byte> pem, PasswordSource? password)
    {
        using EncodedPrivateKey key = PrivateKeyLoader.Read(pem, password);
        return PrivateKeyImporter.Import(key);
    }

    private static PasswordSource Password() => new PasswordSource(() => "pw"u8.ToArray());

    private static byte[] ReadBlock(string pem, string label)
    {
        var reader = new PemReader(Encoding.Latin1.GetBytes(pem));
        Assert.True(reader.TryRead(found => found == label, out PemBlock? block));
        return block.Data;
    }

    private static byte[] MakeCrl()
    {
        var notBefore = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Lists", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 issuer = request.CreateSelfSigned(notBefore, notBefore.AddYears(30));
        var builder = new CertificateRevocationListBuilder();
        for (byte i = 1; i < 20; i++)
        {
            builder.AddEntry([i], notBefore, (X509RevocationReason)(i % 5));
        }

        return builder.Build(issuer, 7, notBefore.AddYears(1), HashAlgorithmName.SHA256, thisUpdate: notBefore);
    }

    /// <summary>Touches everything that is decoded late.</summary>
    private static void Exercise(ParsedCertificate certificate)
    {
        _ = certificate.IsInvalid;
        _ = certificate.NotBefore;
        _ = certificate.NotAfter;
        _ = certificate.SerialNumber;
        _ = certificate.Subject.OpenSslHash;
        _ = CertificateRules.GetAuthorityStatus(certificate);
        CertificateDescription.From(certificate);
    }

    private static void Exercise(ParsedCrl crl)
    {
        _ = crl.IsInvalid;
        if (!crl.HasUnhandledEntries)
        {
            _ = crl.FindEntry(BigInteger.One);
        }
    }

    private static void Mutate(byte[] original, int seed, Action<byte[]> read)
    {
        var random = new Random(seed);
        long end = Stopwatch.GetTimestamp() + (long)(s_budget.TotalSeconds * Stopwatch.Frequency);
        for (int round = 0; round < 4000 && Stopwatch.GetTimestamp() < end; round++)
        {
            byte[] data = Mutate(original, random);
            Measure($"seed {seed}, round {round}", data, read);
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] data = [.. original];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(data.Length);
            switch (random.Next(6))
            {
                case 0:
                    data[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    data[at] = (byte)random.Next(256);
                    break;
                case 2:
                    data = [.. data[..at], .. data[Math.Min(data.Length, at + random.Next(1, 20))..]];
                    break;
                case 3:
                    data = [.. data[..at], .. data[Math.Max(0, at - random.Next(1, 40))..at], .. data[at..]];
                    break;
                case 4:
                    data = data[..Math.Max(1, at)];
                    break;
                default:
                    data[at] = (byte)((byte[])[0, 0x80, 0x7F, 0xFF, 0x30, 0x1F])[random.Next(6)];
                    break;
            }

            if (data.Length == 0)
            {
                data = [0];
            }
        }

        return data;
    }

    /// <summary>Runs one reading; only the documented exceptions may come out.</summary>
    private static void Measure(string what, byte[] data, Action<byte[]> read)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        try
        {
            read(data);
        }
        catch (Exception e) when (e is TlsFailure or DecoderFallbackException)
        {
            // A refusal is a good answer.
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}\n{Convert.ToBase64String(data)}");
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        Assert.True(elapsed < s_limit, $"{what}: took {elapsed}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < AllocationLimit, $"{what}: too much memory");
    }

    private static byte[] Nest(byte tag, int depth)
    {
        byte[] buffer = new byte[200_000];
        int start = buffer.Length;
        for (int i = 0; i < depth && start > 8; i++)
        {
            int length = buffer.Length - start;
            if (length < 0x80)
            {
                buffer[--start] = (byte)length;
            }
            else
            {
                for (int rest = length; rest > 0; rest >>= 8)
                {
                    buffer[--start] = (byte)rest;
                }

                buffer[--start] = (byte)(0x80 | (length > 0xFFFF ? 3 : length > 0xFF ? 2 : 1));
            }

            buffer[--start] = tag;
        }

        return buffer[start..];
    }

    private static byte[] Tlv(byte tag, byte[] content)
    {
        byte[] length = content.Length < 0x80
            ? [(byte)content.Length]
            : [0x83, (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length];
        return [tag, .. length, .. content];
    }

    private static byte[] Attribute(string value) =>
        Tlv(0x30, [.. Tlv(6, [0x55, 4, 3]), .. Tlv(12, Encoding.ASCII.GetBytes(value))]);

    private static byte[] CertificateWith(byte[]? extensionOid, byte[] alternativeNames, byte[]? subject = null)
    {
        byte[] algorithm = Tlv(0x30, Tlv(6, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2]));
        byte[] name = Tlv(0x30, Tlv(0x31, Attribute("x")));
        byte[] time = Tlv(23, Encoding.ASCII.GetBytes("200101000000Z"));
        byte[] key = Tlv(0x30, [.. algorithm, .. Tlv(3, [0, 4])]);
        byte[] extension = Tlv(
            0x30, [.. extensionOid ?? Tlv(6, [0x55, 0x1D, 0x11]), .. Tlv(4, Tlv(0x30, alternativeNames))]);
        byte[] tbs = Tlv(
            0x30,
            [
                .. Tlv(0xA0, Tlv(2, [2])), .. Tlv(2, [1]), .. algorithm, .. name, .. Tlv(0x30, [.. time, .. time]),
                .. subject ?? name, .. key, .. Tlv(0xA3, Tlv(0x30, extension)),
            ]);
        return Tlv(0x30, [.. tbs, .. algorithm, .. Tlv(3, [0, 0])]);
    }
}
