using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Verification;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>Turns sessions into what BouncyCastle resumes, and back, for both roles.</summary>
internal static class Resumption
{
    /// <summary>
    /// Whether a session may stand in for a full handshake under these settings. The peer's chain is verified again, by
    /// the trust and the time of now: a session never carries more trust than a new connection would find.
    /// </summary>
    public static bool IsAcceptable(EngineSession session, EngineSettings settings, out VerifiedChain? verified)
    {
        verified = null;
        if (settings.VerifyMode == VerifyMode.None)
        {
            return true;
        }

        if (session.PeerChain.IsEmpty)
        {
            return settings.Role == TlsRole.Server && settings.VerifyMode == VerifyMode.Optional;
        }

        verified = PeerVerifier.Judge(settings, session.PeerChain).Chain;
        return verified is not null;
    }

    /// <summary>The session as BouncyCastle resumes it in TLS 1.2 and below; null when its secret is gone.</summary>
    public static TlsSession? ToTlsSession(EngineSession session, byte[] sessionId, TlsCrypto crypto)
    {
        if (session.CopySecret() is not { } secret)
        {
            return null;
        }

        var extensions = new Dictionary<int, byte[]>();
        if (session.IsEncryptThenMac)
        {
            TlsExtensionsUtilities.AddEncryptThenMacExtension(extensions);
        }

        SessionParameters parameters = new SessionParameters.Builder()
            .SetCipherSuite(session.CipherSuite)
            .SetExtendedMasterSecret(session.IsExtendedMasterSecret)
            .SetMasterSecret(crypto.CreateSecret(secret))
            .SetNegotiatedVersion(BouncyCastleNames.ToProtocolVersion(session.Version))
            .SetServerExtensions(extensions)
            .Build();
        CryptographicOperations.ZeroMemory(secret);
        return TlsUtilities.ImportSession(sessionId, parameters);
    }

    /// <summary>The session of a handshake in TLS 1.2 and below that is about to be complete.</summary>
    public static EngineSession FromHandshake(
        ConnectionFacts facts, SecurityParameters parameters, byte[] id, byte[] ticket, long lifetimeHint)
    {
        EngineSettings settings = facts.Settings;

        // A limited fragment length would have to be kept, too; nobody asks for one, so such a session isn't kept.
        bool isKept = parameters.MaxFragmentLength < 0;
        return new EngineSession(isKept ? SecretReader.Read(parameters.MasterSecret) : [])
        {
            Id = id,
            Ticket = [.. ticket],
            TicketLifetimeHintSeconds = lifetimeHint,
            Version = parameters.NegotiatedVersion.FullVersion,
            CipherSuite = parameters.CipherSuite,
            IsExtendedMasterSecret = parameters.IsExtendedMasterSecret,
            IsEncryptThenMac = parameters.IsEncryptThenMac,
            ServerName = facts.ServerName,
            PeerChain = facts.PeerChain,
            ServerEndPoint = facts.OwnEndPoint,
            TimeSeconds = settings.Time.GetUtcNow().ToUnixTimeSeconds(),
            TimeoutSeconds = SessionStore.LifetimeSeconds,
        };
    }

    /// <summary>The id of a session that is a ticket, as OpenSSL makes it.</summary>
    public static byte[] TicketId(ReadOnlySpan<byte> ticket) => SHA256.HashData(ticket);

    /// <summary>A pre-shared key from a session of TLS 1.3; null when its secret is gone.</summary>
    public static ResumptionPskIdentity? ToPsk(EngineSession session, byte[] identity, EngineSettings settings)
    {
        if (session.CopySecret() is not { } secret)
        {
            return null;
        }

        TlsSecret key = settings.Crypto.CreateResumptionPsk(secret);
        CryptographicOperations.ZeroMemory(secret);
        return new ResumptionPskIdentity(session, identity, key, BouncyCastleNames.PrfAlgorithmOf(session.CipherSuite));
    }
}
