using System;
using System.IO;
using IronSsl.Tls.Engine.Guards;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using AlertDescription = IronSsl.Tls.OpenSsl.AlertDescription;

namespace IronSsl.Tls.Engine;

/// <summary>
/// Turns what BouncyCastle throws into the failure that OpenSSL reports in the same place. Decided by the type of the
/// exception, the alert and the handshake message that was being processed; never by the text of a message.
/// </summary>
internal static class AlertTranslation
{
    /// <summary>The failure that a connection reports for an exception.</summary>
    public static TlsFailure Translate(
        Exception exception, ConnectionFacts facts, ConnectionGuards guards, bool isOpen) => exception switch
        {
            FailureAlert ours => ours.Failure,
            TlsFailure failure => failure,
            TlsFatalAlertReceived received => TlsFailure.ReceivedAlert(received.AlertDescription, received),
            TlsFatalAlert alert => Describe(alert.AlertDescription, alert, facts, guards, isOpen),
            EndOfStreamException => Describe(AlertDescription.DecodeError, exception, facts, guards, isOpen),
            _ => TlsFailure.Ssl("INTERNAL_ERROR", AlertDescription.InternalError, exception),
        };

    private static TlsFailure Describe(
        short alert, Exception exception, ConnectionFacts facts, ConnectionGuards guards, bool isOpen)
    {
        short corrected = guards.Alerts.Correct(alert, exception);
        return TlsFailure.Ssl(Reason(corrected, facts, guards, isOpen), corrected, exception);
    }

    private static string Reason(int alert, ConnectionFacts facts, ConnectionGuards guards, bool isOpen)
    {
        short message = guards.Messages.LastIncoming;
        return alert switch
        {
            AlertDescription.UnexpectedMessage => "UNEXPECTED_MESSAGE",
            AlertDescription.BadRecordMac => "DECRYPTION_FAILED_OR_BAD_RECORD_MAC",
            AlertDescription.RecordOverflow => "DATA_LENGTH_TOO_LONG",
            AlertDescription.HandshakeFailure => HandshakeFailure(message, facts.Version == TlsVersion.Tls13),
            AlertDescription.UnsupportedCertificate => "UNKNOWN_CERTIFICATE_TYPE",
            AlertDescription.BadCertificate => "ASN1_LIB",
            AlertDescription.IllegalParameter => IllegalParameter(message, isOpen, facts.Version == TlsVersion.Tls13),
            AlertDescription.DecodeError => DecodeError(message),
            AlertDescription.DecryptError => DecryptError(message),
            AlertDescription.ProtocolVersion => "UNSUPPORTED_PROTOCOL",
            AlertDescription.InsufficientSecurity => "DH_KEY_TOO_SMALL",
            AlertDescription.InappropriateFallback => "INAPPROPRIATE_FALLBACK",
            AlertDescription.MissingExtension => MissingExtension(message),
            AlertDescription.UnsupportedExtension => "UNSOLICITED_EXTENSION",
            AlertDescription.UnknownPskIdentity => "PSK_IDENTITY_NOT_FOUND",
            AlertDescription.NoApplicationProtocol => "NO_APPLICATION_PROTOCOL",
            _ => "INTERNAL_ERROR",
        };
    }

    private static string HandshakeFailure(short message, bool isTls13) => message switch
    {
        // X448 with a point of small order.
        HandshakeType.client_hello or HandshakeType.server_hello when isTls13 => "BAD_ECPOINT",
        HandshakeType.client_hello => "NO_SHARED_CIPHER",
        HandshakeType.server_hello => "NO_CIPHER_MATCH",
        HandshakeType.server_key_exchange or HandshakeType.client_key_exchange => "BAD_DH_VALUE",
        _ => "SSL_HANDSHAKE_FAILURE",
    };

    private static string IllegalParameter(short message, bool isOpen, bool isTls13) => message switch
    {
        _ when isOpen => "BAD_KEY_UPDATE",

        // All other fields of these have been checked before BouncyCastle sees them.
        HandshakeType.client_hello or HandshakeType.server_hello when isTls13 => "BAD_ECPOINT",
        HandshakeType.server_hello => "WRONG_CIPHER_RETURNED",
        HandshakeType.certificate_verify => "WRONG_SIGNATURE_TYPE",
        HandshakeType.server_key_exchange or HandshakeType.server_hello_done => "BAD_ECPOINT",
        HandshakeType.client_key_exchange => "BAD_KEY_SHARE",
        HandshakeType.client_hello => "BAD_EXTENSION",
        HandshakeType.encrypted_extensions => "BAD_EXTENSION",
        _ => "BAD_DATA",
    };

    private static string DecryptError(short message) => message switch
    {
        HandshakeType.client_hello => "BINDER_DOES_NOT_VERIFY",
        HandshakeType.finished => "DIGEST_CHECK_FAILED",
        _ => "BAD_SIGNATURE",
    };

    private static string DecodeError(short message) => message switch
    {
        HandshakeType.certificate => "CERT_LENGTH_MISMATCH",
        HandshakeType.finished => "BAD_DIGEST_LENGTH",
        HandshakeType.key_update => "BAD_KEY_UPDATE",
        HandshakeType.client_hello or HandshakeType.encrypted_extensions => "BAD_EXTENSION",
        _ => "LENGTH_MISMATCH",
    };

    private static string MissingExtension(short message) => message == HandshakeType.client_hello
        ? "MISSING_SIGALGS_EXTENSION"
        : "MISSING_SUPPORTED_GROUPS_EXTENSION";
}
