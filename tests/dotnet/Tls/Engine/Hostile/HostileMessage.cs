namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>A handshake message, honest until a test changes it: its fields, or all of its bytes.</summary>
internal abstract class HostileMessage
{
    public const byte HelloRequest = 0;
    public const byte ClientHello = 1;
    public const byte ServerHello = 2;
    public const byte NewSessionTicket = 4;
    public const byte EndOfEarlyData = 5;
    public const byte EncryptedExtensions = 8;
    public const byte Certificate = 11;
    public const byte ServerKeyExchange = 12;
    public const byte CertificateRequest = 13;
    public const byte ServerHelloDone = 14;
    public const byte CertificateVerify = 15;
    public const byte ClientKeyExchange = 16;
    public const byte Finished = 20;
    public const byte CertificateStatus = 22;
    public const byte KeyUpdate = 24;

    protected HostileMessage(byte type) => Type = type;

    public byte Type { get; set; }

    /// <summary>The body to be sent instead of what the fields say.</summary>
    public byte[]? Body { get; set; }

    /// <summary>What is sent after the fields, as a part of the body.</summary>
    public byte[] Surplus { get; set; } = [];

    /// <summary>The message with its header.</summary>
    public byte[] ToBytes() => Wire.Message(Type, [.. Body ?? Encode(), .. Surplus]);

    protected abstract byte[] Encode();
}
