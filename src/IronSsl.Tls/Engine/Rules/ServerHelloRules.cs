using System;
using System.Collections.Generic;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Rules;

/// <summary>
/// Reads a ServerHello or a HelloRetryRequest and compares each of its fields with the ClientHello that it answers,
/// before BouncyCastle acts on it. The order of the checks is that of OpenSSL `tls_process_server_hello`.
/// </summary>
internal sealed class ServerHelloRules
{
    private const int DowngradeBytes = 8;

    // RFC 8446 section 4.1.3: the ends of the randoms of servers that could do better.
    private static readonly byte[] s_downgradeTo12 = [.. "DOWNGRD"u8, 1];
    private static readonly byte[] s_downgradeTo11 = [.. "DOWNGRD"u8, 0];

    /// <summary>What this client offers.</summary>
    public required Offer Offer { get; init; }

    /// <summary>The ClientHello that is answered.</summary>
    public required ClientHello Sent { get; init; }

    /// <summary>The pre-shared keys in it.</summary>
    public required IReadOnlyList<TlsPskExternal> Psks { get; init; }

    /// <summary>The session of TLS 1.2 and below that it names; null when it names none.</summary>
    public EngineSession? Session { get; init; }

    /// <summary>The suite that a HelloRetryRequest has chosen; null when there was none.</summary>
    public int? RetrySuite { get; init; }

    /// <summary>
    /// Compares what a version below TLS 1.3 leaves to compare; null in TLS 1.3. To be called when BouncyCastle has
    /// taken over the version, so that the alert goes out in records of it: servers of old versions look (OpenSSL
    /// `ssl3_get_record`).
    /// </summary>
    public Action? Rest { get; private set; }

    /// <summary>Takes a message apart; it may be believed once <see cref="Rest"/> has been called, too.</summary>
    public ServerHello Read(ReadOnlySpan<byte> body)
    {
        var reader = new HandshakeReader(body, "LENGTH_MISMATCH");
        int legacyVersion = reader.ReadUInt16();
        ReadOnlySpan<byte> random = reader.Take(Wire.RandomLength);
        ReadOnlySpan<byte> sessionId = reader.ReadVector8();
        if (sessionId.Length > Wire.MaximumSessionIdLength)
        {
            throw Illegal("SSL3_SESSION_ID_TOO_LONG");
        }

        int suite = reader.ReadUInt16();
        int compression = reader.ReadUInt8();
        ReadOnlySpan<byte> block = default;
        bool hasExtensions = !reader.IsAtEnd;
        if (hasExtensions)
        {
            block = ReadExtensionBlock(reader);
        }

        bool hasRetryRandom = random.SequenceEqual(Wire.RetryRandom);
        bool isRetry = hasRetryRandom && Offer.Versions.Contains(TlsVersion.Tls13);
        IDictionary<int, byte[]> extensions;
        if (isRetry)
        {
            if (RetrySuite is not null)
            {
                throw FailureAlert.Ssl(BcAlert.unexpected_message, "UNEXPECTED_MESSAGE");
            }

            RequireLegacyVersion(legacyVersion);
            RequireFieldsOf13(sessionId, compression);
            RequireSuite(suite, TlsVersion.Tls13);
            extensions = ExtensionRules.Read(block, ExtensionPlace.HelloRetryRequest, Sent.Extensions);
            RequireRetry(extensions);
        }
        else
        {
            extensions = ExtensionRules.Read(block, ExtensionPlace.ServerHello, Sent.Extensions);
            int version = ChooseVersion(legacyVersion, random, extensions);
            bool isTls13 = version == TlsVersion.Tls13;
            ExtensionRules.Require(extensions, isTls13 ? ExtensionPlace.ServerHello13 : ExtensionPlace.ServerHello12);
            if (isTls13)
            {
                // RFC 8446 section 4.2.1: legacy_version MUST be ignored; BouncyCastle doesn't.
                legacyVersion = TlsVersion.Tls12;
                RequireFieldsOf13(sessionId, compression);
                RequireAnswersOf13(extensions, suite);
            }
            else
            {
                byte[] id = sessionId.ToArray();
                Rest = () => RequireAnswersOf12(id, version, suite, compression, extensions);
                if (hasRetryRandom)
                {
                    // BouncyCastle takes that random for a HelloRetryRequest, whatever the client offered.
                    Rest();
                    throw FailureAlert.Ssl(BcAlert.unexpected_message, "UNEXPECTED_MESSAGE");
                }
            }
        }

        return new ServerHello(
            BouncyCastleNames.ToProtocolVersion(legacyVersion), random.ToArray(), sessionId.ToArray(), suite,
            hasExtensions ? extensions : null);
    }

    private void RequireAnswersOf12(
        byte[] sessionId, int version, int suite, int compression, IDictionary<int, byte[]> extensions)
    {
        RequireSession(sessionId, version, suite, extensions);
        RequireSuite(suite, version);
        if (compression != CompressionMethod.cls_null)
        {
            // OpenSSL with `SSL_OP_NO_COMPRESSION`, which CPython always sets.
            throw Illegal("COMPRESSION_DISABLED");
        }

        ServerExtensionRules.Require(extensions, Sent.Extensions);
    }

    // RFC 5246 section 7.4.1.3: a session goes on in its version and with its suite. RFC 7627 section 5.3: and with the
    // master secret of its kind.
    private void RequireSession(
        ReadOnlySpan<byte> sessionId, int version, int suite, IDictionary<int, byte[]> extensions)
    {
        if (Session is null || sessionId.IsEmpty || !sessionId.SequenceEqual(Sent.SessionID))
        {
            return;
        }

        if (version != Session.Version)
        {
            throw FailureAlert.Ssl(BcAlert.protocol_version, "SSL_SESSION_VERSION_MISMATCH");
        }

        if (suite != Session.CipherSuite)
        {
            throw Illegal("OLD_SESSION_CIPHER_NOT_RETURNED");
        }

        if (extensions.ContainsKey(ExtensionType.extended_master_secret) != Session.IsExtendedMasterSecret)
        {
            throw FailureAlert.Ssl(BcAlert.handshake_failure, "INCONSISTENT_EXTMS");
        }
    }

    private static ReadOnlySpan<byte> ReadExtensionBlock(HandshakeReader rest)
    {
        ReadOnlySpan<byte> bytes = rest.Take(rest.Remaining);
        var reader = new HandshakeReader(bytes, "BAD_LENGTH");
        ReadOnlySpan<byte> block = reader.ReadVector16();
        reader.RequireEnd();
        return block;
    }

    // RFC 8446 sections 4.1.3, 4.1.4, 4.2.1 and D.5.
    private int ChooseVersion(int legacyVersion, ReadOnlySpan<byte> random, IDictionary<int, byte[]> extensions)
    {
        int version = legacyVersion;
        bool isSelected = extensions.TryGetValue(ExtensionType.supported_versions, out byte[]? selected);
        if (isSelected)
        {
            SupportedVersionsExtension.RequireAnswer(selected);
            version = TlsVersion.Tls13;
        }

        if (RetrySuite is not null && !isSelected)
        {
            throw Illegal("WRONG_SSL_VERSION");
        }

        // SSL 3.0 is never spoken, and TLS 1.3 never without the extension.
        if (legacyVersion == TlsVersion.Ssl3
            || !Offer.Versions.Contains(version)
            || (version == TlsVersion.Tls13 && !isSelected))
        {
            throw FailureAlert.Ssl(BcAlert.protocol_version, "UNSUPPORTED_PROTOCOL");
        }

        ReadOnlySpan<byte> end = random[^DowngradeBytes..];
        int best = Offer.Versions[0];
        if ((best > version && end.SequenceEqual(s_downgradeTo11))
            || (best == TlsVersion.Tls13 && version < TlsVersion.Tls13 && end.SequenceEqual(s_downgradeTo12)))
        {
            throw Illegal("INAPPROPRIATE_FALLBACK");
        }

        return version;
    }

    private static void RequireLegacyVersion(int version)
    {
        if (version != TlsVersion.Tls12)
        {
            throw Illegal("BAD_LEGACY_VERSION");
        }
    }

    // RFC 8446 section 4.1.3.
    private void RequireFieldsOf13(ReadOnlySpan<byte> sessionId, int compression)
    {
        if (compression != CompressionMethod.cls_null)
        {
            throw Illegal("INVALID_COMPRESSION_ALGORITHM");
        }

        if (!sessionId.SequenceEqual(Sent.SessionID))
        {
            throw Illegal("INVALID_SESSION_ID");
        }
    }

    private void RequireSuite(int suite, int version)
    {
        if (CipherSuiteTable.ById(suite) is null)
        {
            throw Illegal("UNKNOWN_CIPHER_RETURNED");
        }

        // RFC 8446 section 4.1.4: a retry has settled it.
        bool isOffered = false;
        foreach (IronSsl.Tls.OpenSsl.Ciphers.CipherSuite offered in Offer.Suites(version))
        {
            isOffered |= offered.Id == suite;
        }

        if (!isOffered || (RetrySuite ?? suite) != suite)
        {
            throw Illegal("WRONG_CIPHER_RETURNED");
        }
    }

    // RFC 8446 sections 4.2.8 and 4.2.11.
    private void RequireAnswersOf13(IDictionary<int, byte[]> extensions, int suite)
    {
        TlsPskExternal? psk = null;
        if (extensions.TryGetValue(ExtensionType.pre_shared_key, out byte[]? selectedPsk))
        {
            psk = PreSharedKeyExtension.ReadAnswer(selectedPsk, Psks);
        }

        RequireSuite(suite, TlsVersion.Tls13);
        if (psk is not null && psk.PrfAlgorithm != BouncyCastleNames.PrfAlgorithmOf(suite))
        {
            throw Illegal("CIPHERSUITE_DIGEST_HAS_CHANGED");
        }

        // We only ever offer psk_dhe_ke, so that there is always a share. Section 4.2.11 has the alert for a pre-shared
        // key.
        if (!extensions.TryGetValue(ExtensionType.key_share, out byte[]? share))
        {
            throw FailureAlert.Ssl(
                psk is null ? BcAlert.missing_extension : BcAlert.illegal_parameter, "NO_SUITABLE_KEY_SHARE");
        }

        KeyShareExtension.RequireAnswer(share, Sent.Extensions[ExtensionType.key_share]);
    }

    // RFC 8446 section 4.1.4. A second one has been refused already.
    private void RequireRetry(IDictionary<int, byte[]> extensions)
    {
        if (!extensions.TryGetValue(ExtensionType.supported_versions, out byte[]? selected))
        {
            throw FailureAlert.Ssl(BcAlert.missing_extension, "BAD_HRR_VERSION");
        }

        SupportedVersionsExtension.RequireAnswer(selected);
        bool asksForShare = extensions.TryGetValue(ExtensionType.key_share, out byte[]? share);
        if (asksForShare)
        {
            KeyShareExtension.RequireRetry(share, Sent.Extensions[ExtensionType.key_share], Offer);
        }

        bool hasCookie = extensions.TryGetValue(ExtensionType.cookie, out byte[]? cookie);
        if (hasCookie)
        {
            CookieExtension.Require(cookie);
        }

        if (!asksForShare && !hasCookie)
        {
            throw Illegal("NO_CHANGE_FOLLOWING_HRR");
        }
    }

    private static FailureAlert Illegal(string reason) => FailureAlert.Ssl(BcAlert.illegal_parameter, reason);
}
