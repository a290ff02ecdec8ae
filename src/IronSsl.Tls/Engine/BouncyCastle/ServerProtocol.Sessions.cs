using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>What BouncyCastle 2.7.0 lacks for a server's sessions in TLS 1.3. Can go when its <c>TlsServerProtocol</c>
/// sends and takes tickets itself.</summary>
internal sealed partial class ServerProtocol
{
    private ulong _ticketNonce;

    protected override ServerHello Generate13ServerHello(
        ClientHello clientHello, HandshakeMessageInput clientHelloMessage, bool afterHelloRetryRequest)
    {
        _guards.Messages.RequireRecordBoundary();
        HideTicketAges(clientHello.Extensions);
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

    // BouncyCastle looks the chosen identity up with age 0, which only keys agreed on outside of TLS have. The binder is
    // computed over the message as it came, which stays as it is.
    private static void HideTicketAges(IDictionary<int, byte[]>? extensions)
    {
        const int AgeLength = 4;
        if (extensions is null || !extensions.TryGetValue(ExtensionType.pre_shared_key, out byte[]? data)
            || data.Length < sizeof(ushort))
        {
            return;
        }

        // struct { opaque identity<1..2^16-1>; uint32 obfuscated_ticket_age; } identities<7..2^16-1>;
        int end = Math.Min(data.Length, sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(data));
        int position = sizeof(ushort);
        while (position + sizeof(ushort) <= end)
        {
            position += sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(position));
            if (position + AgeLength > end)
            {
                return;
            }

            data.AsSpan(position, AgeLength).Clear();
            position += AgeLength;
        }
    }
}
