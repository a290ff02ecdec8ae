using System;
using System.IO;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.Engine.Rules;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>Checks the messages of a client of TLS 1.2 and below that follow its ClientHello. The order of
/// messages is BouncyCastle's.</summary>
internal sealed partial class ServerProtocol
{
    protected override void HandleChangeCipherSpecMessage()
    {
        // RFC 5246 section 7.4.8: who has shown a certificate proves it before.
        if (m_connectionState != CS_CLIENT_CERTIFICATE_VERIFY && ExpectCertificateVerifyMessage())
        {
            throw new TlsFatalAlert(BcAlert.unexpected_message);
        }

        base.HandleChangeCipherSpecMessage();
    }

    protected override void ReceiveCertificateMessage(MemoryStream buf)
    {
        if (m_certificateRequest is not null)
        {
            CertificateMessageRules.Require12(HandshakeReader.Rest(buf), isOfServer: false);
        }

        base.ReceiveCertificateMessage(buf);
    }

    protected override void ReceiveClientKeyExchangeMessage(MemoryStream buf)
    {
        // RFC 5246 section 7.4.6: a client that was asked MUST send a Certificate, be it empty. BouncyCastle lets those
        // of TLS 1.1 and below do without, OpenSSL doesn't.
        if (m_certificateRequest is not null && m_connectionState != CS_CLIENT_CERTIFICATE)
        {
            throw new TlsFatalAlert(BcAlert.unexpected_message);
        }

        KeyExchangeRules.RequireOfClient(
            HandshakeReader.Rest(buf), _facts.Cipher!, _facts.Group, _facts.Settings.DhParameters);
        base.ReceiveClientKeyExchangeMessage(buf);
    }

    protected override void ReceiveCertificateVerifyMessage(MemoryStream buf)
    {
        if (_facts.Version == TlsVersion.Tls12)
        {
            // RFC 5246 section 7.4.8: one of those in the request, and one for the key.
            ReadOnlySpan<byte> body = HandshakeReader.Rest(buf);
            int scheme = new HandshakeReader(body, "BAD_PACKET").ReadUInt16();
            Offer offer = _facts.Settings.Offer;
            _facts.ClientSignatureScheme = SignatureRules.Require12(
                scheme, offer.ClientSchemes, _facts.PeerChain[0].PublicKey, offer.GroupIds);
        }

        base.ReceiveCertificateVerifyMessage(buf);
    }
}
