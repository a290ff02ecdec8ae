namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 section 4.1.4.</summary>
internal sealed class HelloRetryRequestMessage : ServerHelloMessage
{
    public HelloRetryRequestMessage() => Random = RetryRandom;
}
