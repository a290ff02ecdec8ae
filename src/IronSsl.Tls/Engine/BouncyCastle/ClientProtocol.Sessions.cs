using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>Adds to BouncyCastle 2.7.0 what a client's sessions need: the tickets of TLS 1.3, and a new ticket in a
/// resumed handshake of TLS 1.2. Can go when its <c>TlsClientProtocol</c> keeps tickets itself.</summary>
internal sealed partial class ClientProtocol
{
    // RFC 8446 section 4.6.1: tickets live for a week at most.
    private const long MaximumTicketLifetimeSeconds = 604_800;

    private bool _hasRenewedTicket;

    /// <summary>
    /// Runs for the first ClientHello and for the one after a HelloRetryRequest, before either is encoded and its
    /// binders are computed.
    /// </summary>
    protected override void SendClientHelloMessage()
    {
        bool isRetry = m_connectionState == CS_SERVER_HELLO_RETRY_REQUEST;
        RestoreShares();
        SupportedGroupsExtension.Send(m_clientExtensions, _facts.Settings.Offer);
        List<TlsPskExternal> psks = [.. _role.OfferedPsks];
        if (isRetry)
        {
            // BouncyCastle drops the keys that don't fit the chosen suite.
            psks.RemoveAll(psk => psk.PrfAlgorithm != Context.SecurityParameters.PrfAlgorithm);
        }

        if (psks.Count > 0)
        {
            PreSharedKeyExtension.Send(m_clientExtensions, [.. psks.Select(_role.Identity)]);
        }

        if (isRetry && psks.Count < _role.OfferedPsks.Count)
        {
            // BouncyCastle keeps the size of the first hello's binders, so that both sides wait for ever.
            m_clientHello = new ClientHello(
                m_clientHello.Version, m_clientHello.Random, m_clientHello.SessionID, null, m_clientHello.CipherSuites,
                m_clientHello.Extensions, PreSharedKeyExtension.BindersSize(psks));
        }

        _sentPsks = psks;
        base.SendClientHelloMessage();
    }

    protected override void Process13ServerHelloCoda(ServerHello serverHello, bool afterHelloRetryRequest)
    {
        _guards.Messages.RequireRecordBoundary();
        base.Process13ServerHelloCoda(serverHello, afterHelloRetryRequest);
        _guards.KeyLog.HandshakeSecrets(Context.SecurityParameters);
    }

    protected override void Receive13NewSessionTicket(MemoryStream buf)
    {
        if (!IsOpen)
        {
            throw new TlsFatalAlert(BcAlert.unexpected_message);
        }

        _guards.Limits.CountTicket();

        // struct { uint32 ticket_lifetime; uint32 ticket_age_add; opaque ticket_nonce<0..255>; opaque
        // ticket<1..2^16-1>;
        //          Extension extensions<0..2^16-2>; } NewSessionTicket;
        var reader = new HandshakeReader(HandshakeReader.Rest(buf), "LENGTH_MISMATCH");
        uint lifetime = reader.ReadUInt32();
        uint ageAdd = reader.ReadUInt32();
        byte[] nonce = reader.ReadVector8().ToArray();
        byte[] ticket = reader.ReadVector16(1).ToArray();
        IDictionary<int, byte[]> extensions =
            ExtensionRules.Read(reader.ReadVector16(), ExtensionPlace.NewSessionTicket);
        reader.RequireEnd();
        if (extensions.TryGetValue(ExtensionType.early_data, out byte[]? maximumEarlyData))
        {
            EarlyDataExtension.RequireTicket(maximumEarlyData);
        }

        if (lifetime > 0 && _hooks.Resumption is { } resumption)
        {
            _role.TakeTicket(
                resumption.TicketKey(nonce), ticket, ageAdd, Math.Min(lifetime, MaximumTicketLifetimeSeconds));
        }
    }

    // True when the message is dealt with.
    private bool HandleOwnMessage(short type, HandshakeMessageInput buf)
    {
        RequireLegacyMessage(type, buf);
        switch (type)
        {
            case HandshakeType.new_session_ticket when IsResumedLegacyHandshake:
                // RFC 5077 section 3.1, figure 2: a resumed handshake may bring a new ticket, which BouncyCastle
                // refuses.
                if (_hasRenewedTicket || m_serverExtensions?.ContainsKey(ExtensionType.session_ticket) != true)
                {
                    throw new TlsFatalAlert(BcAlert.unexpected_message);
                }

                _hasRenewedTicket = true;
                ReceiveNewSessionTicket(buf);
                return true;
            default:
                return false;
        }
    }

    private bool IsResumedLegacyHandshake =>
        _facts.Version is > 0 and < TlsVersion.Tls13
        && m_connectionState == CS_SERVER_HELLO
        && Context.SecurityParameters.IsResumedSession;
}
