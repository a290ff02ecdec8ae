namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 5246 section 7.4.7, RFC 8422 section 5.7: a point or an encrypted secret.</summary>
internal sealed class ClientKeyExchangeMessage : HostileMessage
{
    public ClientKeyExchangeMessage(byte[] body)
        : base(ClientKeyExchange) => Body = body;

    protected override byte[] Encode() => [];
}
