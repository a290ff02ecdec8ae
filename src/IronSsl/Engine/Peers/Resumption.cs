using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using IronSsl.Engine.Protocol;
using IronSsl.Engine.Sessions;
using IronSsl.OpenSsl;
using IronSsl.X509;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using BcCipherSuite = Org.BouncyCastle.Tls.CipherSuite;

namespace IronSsl.Engine.Peers;

/// <summary>What both roles need to resume sessions.</summary>
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
            .SetNegotiatedVersion(Negotiation.ToProtocolVersion(session.Version))
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

    /// <summary>BouncyCastle's number for the hash of a TLS 1.3 suite.</summary>
    public static int PrfAlgorithmOf(int cipherSuite) => cipherSuite == BcCipherSuite.TLS_AES_256_GCM_SHA384
        ? PrfAlgorithm.tls13_hkdf_sha384
        : PrfAlgorithm.tls13_hkdf_sha256;

    /// <summary>What OpenSSL calls the id of a session that is a ticket.</summary>
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
        return new ResumptionPskIdentity(session, identity, key, PrfAlgorithmOf(session.CipherSuite));
    }
}
