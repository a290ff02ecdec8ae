using System.IO;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Rules;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>A client's messages are checked before BouncyCastle 2.7.0 acts on them. docs/peer-rules.md has each
/// rule.</summary>
internal sealed partial class ServerProtocol
{
    protected override ClientHello ReceiveClientHelloMessage(MemoryStream buf)
    {
        bool isFirst = m_connectionState == CS_START;
        ClientHelloView hello =
            isFirst && _role.Hello is { } held ? held : ClientHelloView.Parse(HandshakeReader.Rest(buf));
        int version = ClientHelloRules.Check(hello, _facts.Settings);
        if (!isFirst)
        {
            // RFC 8446 section 4.1.4: a client that was asked for another ClientHello still wants TLS 1.3.
            if (version != TlsVersion.Tls13)
            {
                throw FailureAlert.Ssl(BcAlert.protocol_version, "UNSUPPORTED_PROTOCOL");
            }

            ClientHelloRules13.CheckSecond(_role.Hello!, hello, m_retryGroup, m_retryCookie);
        }

        buf.Position = buf.Length;
        return hello.ToBouncyCastle(version);
    }

    // Those of the handshake; BouncyCastle judges whether they are due.
    private void RequireInHandshake(short type, HandshakeMessageInput buf)
    {
        switch (m_connectionState, type)
        {
            case (CS_SERVER_FINISHED, HandshakeType.certificate) when m_certificateRequest is not null:
                CertificateMessageRules.RequireOfClient(HandshakeReader.Rest(buf), []);
                break;
            case (CS_CLIENT_CERTIFICATE, HandshakeType.certificate_verify):
                // RFC 8446 section 4.4.2: only after a certificate. BouncyCastle has an internal error for it.
                Certificate shown = Context.SecurityParameters.PeerCertificate;
                _facts.ClientSignatureScheme = shown is { IsEmpty: false }
                    ? RequireScheme(buf, shown)
                    : throw new TlsFatalAlert(BcAlert.unexpected_message);
                break;
        }
    }

    // A CertificateVerify's, as RFC 8446 section 4.4.3 asks: one of those that the request named, and one for the key.
    private SignatureSchemeEntry RequireScheme(MemoryStream buf, Certificate shown)
    {
        int scheme = CertificateMessageRules.RequireVerify(HandshakeReader.Rest(buf));
        SubjectPublicKey key = CertificateCache.Shared.Parse(shown.GetCertificateAt(0).GetEncoded()).PublicKey;
        return SignatureRules.Require13(scheme, _facts.Settings.Offer.ClientSchemes, key);
    }
}
