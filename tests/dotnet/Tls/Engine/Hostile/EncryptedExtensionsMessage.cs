namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 section 4.3.1.</summary>
internal sealed class EncryptedExtensionsMessage : HostileMessage
{
    public EncryptedExtensionsMessage()
        : base(EncryptedExtensions)
    {
    }

    public ExtensionList Extensions { get; } = new();

    protected override byte[] Encode() => Extensions.Encode();
}
