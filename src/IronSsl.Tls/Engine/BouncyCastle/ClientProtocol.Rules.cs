using System.Collections.Generic;
using System.IO;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Rules;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>A server's messages are held against what was sent before BouncyCastle 2.7.0 acts on them, which takes most
/// answers as they come. docs/peer-rules.md has each rule.</summary>
internal sealed partial class ClientProtocol
{
    // Those in the ClientHello that was sent last, in its order.
    private List<TlsPskExternal> _sentPsks = [];

    protected override ServerHello ReceiveServerHelloMessage(MemoryStream buf)
    {
        var rules = new ServerHelloRules
        {
            Offer = _facts.Settings.Offer,
            Sent = m_clientHello,
            Psks = _sentPsks,
            Session = m_tlsSession is null ? null : _role.Offered,
            RetrySuite = m_connectionState == CS_CLIENT_HELLO_RETRY ? Context.SecurityParameters.CipherSuite : null,
        };
        ServerHello hello = rules.Read(HandshakeReader.Rest(buf));
        _role.VersionChosen = rules.Rest;
        buf.Position = buf.Length;
        return hello;
    }

    protected override void Receive13EncryptedExtensions(MemoryStream buf)
    {
        var reader = new HandshakeReader(HandshakeReader.Rest(buf), "LENGTH_MISMATCH");
        IDictionary<int, byte[]> answers = ExtensionRules.Read(
            reader.ReadVector16(), ExtensionPlace.EncryptedExtensions, m_clientExtensions);
        reader.RequireEnd();
        ServerExtensionRules.Require(answers, m_clientExtensions);
        base.Receive13EncryptedExtensions(buf);
    }

    protected override void Receive13CertificateRequest(MemoryStream buf, bool postHandshakeAuth)
    {
        if (m_selectedPsk13)
        {
            // RFC 8446 section 4.3.2: who authenticates by a pre-shared key MUST NOT ask.
            throw new TlsFatalAlert(BcAlert.unexpected_message);
        }

        byte[] request = CertificateRequestRules.Require13(HandshakeReader.Rest(buf), isPostHandshake: false);
        base.Receive13CertificateRequest(new MemoryStream(request, false), postHandshakeAuth);
    }

    protected override void Receive13ServerCertificate(MemoryStream buf)
    {
        if (!m_selectedPsk13)
        {
            CertificateMessageRules.RequireOfServer(HandshakeReader.Rest(buf), m_clientExtensions);
        }

        base.Receive13ServerCertificate(buf);
    }

    protected override void Receive13ServerCertificateVerify(MemoryStream buf)
    {
        int scheme = CertificateMessageRules.RequireVerify(HandshakeReader.Rest(buf));
        _facts.ServerSignatureScheme = SignatureRules.Require13(
            scheme, _facts.Settings.Offer.Schemes, _facts.PeerChain[0].PublicKey);
        base.Receive13ServerCertificateVerify(buf);
    }
}
