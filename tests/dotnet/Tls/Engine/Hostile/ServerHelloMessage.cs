using System.Security.Cryptography;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 section 4.1.3; with the random of <see cref="RetryRandom"/> a HelloRetryRequest.</summary>
internal class ServerHelloMessage : HostileMessage
{
    public ServerHelloMessage()
        : base(ServerHello)
    {
    }

    public static byte[] RetryRandom => SHA256.HashData("HelloRetryRequest"u8);

    public int LegacyVersion { get; set; } = 0x0303;

    public byte[] Random { get; set; } = [];

    public byte[] SessionId { get; set; } = [];

    public int Suite { get; set; }

    public byte CompressionMethod { get; set; }

    /// <summary>Null: the message ends before its extensions.</summary>
    public ExtensionList? Extensions { get; set; } = new();

    public static ServerHelloMessage Parse(byte[] body)
    {
        var reader = new WireReader(body);
        return new ServerHelloMessage
        {
            LegacyVersion = reader.Number(2),
            Random = reader.Take(32),
            SessionId = reader.Opaque(1),
            Suite = reader.Number(2),
            CompressionMethod = (byte)reader.Number(1),
            Extensions = reader.IsAtEnd ? null : ExtensionList.Parse(reader.Opaque(2)),
        };
    }

    protected override byte[] Encode() =>
    [
        .. Wire.U16(LegacyVersion), .. Random, .. Wire.Opaque8(SessionId), .. Wire.U16(Suite), CompressionMethod,
        .. Extensions?.Encode() ?? [],
    ];
}
