using System.IO;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Rules;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>The client's answer to a request for its certificate after the handshake. Can go when BouncyCastle's
/// <c>TlsClientProtocol</c> answers one.</summary>
internal sealed partial class ClientProtocol
{
    protected override void Handle13HandshakeMessage(short type, HandshakeMessageInput buf)
    {
        if (type == HandshakeType.certificate_request && m_connectionState == CS_END && _role.OffersPostHandshakeAuth)
        {
            _guards.Limits.CountAuthentication();
            AnswerCertificateRequest(buf);
            return;
        }

        base.Handle13HandshakeMessage(type, buf);
    }

    private void AnswerCertificateRequest(HandshakeMessageInput buf)
    {
        byte[] request = buf.ToArray();
        byte[] needed = CertificateRequestRules.Require13(HandshakeReader.Rest(buf), isPostHandshake: true);
        CertificateRequest parsed = CertificateRequest.Parse(Context, new MemoryStream(needed, false));
        byte[] requestContext = parsed.GetCertificateRequestContext();

        // A client that has sent close_notify answers nothing more.
        if (_guards.Close.SentCloseNotify)
        {
            return;
        }

        SecurityParameters parameters = Context.SecurityParameters;
        int hash = parameters.PrfCryptoHashAlgorithm;
        TlsCredentialedSigner? credentials =
            ClientAuthentication.Choose(Context, _facts, parsed, requestContext);
        Certificate certificate = credentials?.Certificate ?? new Certificate(requestContext, []);
        using var body = new MemoryStream();
        certificate.Encode(Context, body, null);
        byte[] certificateMessage = Wire.Message(HandshakeType.certificate, body.ToArray());
        byte[] verifyMessage = [];
        SendHandshakeMessage(certificateMessage);
        if (credentials is not null)
        {
            byte[] signature = PostHandshake.Sign(
                Context.Crypto, credentials, _guards.Messages.Transcript.Hash(hash, request, certificateMessage));
            using var verifyBody = new MemoryStream();
            new DigitallySigned(credentials.SignatureAndHashAlgorithm, signature).Encode(verifyBody);
            verifyMessage = Wire.Message(HandshakeType.certificate_verify, verifyBody.ToArray());
            SendHandshakeMessage(verifyMessage);
        }

        byte[] finished = PostHandshake.FinishedData(
            parameters, _guards.Messages.Transcript.Hash(hash, request, certificateMessage, verifyMessage));
        SendHandshakeMessage(Wire.Message(HandshakeType.finished, finished));
    }
}
