using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Guards;

/// <summary>How alerts are understood: as in OpenSSL `ssl3_read_bytes`, not as in BouncyCastle, which answers a
/// close_notify with its own at once and so knows no half-closed connection.</summary>
internal static class AlertRules
{
    /// <summary>Judges an alert; throws <see cref="FailureAlert"/> for one that must not be sent.</summary>
    public static AlertAction Judge(int version, FloodLimits limits, short level, short description)
    {
        // RFC 8446 section 6: in TLS 1.3 the level is ignored; all but the closure alerts are fatal.
        bool isTls13 = version == TlsVersion.Tls13;
        bool isWarning = level == AlertLevel.warning;
        if (description == BcAlert.close_notify && (isTls13 || isWarning))
        {
            return AlertAction.Close;
        }

        if (isTls13 ? description == BcAlert.user_canceled : isWarning)
        {
            limits.CountWarningAlert();
            if (description == BcAlert.no_renegotiation)
            {
                throw FailureAlert.Ssl(BcAlert.handshake_failure, "NO_RENEGOTIATION");
            }

            return AlertAction.Ignore;
        }

        if (!isTls13 && level != AlertLevel.fatal)
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "UNKNOWN_ALERT_TYPE");
        }

        return AlertAction.Fail;
    }
}
