namespace IronSsl.Tls.X509.Verification;

/// <summary>The verdict on a chain, in OpenSSL's words.</summary>
internal sealed class ChainVerification
{
    private ChainVerification(VerifiedChain? chain, int code, string message, int depth, int alert)
    {
        Chain = chain;
        Code = code;
        Message = message;
        Depth = depth;
        Alert = alert;
    }

    /// <summary>Whether the peer may be believed to be what the policy asked for.</summary>
    public bool IsTrusted => Chain is not null;

    /// <summary>The path that was verified; null when none was.</summary>
    public VerifiedChain? Chain { get; }

    /// <summary>An `X509_V_ERR_*` number, 0 for success.</summary>
    public int Code { get; }

    /// <summary>What CPython has as `verify_message`.</summary>
    public string Message { get; }

    /// <summary>How far from the leaf the first error was found; the leaf is 0.</summary>
    public int Depth { get; }

    /// <summary>The TLS alert that OpenSSL sends for <see cref="Code"/>; meaningless when trusted.</summary>
    public int Alert { get; }

    internal static ChainVerification Trusted(VerifiedChain chain, string message) => new(chain, 0, message, 0, 0);

    internal static ChainVerification Refused(int code, string message, int depth, int alert) =>
        new(null, code, message, depth, alert);
}
