using System;
using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using IronSsl.Tls.X509.Verification;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;
using CipherSuite = IronSsl.Tls.OpenSsl.Ciphers.CipherSuite;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>A server's sessions: what it resumes, caches and seals into tickets.</summary>
internal partial class ServerRole
{
    // OpenSSL `def_generate_session_id`.
    private const int SessionIdBytes = 32;

    private EngineSession? _found;
    private VerifiedChain? _foundVerified;
    private TlsPskExternal? _psk;

    /// <summary>Whether the client answers requests for its certificate after the handshake.</summary>
    public bool ClientOffersPostHandshakeAuth => PostHandshakeAuthExtension.IsIn(m_clientExtensions);

    private bool UsesTickets => (Settings.Options & SslOption.OP_NO_TICKET) == 0
        && SecurityLevel.AllowsTickets(Settings.SecurityLevel);

    // TLS 1.2 and below: the client said that it takes tickets.
    private bool WillSendTicket =>
        UsesTickets && m_clientExtensions?.ContainsKey(ExtensionType.session_ticket) == true;

    public override bool AllowLegacyResumption() => true;

    public override TlsSession? GetSessionToResume(byte[] sessionID)
    {
        // A ticket without a session id can't be answered through BouncyCastle; no known client sends one.
        if (sessionID.Length == 0)
        {
            return null;
        }

        EngineSession? session = WillSendTicket
            && m_clientExtensions[ExtensionType.session_ticket] is { Length: > 0 } ticket
            ? Settings.Sessions.Open(ticket)
            : Settings.Sessions.Find(sessionID);
        if (session is null || !IsResumable(session) || !Resumption.IsAcceptable(session, Settings, out _foundVerified))
        {
            return null;
        }

        RequireOfferOf(session);
        _found = session;
        return Resumption.ToTlsSession(session, sessionID, Settings.Crypto);
    }

    public override byte[] GetNewSessionID()
    {
        if (WillSendTicket)
        {
            return [];
        }

        var id = new byte[SessionIdBytes];
        Settings.Random.NextBytes(id);
        return id;
    }

    public override void NotifySession(TlsSession session)
    {
        if (m_context.SecurityParameters.IsResumedSession)
        {
            _facts.Cipher = CipherSuiteTable.ById(_found!.CipherSuite);
            TakeOver(_found, _foundVerified);
        }
    }

    public override IDictionary<int, byte[]> GetServerExtensions()
    {
        IDictionary<int, byte[]> extensions = base.GetServerExtensions();
        if (_facts.Version < TlsVersion.Tls13 && WillSendTicket)
        {
            SessionTicketExtension.Answer(extensions);
        }

        return extensions;
    }

    public override NewSessionTicket GetNewSessionTicket()
    {
        EngineSession session = Resumption.FromHandshake(_facts, m_context.SecurityParameters, [], [], 0);
        byte[]? ticket = Settings.Sessions.Seal(session);
        session.Destroy();

        // RFC 5077 section 3.3: an empty ticket says that there is none after all.
        return ticket is null
            ? new NewSessionTicket(0, [])
            : new NewSessionTicket(SessionStore.LifetimeSeconds, ticket);
    }

    /// <summary>Chooses the first identity that resumes a session of ours, or is known to the program.</summary>
    /// <remarks>Called again after a HelloRetryRequest, when suite and hash are settled.</remarks>
    public override TlsPskExternal? GetExternalPsk(IList<PskIdentity> identities)
    {
        _psk = null;
        foreach (PskIdentity identity in identities)
        {
            if (FindTicket(identity.Identity) is { } ticket)
            {
                return _psk = ticket;
            }

            // The program was asked before BouncyCastle saw the ClientHello.
            if (_facts.Psk is { } key && identity.Identity.AsSpan().SequenceEqual(key.Identity)
                && SuitesFor(Org.BouncyCastle.Tls.CipherSuite.TLS_AES_128_GCM_SHA256).Any())
            {
                return _psk = key.ToExternal(Settings.Crypto);
            }
        }

        return null;
    }

    public override TlsPskIdentityManager GetPskIdentityManager() => new PskManager(_facts);

    /// <summary>At the end of a handshake: the session it made or resumed.</summary>
    public void CompleteSession(SecurityParameters parameters)
    {
        if (_facts.Version == TlsVersion.Tls13)
        {
            if (_psk is ResumptionPskIdentity resumed)
            {
                TakeOver(resumed.Session, _foundVerified);
            }

            _facts.HasExternalPsk = _psk is not (null or ResumptionPskIdentity);

            _facts.Session = TicketSession([], 0);
            return;
        }

        if (parameters.IsResumedSession)
        {
            _facts.Session = _found;
            return;
        }

        EngineSession session = Resumption.FromHandshake(_facts, parameters, parameters.SessionID, [], 0);
        _facts.Session = session;
        if (session.IsResumable)
        {
            Settings.Sessions.Add(session.Id, session);
        }
    }

    /// <summary>The body of a NewSessionTicket message of TLS 1.3; null when the session can't be put into
    /// one.</summary>
    public byte[]? MakeTicket(ResumptionSecrets resumption, byte[] nonce)
    {
        Span<byte> random = stackalloc byte[sizeof(uint)];
        Settings.Random.NextBytes(random);
        uint ageAdd = BitConverter.ToUInt32(random);
        EngineSession session = TicketSession(resumption.TicketKey(nonce), ageAdd);
        byte[]? ticket;
        if (UsesTickets)
        {
            ticket = Settings.Sessions.Seal(session);
            session.Destroy();
        }
        else
        {
            // OpenSSL with SSL_OP_NO_TICKET: tickets that only name a session in the cache.
            ticket = new byte[SessionIdBytes];
            Settings.Random.NextBytes(ticket);
            Settings.Sessions.Add(ticket, session);
        }

        return ticket is null ? null : EncodeTicket(nonce, ageAdd, ticket);
    }

    private static byte[] EncodeTicket(byte[] nonce, uint ageAdd, byte[] ticket)
    {
        // struct { uint32 ticket_lifetime; uint32 ticket_age_add; opaque ticket_nonce<0..255>; opaque
        // ticket<1..2^16-1>;
        //          Extension extensions<0..2^16-2>; } NewSessionTicket;
        using var body = new System.IO.MemoryStream();
        TlsUtilities.WriteUint32(SessionStore.LifetimeSeconds, body);
        TlsUtilities.WriteUint32(ageAdd, body);
        TlsUtilities.WriteOpaque8(nonce, body);
        TlsUtilities.WriteOpaque16(ticket, body);
        TlsUtilities.WriteUint16(0, body);
        return body.ToArray();
    }

    private EngineSession TicketSession(byte[] secret, uint ageAdd) => new(secret)
    {
        Id = [],
        Version = TlsVersion.Tls13,
        CipherSuite = _facts.Cipher!.Id,
        TicketAgeAdd = ageAdd,
        ServerName = _facts.ServerName,
        PeerChain = _facts.PeerChain,
        ServerEndPoint = _facts.OwnEndPoint,
        TimeSeconds = Settings.Time.GetUtcNow().ToUnixTimeSeconds(),
        TimeoutSeconds = SessionStore.LifetimeSeconds,
    };

    private ResumptionPskIdentity? FindTicket(byte[] identity)
    {
        EngineSession? session = UsesTickets ? Settings.Sessions.Open(identity) : Settings.Sessions.Find(identity);
        return session is { Version: TlsVersion.Tls13 }
            && session.ServerName == _facts.ServerName
            && SuitesFor(session.CipherSuite).Any()
            && Resumption.IsAcceptable(session, Settings, out _foundVerified)
                ? Resumption.ToPsk(session, identity, Settings)
                : null;
    }

    // The suites that may go on with a ticket made under another: those with its hash (RFC 8446 section 4.2.11).
    private IEnumerable<CipherSuite> SuitesFor(int ticketSuite) => _facts.Cipher is { } chosen
        ? new[] { chosen }.Where(suite => HasHashOf(suite, ticketSuite))
        : Candidates(TlsVersion.Tls13).Where(suite => HasHashOf(suite, ticketSuite));

    private static bool HasHashOf(CipherSuite suite, int other) =>
        BouncyCastleNames.PrfAlgorithmOf(suite.Id) == BouncyCastleNames.PrfAlgorithmOf(other);

    private bool IsResumable(EngineSession session) =>
        session.Version == _facts.Version
        && session.ServerName == _facts.ServerName
        && Settings.Offer.Suites(session.Version).Any(suite => suite.Id == session.CipherSuite)
        && (!session.IsEncryptThenMac || m_encryptThenMACOffered);

    // OpenSSL `ssl_get_prev_session` and `tls_early_post_process_client_hello`.
    private void RequireOfferOf(EngineSession session)
    {
        // RFC 7627 section 5.3.
        if (session.IsExtendedMasterSecret
            && m_clientExtensions?.ContainsKey(ExtensionType.extended_master_secret) != true)
        {
            throw FailureAlert.Ssl(BcAlert.handshake_failure, "INCONSISTENT_EXTMS");
        }

        // RFC 5246 section 7.4.1.2.
        if (!m_offeredCipherSuites.Contains(session.CipherSuite))
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "REQUIRED_CIPHER_MISSING");
        }
    }

    private void TakeOver(EngineSession session, VerifiedChain? verified)
    {
        _facts.SessionReused = true;
        _facts.PeerChain = session.PeerChain;
        _facts.OwnEndPoint = session.ServerEndPoint;
        _facts.VerifiedChain = verified;
        Settings.Sessions.CountHit();
    }
}
