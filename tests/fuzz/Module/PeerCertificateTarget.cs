using System;
using System.Text;
using IronSsl.Fuzz.Harness;
using IronSsl.Module;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Fuzz.Module;

/// <summary>What `getpeercert()` makes of a certificate: the facts, then all that Python can ask of it.</summary>
internal sealed class PeerCertificateTarget : FuzzTarget
{
    private readonly Lazy<Interpreter> _interpreter = new(() => new Interpreter());

    public override string Name => "getpeercert";

    public override InputShape Shape => InputShape.Der;

    public override void Run(ReadOnlySpan<byte> input)
    {
        ParsedCertificate certificate;
        try
        {
            certificate = ParsedCertificate.Parse(input);
        }
        catch (TlsFailure)
        {
            return;
        }

        try
        {
            CertificateDescription.From(certificate);
        }
        catch (Exception e) when (e is TlsFailure or DecoderFallbackException)
        {
            // A name without a text.
        }

        try
        {
            var shown = new PythonSsl.Certificate(_interpreter.Value.Errors, certificate);
            shown.__repr__();
            shown.public_bytes();
            shown.get_info();
        }
        catch (Exception e) when (Interpreter.IsPython(e))
        {
            // A refusal is a good answer.
        }
    }
}
