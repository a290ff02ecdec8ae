namespace IronSsl.Tls.Engine.Sessions;

/// <summary>The counters of <c>SSLContext.session_stats()</c>, as OpenSSL's `SSL_CTX_sess_number` family.</summary>
internal sealed record SessionStatistics(
    long Number,
    long Connect,
    long ConnectGood,
    long ConnectRenegotiate,
    long Accept,
    long AcceptGood,
    long AcceptRenegotiate,
    long Hits,
    long Misses,
    long Timeouts,
    long CacheFull);
