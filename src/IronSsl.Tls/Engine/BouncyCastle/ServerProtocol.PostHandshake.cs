using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Security.Cryptography;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Rules;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Verification;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>A server's request for a certificate after the handshake, and the check of the answer. Can go when
/// BouncyCastle's <c>TlsServerProtocol</c> has it.</summary>
/// <remarks>
/// One request is out at a time. The answer is Certificate, then CertificateVerify unless the chain is empty, then
/// Finished; each is checked against the transcript of the first handshake, the request and what came before. What the
/// client showed becomes a fact only with its Finished.
/// </remarks>
internal sealed partial class ServerProtocol
{
    private const int RequestContextBytes = 32;

    private readonly List<byte[]> _exchange = [];
    private PostHandshakeState _postHandshake;
    private byte[] _requestContext = [];
    private Certificate? _shownCertificate;
    private VerifiedChain? _shownVerified;
    private SignatureSchemeEntry? _shownScheme;

    /// <summary>Asks for a certificate.</summary>
    /// <exception cref="TlsFailure">It can't be asked for now; OpenSSL `SSL_verify_client_post_handshake`.</exception>
    public void RequestClientAuthentication()
    {
        EngineSettings settings = _facts.Settings;
        string? refusal = !IsOpen ? "STILL_IN_INIT"
            : !_role.ClientOffersPostHandshakeAuth ? "EXTENSION_NOT_RECEIVED"
            : _postHandshake != PostHandshakeState.Idle ? "REQUEST_SENT"
            : settings.VerifyMode == VerifyMode.None ? "INVALID_CONFIG"
            : null;
        if (refusal is not null)
        {
            throw TlsFailure.Ssl(refusal);
        }

        _requestContext = new byte[RequestContextBytes];
        settings.Random.NextBytes(_requestContext);
        CertificateRequest request = ServerRole.MakeCertificateRequest(Context, settings, _requestContext);
        using var body = new MemoryStream();
        request.Encode(Context, body);
        byte[] message = Wire.Message(HandshakeType.certificate_request, body.ToArray());
        _exchange.Clear();
        _exchange.Add(message);
        _postHandshake = PostHandshakeState.CertificateDue;
        SendHandshakeMessage(message);
    }

    protected override void Handle13HandshakeMessage(short type, HandshakeMessageInput buf)
    {
        if (m_connectionState != CS_END || _postHandshake == PostHandshakeState.Idle)
        {
            RequireInHandshake(type, buf);
            base.Handle13HandshakeMessage(type, buf);
            return;
        }

        switch (_postHandshake, type)
        {
            case (PostHandshakeState.CertificateDue, HandshakeType.certificate):
                TakeCertificate(buf);
                break;
            case (PostHandshakeState.CertificateVerifyDue, HandshakeType.certificate_verify):
                TakeCertificateVerify(buf);
                break;
            case (PostHandshakeState.FinishedDue, HandshakeType.finished):
                TakeFinished(buf);
                break;
            case (PostHandshakeState.CertificateDue, _):
                base.Handle13HandshakeMessage(type, buf);
                return;
            default:
                // RFC 8446 section 4.6.2: the messages of an answer follow each other.
                throw new TlsFatalAlert(BcAlert.unexpected_message);
        }
    }

    private void TakeCertificate(HandshakeMessageInput buf)
    {
        byte[] message = buf.ToArray();
        CertificateMessageRules.RequireOfClient(HandshakeReader.Rest(buf), _requestContext);
        var options = new Certificate.ParseOptions { MaxChainLength = Wire.AnyChainLength };
        Certificate certificate = Certificate.Parse(options, Context, buf, null);
        _exchange.Add(message);
        _shownCertificate = certificate;
        _shownVerified = null;
        _shownScheme = null;
        EngineSettings settings = _facts.Settings;
        if (certificate.IsEmpty)
        {
            if (settings.VerifyMode == VerifyMode.Required)
            {
                throw ServerRole.MissingCertificate(isTls13: true);
            }

            _postHandshake = PostHandshakeState.FinishedDue;
            return;
        }

        _shownVerified = PeerVerifier.Verify(settings, PeerVerifier.Parse(certificate));
        _postHandshake = PostHandshakeState.CertificateVerifyDue;
    }

    private void TakeCertificateVerify(HandshakeMessageInput buf)
    {
        byte[] message = buf.ToArray();
        _shownScheme = RequireScheme(buf, _shownCertificate!);
        CertificateVerify verify = CertificateVerify.Parse(Context, buf);
        if (!PostHandshake.Verify(
            _shownCertificate!.GetCertificateAt(0), verify.Algorithm, verify.Signature, ExchangeHash()))
        {
            throw FailureAlert.Ssl(BcAlert.decrypt_error, "BAD_SIGNATURE");
        }

        _exchange.Add(message);
        _postHandshake = PostHandshakeState.FinishedDue;
    }

    private void TakeFinished(HandshakeMessageInput buf)
    {
        byte[] expected = PostHandshake.FinishedData(Context.SecurityParameters, ExchangeHash());
        ReadOnlySpan<byte> received = HandshakeReader.Rest(buf);
        if (received.Length != expected.Length)
        {
            throw FailureAlert.Ssl(BcAlert.decode_error, "BAD_DIGEST_LENGTH");
        }

        if (!CryptographicOperations.FixedTimeEquals(expected, received))
        {
            throw FailureAlert.Ssl(BcAlert.decrypt_error, "DIGEST_CHECK_FAILED");
        }

        ImmutableArray<ParsedCertificate> shown =
            _shownCertificate!.IsEmpty ? [] : PeerVerifier.Parse(_shownCertificate);
        TlsFailure? refusal = OpeningCheck.RefuseAnswer(_facts.Settings.VerifyMode, shown, _shownVerified);
        if (refusal is { Alert: { } alert })
        {
            throw new FailureAlert((short)alert, refusal);
        }

        _facts.PeerChain = shown;
        _facts.VerifiedChain = _shownVerified;
        _facts.ClientSignatureScheme = _shownScheme;
        _exchange.Clear();
        _postHandshake = PostHandshakeState.Idle;

        // OpenSSL: new tickets, which know the certificate.
        if (!_guards.Close.SentCloseNotify)
        {
            SendTickets(_facts.Settings.TicketCount);
        }
    }

    private byte[] ExchangeHash() => _guards.Messages.Transcript.Hash(
        Context.SecurityParameters.PrfCryptoHashAlgorithm, [.. _exchange]);
}
