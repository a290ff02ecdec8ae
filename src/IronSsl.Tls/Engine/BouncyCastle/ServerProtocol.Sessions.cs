using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>Adds the tickets of TLS 1.3 to BouncyCastle 2.7.0's server. Can go when its <c>TlsServerProtocol</c>
/// sends and takes tickets itself.</summary>
internal sealed partial class ServerProtocol
{
    private ulong _ticketNonce;

    protected override ServerHello Generate13ServerHello(
        ClientHello clientHello, HandshakeMessageInput clientHelloMessage, bool afterHelloRetryRequest)
    {
        _guards.Messages.RequireRecordBoundary();
        PreSharedKeyExtension.HideTicketAges(clientHello.Extensions);
        return base.Generate13ServerHello(clientHello, clientHelloMessage, afterHelloRetryRequest);
    }

    protected override void Send13EncryptedExtensionsMessage(IDictionary<int, byte[]> serverExtensions)
    {
        _guards.KeyLog.HandshakeSecrets(Context.SecurityParameters);
        base.Send13EncryptedExtensionsMessage(serverExtensions);
    }

    private void RequireOwnMessage(short type, HandshakeMessageInput buf)
    {
        if (type == HandshakeType.supplemental_data)
        {
            // RFC 4680 is none of ours.
            throw new TlsFatalAlert(Org.BouncyCastle.Tls.AlertDescription.unexpected_message);
        }

        if (type == HandshakeType.certificate_verify && _facts.Version < TlsVersion.Tls13)
        {
            _facts.ClientSignatureScheme = HandshakeFacts.SchemeOfCertificateVerify(buf);
        }
    }

    private void SendFirstTickets()
    {
        if (_facts.Version == TlsVersion.Tls13)
        {
            // OpenSSL: a resumed session is replaced by one new ticket, however many a full handshake gives.
            int count = _facts.Settings.TicketCount;
            SendTickets(_facts.SessionReused ? Math.Min(count, 1) : count);
        }
    }

    private void SendTickets(int count)
    {
        for (int i = 0; i < count; i++)
        {
            var nonce = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64BigEndian(nonce, _ticketNonce++);
            if (_role.MakeTicket(_hooks.Resumption!, nonce) is { } body)
            {
                SendHandshakeMessage(Wire.Message(HandshakeType.new_session_ticket, body));
            }
        }
    }
}
