using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IronSsl.Tls.Tests.X509;

/// <summary>A directory with fresh keys and their self-signed certificates: `rsa`, `rsa2`, `ec`, `ec2`, each `.pem` and
/// `.crt`.</summary>
public sealed class KeyFiles : IDisposable
{
    private static readonly DateTimeOffset s_notBefore = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public KeyFiles()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("ironssl-keys-").FullName;
        WriteRsa("rsa", 2048);
        WriteRsa("rsa2", 2048);
        WriteEc("ec", ECCurve.NamedCurves.nistP256);
        WriteEc("ec2", ECCurve.NamedCurves.nistP256);
    }

    public string Directory { get; }

    public string this[string name] => Path.Combine(Directory, name);

    public string Read(string name) => File.ReadAllText(this[name]);

    public string Write(string name, string content)
    {
        File.WriteAllText(this[name], content);
        return this[name];
    }

    /// <summary>Runs `openssl` in the directory.</summary>
    public void OpenSsl(string arguments) => OpenSslProgram.Run(Directory, arguments);

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    internal void WriteRsa(string name, int bits)
    {
        using var key = RSA.Create(bits);
        Write(name + ".pem", key.ExportPkcs8PrivateKeyPem());
        WriteCertificate(
            name, new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private void WriteEc(string name, ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        Write(name + ".pem", key.ExportPkcs8PrivateKeyPem());
        WriteCertificate(name, new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256));
    }

    private void WriteCertificate(string name, CertificateRequest request)
    {
        using X509Certificate2 certificate = request.CreateSelfSigned(s_notBefore, s_notBefore.AddYears(30));
        Write(name + ".crt", certificate.ExportCertificatePem() + "\n");
    }
}
