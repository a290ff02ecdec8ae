namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>The ClientHello that answers a HelloRetryRequest: RFC 8446 section 4.1.2.</summary>
internal sealed class SecondClientHelloMessage : ClientHelloMessage
{
    public SecondClientHelloMessage(ClientHelloMessage first)
    {
        LegacyVersion = first.LegacyVersion;
        Random = first.Random;
        SessionId = first.SessionId;
        Suites = [.. first.Suites];
        CompressionMethods = first.CompressionMethods;
        Extensions!.Items.AddRange(first.Extensions!.Items);
    }
}
