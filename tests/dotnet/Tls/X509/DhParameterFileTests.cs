using System;
using System.Formats.Asn1;
using System.IO;
using System.Numerics;
using System.Security.Cryptography;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Pem;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>Diffie-Hellman groups in PEM files.</summary>
public sealed class DhParameterFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("DH PARAMETERS")]
    [InlineData("X9.42 DH PARAMETERS")]
    public void A_group_is_read(string label)
    {
        Write(label, Group(s_prime, 5, 160));

        DhGroup group = DhParameterFile.Parse(_path);
        Assert.Equal((s_prime, new BigInteger(5)), (group.Prime, group.Generator));
    }

    [Theory]
    [InlineData("DH PARAMETERS", 160, 160)]
    [InlineData("DH PARAMETERS", 0, null)]
    [InlineData("DH PARAMETERS", -1, null)]
    [InlineData("X9.42 DH PARAMETERS", int.MaxValue, 31)]
    public void The_length_of_exponents_or_of_the_subgroups_order_is_told(string label, int last, int? bits)
    {
        Write(label, Group(s_prime, 5, last));

        Assert.Equal(bits, DhParameterFile.Parse(_path).ExponentBits);
    }

    [Fact]
    public void A_known_group_has_a_known_order_whatever_length_the_file_asks_for()
    {
        var prime = new BigInteger(
            Org.BouncyCastle.Crypto.Agreement.DHStandardGroups.rfc7919_ffdhe2048.P.ToByteArrayUnsigned(),
            isUnsigned: true, isBigEndian: true);
        Write("DH PARAMETERS", Group(prime, 2, 160));

        Assert.Null(DhParameterFile.Parse(_path).ExponentBits);
    }

    [Theory]
    [InlineData("X9.42 DH PARAMETERS", null, null)]
    [InlineData("DH PARAMETERS", 224, 5)]
    public void A_field_too_few_or_too_many_is_refused(string label, int? third, int? fourth)
    {
        Write(label, Group(s_prime, 5, third, fourth));

        Assert.Equal(("PEM", "ASN1_LIB"), (Failure().Library, Failure().Reason));
    }

    [Fact]
    public void What_stands_before_the_group_is_passed_over()
    {
        File.WriteAllText(
            _path, "words\n" + PemEncoding.WriteString("CERTIFICATE", [1, 2, 3]) + "\n"
            + PemEncoding.WriteString("DH PARAMETERS", Group(s_prime, 5)) + "\n");

        Assert.Equal(s_prime, DhParameterFile.Read(_path, 0).Prime);
    }

    [Fact]
    public void A_file_without_a_group_has_no_start_line()
    {
        Write("CERTIFICATE", Group(23, 5));

        Assert.Equal("NO_START_LINE", Failure().Reason);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(0, -1)]
    public void A_group_that_keeps_no_secret_is_refused(int morePrime, int generator)
    {
        BigInteger prime = s_prime + morePrime;
        Write("DH PARAMETERS", Group(prime, generator >= 0 ? generator : prime + generator));

        Assert.Equal(("DH", "BAD_GENERATOR"), (Failure().Library, Failure().Reason));
    }

    [Fact]
    public void A_modulus_that_would_take_long_is_refused()
    {
        Write("DH PARAMETERS", Group((BigInteger.One << 10_001) + 1, 2));

        Assert.Equal("MODULUS_TOO_LARGE", Failure().Reason);
    }

    [Fact]
    public void A_truncated_group_is_refused()
    {
        Write("DH PARAMETERS", Group(s_prime, 5)[..^1]);

        Assert.Equal(("PEM", "ASN1_LIB"), (Failure().Library, Failure().Reason));
    }

    [Fact]
    public void An_encrypted_group_is_refused()
    {
        File.WriteAllText(
            _path, "-----BEGIN DH PARAMETERS-----\nProc-Type: 4,ENCRYPTED\n"
            + "DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n"
            + Convert.ToBase64String(new byte[16]) + "\n-----END DH PARAMETERS-----\n");

        Assert.Equal("BAD_PASSWORD_READ", Failure().Reason);
    }

    /// <summary>Large enough for level 0; whether it is prime is nobody's question here.</summary>
    private static readonly BigInteger s_prime = (BigInteger.One << 1536) + 1;

    private static byte[] Group(BigInteger prime, BigInteger generator, params int?[] more)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(prime);
            writer.WriteInteger(generator);
            foreach (int? field in more)
            {
                if (field is { } number)
                {
                    writer.WriteInteger(number);
                }
            }
        }

        return writer.Encode();
    }

    private void Write(string label, byte[] data) =>
        File.WriteAllText(_path, PemEncoding.WriteString(label, data) + "\n");

    private TlsFailure Failure() => Assert.Throws<TlsFailure>(() => DhParameterFile.Read(_path, 0));
}
