namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 section 4.4.4; RFC 5246 section 7.4.9.</summary>
internal sealed class FinishedMessage : HostileMessage
{
    public FinishedMessage(byte[] verifyData)
        : base(Finished) => VerifyData = verifyData;

    public byte[] VerifyData { get; set; }

    protected override byte[] Encode() => VerifyData;
}
