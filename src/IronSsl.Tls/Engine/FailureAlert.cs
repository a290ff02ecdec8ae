using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine;

/// <summary>A fatal alert of our own making, with the failure that OpenSSL would report for it: thrown inside
/// BouncyCastle's handshake, which sends the alert and hands it on.</summary>
internal sealed class FailureAlert : TlsFatalAlert
{
    /// <summary>An alert to be sent for <paramref name="failure"/>.</summary>
    public FailureAlert(short alert, TlsFailure failure)
        : base(alert, failure)
    {
        Failure = failure;
    }

    /// <summary>What the connection reports.</summary>
    public TlsFailure Failure { get; }

    /// <summary>A failure of the library "SSL".</summary>
    public static FailureAlert Ssl(short alert, string reason) => new(alert, TlsFailure.Ssl(reason, alert));
}
