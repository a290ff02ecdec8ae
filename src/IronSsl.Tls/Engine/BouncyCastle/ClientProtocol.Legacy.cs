using System.IO;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.Engine.Rules;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;
using CipherSuite = IronSsl.Tls.OpenSsl.Ciphers.CipherSuite;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>Checks the messages of a server of TLS 1.2 and below that follow its ServerHello. The order of
/// messages is BouncyCastle's, but for what depends on the suite.</summary>
internal sealed partial class ClientProtocol
{
    private bool IsLegacy => _facts.Version is > 0 and < TlsVersion.Tls13;

    /// <summary>Runs when the first message after the certificate comes, or would come after one.</summary>
    protected override void HandleServerCertificate()
    {
        if (IsLegacy)
        {
            // RFC 5246 section 7.4.2: MUST be sent whenever the suite uses one.
            CipherSuite suite = _facts.Cipher!;
            SubjectPublicKey? key = ServerKey();
            if ((key is not null) != suite.UsesCertificate)
            {
                throw new TlsFatalAlert(BcAlert.unexpected_message);
            }

            if (key is not null)
            {
                KeyUsageRules.RequireKind(suite, key.Kind);
            }
        }

        base.HandleServerCertificate();
    }

    protected override void HandleChangeCipherSpecMessage()
    {
        // RFC 5077 section 3.3: a ticket that was promised comes before.
        if (m_expectSessionTicket && m_connectionState != CS_SERVER_SESSION_TICKET)
        {
            throw new TlsFatalAlert(BcAlert.unexpected_message);
        }

        base.HandleChangeCipherSpecMessage();
    }

    protected override void ReceiveCertificateRequest(MemoryStream buf)
    {
        if (m_authentication is null)
        {
            // BouncyCastle has the alert for this.
            base.ReceiveCertificateRequest(buf);
            return;
        }

        byte[] request = CertificateRequestRules.Require12(
            HandshakeReader.Rest(buf), namesSchemes: _facts.Version == TlsVersion.Tls12);
        base.ReceiveCertificateRequest(new MemoryStream(request, false));
    }

    private void RequireLegacyMessage(short type, HandshakeMessageInput buf)
    {
        CipherSuite? suite = _facts.Cipher;
        if (!IsLegacy || suite is null || Context.SecurityParameters.IsResumedSession)
        {
            return;
        }

        switch (type)
        {
            case HandshakeType.supplemental_data:
                // RFC 4680 is none of ours.
                throw new TlsFatalAlert(BcAlert.unexpected_message);
            case HandshakeType.certificate when m_connectionState == CS_SERVER_HELLO:
                if (!suite.UsesCertificate)
                {
                    throw new TlsFatalAlert(BcAlert.unexpected_message);
                }

                CertificateMessageRules.Require12(HandshakeReader.Rest(buf), isOfServer: true);
                break;
            case HandshakeType.server_key_exchange when m_connectionState ==
                (suite.UsesCertificate ? CS_SERVER_CERTIFICATE : CS_SERVER_HELLO) && suite.KeyExchange != "RSA":
                (_facts.Group, _facts.ServerSignatureScheme) = KeyExchangeRules.RequireOfServer(
                    HandshakeReader.Rest(buf), suite, _facts.Version, _facts.Settings.Offer, ServerKey(),
                    _facts.Settings.SecurityLevel);
                break;
        }
    }

    // Of the certificate that came, which isn't verified yet.
    private SubjectPublicKey? ServerKey()
    {
        Certificate? certificate = Context.SecurityParameters.PeerCertificate;
        return certificate is null
            ? null
            : CertificateCache.Shared.Parse(certificate.GetCertificateAt(0).GetEncoded()).PublicKey;
    }
}
