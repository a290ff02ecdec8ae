using System;
using System.Collections.Immutable;
using System.IO;
using System.Text;
using IronSsl.Fuzz.Harness;
using IronSsl.Fuzz.Peer;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Pem;
using IronSsl.Tls.X509.Trust;

namespace IronSsl.Fuzz.Targets;

/// <summary>A PEM file, as each of the functions reads it that take one.</summary>
internal sealed class PemTarget : FuzzTarget
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"ironssl-fuzz-{Environment.ProcessId}.pem");

    public override string Name => "pem";

    public override ImmutableArray<byte[]> Tokens { get; } =
    [
        .. Array.ConvertAll(
            [
                "-----BEGIN ", "-----END ", "-----", "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE",
                "X509 CRL",
                "PRIVATE KEY", "EC PRIVATE KEY", "DH PARAMETERS", "X9.42 DH PARAMETERS", "\n", "\r\n", "\n\n", ": ",
                "=", "==",
                "====", "Proc-Type: 4,ENCRYPTED\n", "DEK-Info: AES-128-CBC,", "DEK-Info: RC2-40-CBC,",
                "\u00ef\u00bb\u00bf",
            ],
            Encoding.Latin1.GetBytes),
    ];

    public override void Run(ReadOnlySpan<byte> input)
    {
        byte[] text = input.ToArray();
        Refusable(() => TrustFile.Parse(text));
        Refusable(() => new TrustStore().LoadPem(Encoding.Latin1.GetString(text)));
        Refusable(() => PeerIdentity.ReadKey(text, new PasswordSource(() => "pw"u8.ToArray())).Dispose());
        File.WriteAllBytes(_file, text);
        try
        {
            Refusable(() => Credential.Load(
                _file, null, new PasswordSource(() => "pw"u8.ToArray()), securityLevel: 1).Key.Dispose());
            Refusable(() => DhParameterFile.Read(_file, 0));
        }
        finally
        {
            File.Delete(_file);
        }
    }

    private static void Refusable(Action read)
    {
        try
        {
            read();
        }
        catch (TlsFailure)
        {
            // A refusal is a good answer.
        }
    }
}
