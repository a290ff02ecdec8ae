using System;
using System.Text;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Pem;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>
/// Private keys in every form that the `openssl` program writes. What is read and what is refused was observed with
/// CPython 3.11.2 and OpenSSL 3.0 on files made in the same way.
/// </summary>
public sealed class PrivateKeyFormatTests(KeyFiles files) : IClassFixture<KeyFiles>
{
    [Theory]
    [InlineData("rsa", "rsa -in rsa.pem -traditional")]
    [InlineData("rsa", "rsa -in rsa.pem -traditional -aes128 -passout pass:pw")]
    [InlineData("rsa", "rsa -in rsa.pem -traditional -aes192 -passout pass:pw")]
    [InlineData("rsa", "rsa -in rsa.pem -traditional -aes256 -passout pass:pw")]
    [InlineData("rsa", "rsa -in rsa.pem -traditional -des3 -passout pass:pw")]
    [InlineData("rsa", "rsa -in rsa.pem -traditional -camellia256 -passout pass:pw")]
    [InlineData("rsa", "rsa -in rsa.pem -traditional -aria128 -passout pass:pw")]
    [InlineData("rsa", "rsa -in rsa.pem -traditional -aes-256-cfb -passout pass:pw")]
    [InlineData("rsa", "rsa -in rsa.pem -traditional -aes-128-ofb -passout pass:pw")]
    [InlineData("ec", "ec -in ec.pem")]
    [InlineData("ec", "ec -in ec.pem -aes256 -passout pass:pw")]
    [InlineData("ec", "ec -in ec.pem -no_public")]
    [InlineData("ec", "ec -in ec.pem -conv_form compressed")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -nocrypt")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v2 aes-128-cbc -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v2 aes-192-cbc -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v2 aes-256-cbc -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v2 des3 -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v2 camellia-256-cbc -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v2 aria-256-cbc -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v2 aes-256-cfb -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v2 aes-256-ofb -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v2prf hmacWithMD5 -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v2prf hmacWithSHA1 -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v2prf hmacWithSHA224 -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v2prf hmacWithSHA384 -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v2prf hmacWithSHA512 -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v2prf hmacWithSHA512-256 -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -scrypt -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v1 PBE-SHA1-3DES -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v1 PBE-SHA1-2DES -passout pass:pw")]
    public void A_key_is_read_in_every_form_that_openssl_writes(string certificate, string command)
    {
        string keyFile = Make(command);

        Credential credential = Credential.Load(files[certificate + ".crt"], keyFile, Password("pw"));

        Assert.True(credential.Key.IsKeyOf(credential.Chain[0]));
    }

    [Theory]
    [InlineData("pkcs8 -in ec.pem -topk8 -v2 aes-256-cbc")]
    [InlineData("pkcs8 -in ec.pem -topk8 -v1 PBE-SHA1-3DES")]
    public void A_password_beyond_ASCII_is_taken_as_UTF_8(string command)
    {
        string keyFile = Make(command + " -passout pass:pässwörd");

        Assert.NotNull(Credential.Load(files["ec.crt"], keyFile, Password("pässwörd")));
    }

    [Fact]
    public void A_password_may_be_empty()
    {
        string keyFile = Make("pkcs8 -in ec.pem -topk8 -passout pass:");

        Assert.NotNull(Credential.Load(files["ec.crt"], keyFile, Password("")));
    }

    [Theory]
    [InlineData("rsa", "rsa -in rsa.pem -traditional -aes128 -passout pass:pw")]
    [InlineData("rsa", "rsa -in rsa.pem -traditional -aes-256-cfb -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -scrypt -passout pass:pw")]
    [InlineData("ec", "pkcs8 -in ec.pem -topk8 -v1 PBE-SHA1-3DES -passout pass:pw")]
    public void A_wrong_or_missing_password_is_an_error_of_PEM(string certificate, string command)
    {
        string keyFile = Make(command);

        AssertPemLibrary(() => Credential.Load(files[certificate + ".crt"], keyFile, Password("wrong")));
        AssertPemLibrary(() => Credential.Load(files[certificate + ".crt"], keyFile, Password("")));
        AssertPemLibrary(() => Credential.Load(files[certificate + ".crt"], keyFile, null));
    }

    [Theory]
    [InlineData("-v1 PBE-MD5-DES")]
    [InlineData("-v1 PBE-SHA1-RC2-40")]
    [InlineData("-v1 PBE-SHA1-RC4-128")]
    public void Ciphers_of_OpenSSLs_legacy_provider_are_refused(string option)
    {
        string keyFile = Make($"pkcs8 -provider legacy -provider default -in ec.pem -topk8 {option} -passout pass:pw");

        AssertPemLibrary(() => Credential.Load(files["ec.crt"], keyFile, Password("pw")));
    }

    [Fact]
    public void The_password_callback_is_called_once_for_a_key()
    {
        string keyFile = Make("pkcs8 -in ec.pem -topk8 -passout pass:pw");
        int calls = 0;
        var source = new PasswordSource(() =>
        {
            calls++;
            return "pw"u8.ToArray();
        });

        Credential.Load(files["ec.crt"], keyFile, source);

        Assert.Equal(1, calls);
    }

    [Fact]
    public void The_bytes_that_a_password_source_gives_are_zeroed()
    {
        string keyFile = Make("pkcs8 -in ec.pem -topk8 -passout pass:pw");
        byte[] given = "pw"u8.ToArray();

        Credential.Load(files["ec.crt"], keyFile, new PasswordSource(() => given));

        Assert.Equal(new byte[2], given);
    }

    [Theory]
    [InlineData("ED25519", "", PrivateKeyKind.Ed25519, 253)]
    [InlineData("ED448", "", PrivateKeyKind.Ed448, 456)]
    [InlineData("RSA-PSS", "-pkeyopt rsa_keygen_bits:2048", PrivateKeyKind.RsaPss, 2048)]
    [InlineData("EC", "-pkeyopt ec_paramgen_curve:P-256", PrivateKeyKind.Ecdsa, 256)]
    [InlineData("EC", "-pkeyopt ec_paramgen_curve:P-384", PrivateKeyKind.Ecdsa, 384)]
    [InlineData("EC", "-pkeyopt ec_paramgen_curve:P-521", PrivateKeyKind.Ecdsa, 521)]
    [InlineData("EC", "-pkeyopt ec_paramgen_curve:brainpoolP256r1", PrivateKeyKind.Ecdsa, 256)]
    [InlineData("EC", "-pkeyopt ec_paramgen_curve:secp256k1", PrivateKeyKind.Ecdsa, 256)]
    public void A_key_of_each_kind_fits_its_certificate(string algorithm, string options, object kind, int bits)
    {
        string name = Guid.NewGuid().ToString("N");
        files.OpenSsl($"genpkey -algorithm {algorithm} {options} -out {name}.pem");
        files.OpenSsl($"req -x509 -new -key {name}.pem -subj /CN=x -days 100 -out {name}.crt");

        Credential credential = Credential.Load(files[name + ".crt"], files[name + ".pem"], null);

        Assert.Equal((kind, bits), (credential.Key.Kind, credential.Key.Bits));
    }

    [Fact]
    public void A_restricted_PSS_key_keeps_its_parameters()
    {
        files.OpenSsl(
            "genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_pss_keygen_md:sha256 "
            + "-pkeyopt rsa_pss_keygen_mgf1_md:sha256 -pkeyopt rsa_pss_keygen_saltlen:32 -out pss.pem");
        files.OpenSsl("req -x509 -new -key pss.pem -subj /CN=x -days 100 -out pss.crt");

        Credential credential = Credential.Load(files["pss.crt"], files["pss.pem"], null);

        SubjectPublicKey shown = credential.Chain[0].PublicKey;
        Assert.Equal(shown.AlgorithmOid, credential.Key.PublicKey.AlgorithmOid);
        Assert.Equal(shown.Parameters!.Value.ToArray(), credential.Key.PublicKey.Parameters!.Value.ToArray());
        Assert.Equal(shown.KeyBytes.ToArray(), credential.Key.PublicKey.KeyBytes.ToArray());
    }

    [Fact]
    public void A_compressed_point_in_the_certificate_fits_the_key()
    {
        files.OpenSsl("ec -in ec.pem -conv_form compressed -out compressed.pem");
        files.OpenSsl("req -x509 -new -key compressed.pem -subj /CN=x -days 100 -out compressed.crt");

        Assert.NotNull(Credential.Load(files["compressed.crt"], files["ec.pem"], null));
    }

    [Fact]
    public void A_key_for_agreement_only_is_of_no_use()
    {
        string keyFile = Make("genpkey -algorithm X25519");

        var failure = Assert.Throws<TlsFailure>(() => Credential.Load(files["rsa.crt"], keyFile, null));

        Assert.Equal(("SSL", "UNKNOWN_CERTIFICATE_TYPE"), (failure.Library, failure.Reason));
    }

    [Theory]
    [InlineData("rsa", "rsa2", "X509", "KEY_VALUES_MISMATCH")]
    [InlineData("ec", "ec2", "X509", "KEY_VALUES_MISMATCH")]
    [InlineData("ec", "rsa", "SSL", "NO_CERTIFICATE_ASSIGNED")]
    [InlineData("rsa", "ec", "SSL", "NO_CERTIFICATE_ASSIGNED")]
    public void A_key_of_another_certificate_is_refused(string certificate, string key, string library, string reason)
    {
        var failure = Assert.Throws<TlsFailure>(
            () => Credential.Load(files[certificate + ".crt"], files[key + ".pem"], null));

        Assert.Equal((library, reason), (failure.Library, failure.Reason));
    }

    private static PasswordSource Password(string password) =>
        new PasswordSource(() => Encoding.UTF8.GetBytes(password));

    private static void AssertPemLibrary(Action load)
    {
        var failure = Assert.Throws<TlsFailure>(load);
        Assert.Equal(("SSL", "PEM_LIB"), (failure.Library, failure.Reason));
    }

    private string Make(string command)
    {
        string name = Guid.NewGuid().ToString("N") + ".key";
        files.OpenSsl($"{command} -out {name}");
        return files[name];
    }
}
