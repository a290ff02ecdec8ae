namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>A handshake message that is nothing but its bytes.</summary>
internal sealed class RawMessage : HostileMessage
{
    public RawMessage(byte type, params byte[] body)
        : base(type) => Body = body;

    protected override byte[] Encode() => [];
}
