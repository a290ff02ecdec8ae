using System;
using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Verification;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>A client's sessions: what it offers to resume and what the server answered.</summary>
internal partial class ClientRole
{
    private EngineSession? _offered;
    private VerifiedChain? _offeredVerified;
    private bool _isOfferChosen;
    private NewSessionTicket? _ticket;

    /// <summary>The pre-shared keys in the ClientHello, in its order.</summary>
    public IList<TlsPskExternal> OfferedPsks { get; private set; } = [];

    /// <summary>The session of the ClientHello, once that has been made; null when none fits.</summary>
    public EngineSession? Offered
    {
        get
        {
            if (!_isOfferChosen)
            {
                _isOfferChosen = true;
                _offered = IsOfferable(Settings.Resume) ? Settings.Resume : null;
            }

            return _offered;
        }
    }

    /// <summary>Whether the client said that it answers requests for its certificate after the handshake.</summary>
    public bool OffersPostHandshakeAuth => Settings.PostHandshakeAuth;

    private bool UsesTickets => (Settings.Options & SslOption.OP_NO_TICKET) == 0;

    public override bool AllowLegacyResumption() => true;

    public override TlsSession? GetSessionToResume() => Offered is { Version: < TlsVersion.Tls13 } session
        ? Resumption.ToTlsSession(session, session.Id, Settings.Crypto)
        : null;

    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        IDictionary<int, byte[]> extensions = base.GetClientExtensions();
        SessionTicketExtension.Send(extensions, Settings, Offered);
        if (m_protocolVersions.Any(TlsUtilities.IsTlsV13))
        {
            PskKeyExchangeModesExtension.Send(extensions, GetPskKeyExchangeModes());
            if (OffersPostHandshakeAuth)
            {
                PostHandshakeAuthExtension.Send(extensions);
            }
        }

        return extensions;
    }

    public override IList<TlsPskExternal>? GetExternalPsks()
    {
        var psks = new List<TlsPskExternal>();
        if (Offered is { Version: TlsVersion.Tls13 } session
            && Resumption.ToPsk(session, [.. session.Ticket], Settings) is { } psk)
        {
            psks.Add(psk);
        }

        bool fitsPsk = Settings.Offer.Suites(TlsVersion.Tls13)
            .Any(suite => BouncyCastleNames.PrfAlgorithmOf(suite.Id) == PrfAlgorithm.tls13_hkdf_sha256);
        if (_facts.Psk is { } key && fitsPsk)
        {
            psks.Add(key.ToExternal(Settings.Crypto));
        }

        OfferedPsks = psks;
        return psks.Count > 0 ? psks : null;
    }

    public override void NotifySelectedPsk(TlsPsk? selectedPsk)
    {
        _facts.HasExternalPsk = selectedPsk is not (null or ResumptionPskIdentity);
        if (selectedPsk is ResumptionPskIdentity resumed)
        {
            TakeOver(resumed.Session);
        }
    }

    public override TlsPskIdentity GetPskIdentity() => new PskClientIdentity(_facts);

    public override void NotifyNewSessionTicket(NewSessionTicket newSessionTicket) => _ticket = newSessionTicket;

    /// <summary>At the end of a handshake: the session it made or resumed.</summary>
    public void CompleteSession(SecurityParameters parameters)
    {
        if (_facts.Version == TlsVersion.Tls13 && _facts.SessionReused)
        {
            // It serves again until the server sends another ticket.
            _facts.Session = Offered;
            return;
        }

        if (_facts.Version == TlsVersion.Tls13)
        {
            // Without a ticket yet there is nothing to resume; OpenSSL shows such a session, too.
            _facts.Session = new EngineSession([])
            {
                Id = [],
                Version = TlsVersion.Tls13,
                CipherSuite = parameters.CipherSuite,
                ServerName = _facts.ServerName,
                PeerChain = _facts.PeerChain,
                TimeSeconds = Settings.Time.GetUtcNow().ToUnixTimeSeconds(),
                TimeoutSeconds = SessionStore.LifetimeSeconds,
            };
            return;
        }

        if (parameters.IsResumedSession)
        {
            TakeOver(Offered!);
        }

        bool hasTicket = _ticket is { Ticket.Length: > 0 };
        if (parameters.IsResumedSession && !hasTicket)
        {
            _facts.Session = Offered;
            return;
        }

        byte[] ticket = hasTicket ? _ticket!.Ticket : [];
        byte[] id = hasTicket ? Resumption.TicketId(ticket) : parameters.SessionID;
        _facts.Session = Resumption.FromHandshake(
            _facts, parameters, id, ticket, hasTicket ? _ticket!.TicketLifetimeHint : 0);
    }

    /// <summary>A ticket of TLS 1.3 came; <paramref name="key"/> is taken over.</summary>
    public void TakeTicket(byte[] key, byte[] ticket, uint ageAdd, long lifetimeSeconds)
    {
        DateTimeOffset now = Settings.Time.GetUtcNow();
        _facts.Session = new EngineSession(key)
        {
            Id = Resumption.TicketId(ticket),
            Ticket = [.. ticket],
            TicketAgeAdd = ageAdd,
            TicketLifetimeHintSeconds = lifetimeSeconds,
            ReceivedMilliseconds = now.ToUnixTimeMilliseconds(),
            Version = TlsVersion.Tls13,
            CipherSuite = _facts.Cipher!.Id,
            ServerName = _facts.ServerName,
            PeerChain = _facts.PeerChain,
            TimeSeconds = now.ToUnixTimeSeconds(),
            TimeoutSeconds = Math.Min(lifetimeSeconds, SessionStore.LifetimeSeconds),
        };
    }

    /// <summary>A pre-shared key as the ClientHello names it: tickets with their age (RFC 8446 section 4.2.11.1), keys
    /// agreed on outside of TLS with none.</summary>
    public PskIdentity Identity(TlsPskExternal psk)
    {
        long age = 0;
        if (psk is ResumptionPskIdentity { Session: { } session })
        {
            long milliseconds = Settings.Time.GetUtcNow().ToUnixTimeMilliseconds() - session.ReceivedMilliseconds;
            age = unchecked((uint)(Math.Max(0, milliseconds) + session.TicketAgeAdd));
        }

        return new PskIdentity(psk.Identity, age);
    }

    private void TakeOver(EngineSession session)
    {
        _facts.SessionReused = true;
        _facts.PeerChain = session.PeerChain;
        _facts.VerifiedChain = _offeredVerified;
        Settings.Sessions.CountHit();
    }

    private bool IsOfferable(EngineSession? session)
    {
        if (session is not { IsResumable: true }
            || session.IsExpired(Settings.Time)
            || session.ServerName != Settings.ServerName
            || (session.HasTicket && session.Version < TlsVersion.Tls13 && !UsesTickets))
        {
            return false;
        }

        bool isNegotiable = m_protocolVersions.Contains(BouncyCastleNames.ToProtocolVersion(session.Version))
            && (session.Version == TlsVersion.Tls13
                ? Settings.Offer.Suites(TlsVersion.Tls13).Any(suite =>
                    BouncyCastleNames.PrfAlgorithmOf(suite.Id) == BouncyCastleNames.PrfAlgorithmOf(session.CipherSuite))
                : m_cipherSuites.Contains(session.CipherSuite));
        return isNegotiable && Resumption.IsAcceptable(session, Settings, out _offeredVerified);
    }
}
