using System;
using IronSsl.Tls.Crypto.Records;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Guards;

/// <summary>Which records may come when, and what they may hold: RFC 8446 sections 5, 6 and D.4, RFC 5246 sections 6
/// and 7.2, with the answers of OpenSSL `ssl3_get_record` and `ssl3_read_bytes`.</summary>
/// <remarks>
/// Asked twice about each record. <see cref="Judge"/> sees it as it came. Its content is inspected once a cipher has
/// opened it, and before BouncyCastle has seen it; of a record in the clear by the engine, which says so by
/// <see cref="InspectPlaintext"/>. Both throw a <see cref="FailureAlert"/>. A record that is held back for a function
/// of the program is judged when it comes and inspected when it is processed.
/// </remarks>
internal sealed class RecordRules : IRecordInspector
{
    private const string RecordTooSmall = "RECORD_TOO_SMALL";

    private readonly ConnectionFacts _facts;
    private readonly ConnectionGuards _guards;
    private bool _hasOpenedRecord;

    public RecordRules(ConnectionFacts facts, ConnectionGuards guards)
    {
        _facts = facts;
        _guards = guards;
    }

    /// <summary>BouncyCastle's end of the connection; null while a server waits for a ClientHello.</summary>
    public IConnectionProtocol? Protocol { get; set; }

    /// <summary>Whether a record has come that a cipher could open.</summary>
    public bool HasOpenedRecord => _hasOpenedRecord;

    private bool IsTls13 => _facts.Version == TlsVersion.Tls13;

    private bool IsOpen => Protocol is { IsOpen: true };

    private bool IsReadProtected => Protocol is { IsReadProtected: true };

    // TLS 1.2: ChangeCipherSpec has come.
    private bool IsBeforeFinished => !IsTls13 && !IsOpen && IsReadProtected;

    /// <summary>Whether a record of that type is not encrypted, if it may come at all.</summary>
    public bool IsPlaintext(byte contentType) => !IsReadProtected || IsEarlyPlainAlert(contentType);

    /// <summary>Judges a record as it came; false when there is nothing in it to process.</summary>
    public bool Judge(byte contentType, ReadOnlySpan<byte> body)
    {
        if (IsTls13 && !IsOpen && contentType == ContentType.change_cipher_spec)
        {
            TakeCompatibilityRecord(body);
            return false;
        }

        CheckType(contentType);
        if (!IsPlaintext(contentType))
        {
            return true;
        }

        // RFC 8446 section 5.1, RFC 5246 section 6.2.1.
        if (body.Length > Wire.MaximumPlaintextBytes)
        {
            throw FailureAlert.Ssl(BcAlert.record_overflow, "DATA_LENGTH_TOO_LONG");
        }

        // Harmless before encryption, and OpenSSL passes over it until it speaks TLS 1.3.
        if (body.IsEmpty && contentType == ContentType.handshake && !IsTls13)
        {
            _guards.Limits.CountEmptyRecord(RecordTooSmall);
            return false;
        }

        return true;
    }

    /// <summary>Inspects what a record in the clear holds.</summary>
    public void InspectPlaintext(byte contentType, ReadOnlySpan<byte> content) => InspectContent(contentType, content);

    public void Inspect(short contentType, ReadOnlySpan<byte> content)
    {
        _hasOpenedRecord = true;

        // RFC 8446 section 5.4 for padding alone, section 5 for an encrypted ChangeCipherSpec and for types unknown.
        if (IsTls13 && contentType is not (ContentType.alert or ContentType.handshake or ContentType.application_data))
        {
            throw FailureAlert.Ssl(BcAlert.unexpected_message, "BAD_RECORD_TYPE");
        }

        InspectContent(contentType, content);
    }

    // RFC 8446 sections 5 and D.4: one byte of 1, in the clear, until the peer's Finished, to be dropped. OpenSSL
    // answers another byte by illegal_parameter, and counts these among the records without content.
    private void TakeCompatibilityRecord(ReadOnlySpan<byte> body)
    {
        if (body is not [(byte)ChangeCipherSpec.change_cipher_spec])
        {
            throw FailureAlert.Ssl(BcAlert.unexpected_message, "INVALID_CCS_MESSAGE");
        }

        _guards.Limits.CountEmptyRecord("UNEXPECTED_CCS_MESSAGE");
    }

    private void CheckType(byte contentType)
    {
        string? refusal;
        if (Protocol is null)
        {
            refusal = contentType == ContentType.handshake ? null : "UNEXPECTED_MESSAGE";
        }
        else if (IsTls13 && IsReadProtected)
        {
            refusal = contentType == ContentType.application_data || IsEarlyPlainAlert(contentType)
                ? null
                : "BAD_RECORD_TYPE";
        }
        else if (IsBeforeFinished && contentType == ContentType.application_data)
        {
            // BouncyCastle doesn't open such a record.
            refusal = "DATA_BETWEEN_CCS_AND_FINISHED";
        }
        else
        {
            // RFC 5246 section 6 has an alert for types unknown. OpenSSL finds out first whether the record can be
            // opened.
            refusal = contentType is >= (byte)ContentType.change_cipher_spec and <= (byte)ContentType.application_data
                ? null
                : UnexpectedRecord;
        }

        if (refusal is not null)
        {
            throw FailureAlert.Ssl(BcAlert.unexpected_message, refusal);
        }
    }

    private string UnexpectedRecord => _facts.Version == 0 ? "UNEXPECTED_MESSAGE" : "UNEXPECTED_RECORD";

    // A client that finds fault with the ServerHello has no keys to say so with: OpenSSL's
    // ENC_READ_STATE_ALLOW_PLAIN_ALERTS.
    private bool IsEarlyPlainAlert(byte contentType) => contentType == ContentType.alert
        && _facts.Settings.Role == TlsRole.Server && IsTls13 && !_hasOpenedRecord;

    private void InspectContent(short contentType, ReadOnlySpan<byte> content)
    {
        _guards.Alerts.RecordIsDecoded();
        if (content.Length > Wire.MaximumPlaintextBytes)
        {
            throw FailureAlert.Ssl(BcAlert.record_overflow, "DATA_LENGTH_TOO_LONG");
        }

        if (IsBeforeFinished && contentType != ContentType.handshake)
        {
            throw FailureAlert.Ssl(BcAlert.unexpected_message, "DATA_BETWEEN_CCS_AND_FINISHED");
        }

        if (content.IsEmpty)
        {
            CheckEmptyContent(contentType);
            return;
        }

        _guards.Limits.ContentHasCome();
        switch (contentType)
        {
            case ContentType.handshake:
                _guards.Limits.WarningsHaveEnded();
                _guards.Messages.Framing.AddRecord(content);
                break;
            case ContentType.alert:
                CheckAlert(content);
                break;
            case ContentType.change_cipher_spec:
                _guards.Limits.WarningsHaveEnded();
                CheckChangeCipherSpec(content);
                break;
            default:
                CheckApplicationData();
                _guards.Limits.DataHasCome();
                break;
        }
    }

    // RFC 8446 sections 5.1 and 5.4; in TLS 1.2 (RFC 5246 section 6.2.1) nobody sends them either, and OpenSSL lets
    // those of the handshake pass.
    private void CheckEmptyContent(short contentType)
    {
        if (contentType != ContentType.application_data)
        {
            throw FailureAlert.Ssl(BcAlert.unexpected_message, contentType switch
            {
                ContentType.alert when !IsTls13 => "INVALID_ALERT",
                ContentType.change_cipher_spec => "BAD_CHANGE_CIPHER_SPEC",
                _ => "BAD_LENGTH",
            });
        }

        CheckApplicationData();
        _guards.Limits.CountEmptyRecord(RecordTooSmall);
    }

    // RFC 8446 section 5.1 for TLS 1.3: one alert to a record, whole. OpenSSL holds older versions to it, too. An alert
    // that ends the connection counts even between the fragments of a message.
    private void CheckAlert(ReadOnlySpan<byte> content)
    {
        if (content.Length != 2)
        {
            throw FailureAlert.Ssl(BcAlert.unexpected_message, "INVALID_ALERT");
        }

        if (IsTls13 && content[1] == BcAlert.user_canceled)
        {
            CheckFragments();
        }
    }

    private void CheckChangeCipherSpec(ReadOnlySpan<byte> content)
    {
        if (IsOpen)
        {
            throw FailureAlert.Ssl(BcAlert.unexpected_message, "CCS_RECEIVED_EARLY");
        }

        // OpenSSL `tls_get_message_header`. RFC 5246 section 7.1: a single byte of value 1.
        if (_guards.Messages.Framing.IsWithinMessage || content is not [(byte)ChangeCipherSpec.change_cipher_spec])
        {
            throw FailureAlert.Ssl(
                BcAlert.unexpected_message, _facts.Version == 0 ? "UNEXPECTED_MESSAGE" : "BAD_CHANGE_CIPHER_SPEC");
        }
    }

    private void CheckApplicationData()
    {
        if (!IsOpen)
        {
            throw FailureAlert.Ssl(BcAlert.unexpected_message, UnexpectedRecord);
        }

        CheckFragments();
    }

    // RFC 8446 section 5.1: no other records between the fragments of a message. RFC 5246 section 6.2.1 allows them.
    private void CheckFragments()
    {
        if (IsTls13 && _guards.Messages.Framing.IsWithinMessage)
        {
            throw FailureAlert.Ssl(BcAlert.unexpected_message, "MIXED_HANDSHAKE_AND_NON_HANDSHAKE_DATA");
        }
    }
}
