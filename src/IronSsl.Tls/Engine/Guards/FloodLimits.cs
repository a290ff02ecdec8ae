using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Guards;

/// <summary>
/// Bounds the messages that cost us work and bring no data: warnings, key updates, tickets, requests for a certificate,
/// attempts to renegotiate, records without content. Application data starts every count again.
/// </summary>
internal sealed class FloodLimits
{
    // OpenSSL's `MAX_WARN_ALERT_COUNT`, `MAX_KEY_UPDATE_MESSAGES` and `MAX_EMPTY_RECORDS`.
    private const int MaximumWarningAlerts = 5;
    private const int MaximumKeyUpdates = 32;
    private const int MaximumEmptyRecords = 32;

    // Without data in between; far above what servers send at once (two to four, and again after each post-handshake
    // authentication). OpenSSL takes any number.
    private const int MaximumTickets = 64;

    private int _warningAlerts;
    private int _keyUpdates;
    private int _tickets;
    private int _renegotiations;
    private int _authentications;
    private int _emptyRecords;

    /// <summary>Counts a warning alert; OpenSSL's `TOO_MANY_WARN_ALERTS`.</summary>
    public void CountWarningAlert()
    {
        if (++_warningAlerts >= MaximumWarningAlerts)
        {
            throw FailureAlert.Ssl(AlertDescription.unexpected_message, "TOO_MANY_WARN_ALERTS");
        }
    }

    /// <summary>Counts a KeyUpdate; OpenSSL's `TOO_MANY_KEY_UPDATES`.</summary>
    public void CountKeyUpdate()
    {
        if (++_keyUpdates > MaximumKeyUpdates)
        {
            throw FailureAlert.Ssl(AlertDescription.illegal_parameter, "TOO_MANY_KEY_UPDATES");
        }
    }

    /// <summary>Counts a ticket of TLS 1.3.</summary>
    public void CountTicket()
    {
        if (++_tickets > MaximumTickets)
        {
            throw FailureAlert.Ssl(AlertDescription.unexpected_message, "UNEXPECTED_MESSAGE");
        }
    }

    /// <summary>Counts a request for a certificate after the handshake: each makes us sign.</summary>
    public void CountAuthentication()
    {
        if (++_authentications > MaximumKeyUpdates)
        {
            throw FailureAlert.Ssl(AlertDescription.unexpected_message, "UNEXPECTED_MESSAGE");
        }
    }

    /// <summary>Counts a refused renegotiation: each makes us write an alert.</summary>
    public void CountRenegotiation()
    {
        if (++_renegotiations >= MaximumWarningAlerts)
        {
            throw FailureAlert.Ssl(AlertDescription.handshake_failure, "NO_RENEGOTIATION");
        }
    }

    /// <summary>Counts a record without content, or one that counts as such; one too many is refused with
    /// <paramref name="reason"/>.</summary>
    public void CountEmptyRecord(string reason)
    {
        if (++_emptyRecords > MaximumEmptyRecords)
        {
            throw FailureAlert.Ssl(AlertDescription.unexpected_message, reason);
        }
    }

    /// <summary>A record with content came: the next empty record is the first again.</summary>
    public void ContentHasCome() => _emptyRecords = 0;

    /// <summary>A record came that is neither an alert nor empty: OpenSSL `ssl3_read_bytes`.</summary>
    public void WarningsHaveEnded() => _warningAlerts = 0;

    /// <summary>Application data came: the messages before it were worth their work.</summary>
    public void DataHasCome()
    {
        _warningAlerts = 0;
        _keyUpdates = 0;
        _tickets = 0;
        _renegotiations = 0;
        _authentications = 0;
    }
}
