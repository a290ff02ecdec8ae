using System;
using System.Buffers.Binary;

namespace IronSsl.Fuzz.Peer;

/// <summary>What the scripted peer has to know of a ClientHello or ServerHello: RFC 8446 sections 4.1.2 and
/// 4.1.3.</summary>
internal sealed class HelloFacts
{
    private const int HeaderBytes = 4;
    private const int RandomOffset = HeaderBytes + 2;
    private const int RandomBytes = 32;
    private const int SessionIdOffset = RandomOffset + RandomBytes;
    private const int ExtendedMasterSecret = 23;
    private const int EncryptThenMac = 22;
    private const int SupportedVersions = 43;

    // RFC 8446 section 4.1.3: SHA-256 of "HelloRetryRequest".
    private static readonly byte[] s_retryRandom = Convert.FromHexString(
        "CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");

    public byte[] Random { get; private init; } = [];

    public byte[] SessionId { get; private init; } = [];

    /// <summary>ServerHello: the suite.</summary>
    public int Suite { get; private set; }

    /// <summary>ServerHello: whether the version is TLS 1.3.</summary>
    public bool IsTls13 { get; private set; }

    /// <summary>ServerHello: RFC 7627.</summary>
    public bool HasExtendedMasterSecret { get; private set; }

    /// <summary>ServerHello: RFC 7366.</summary>
    public bool HasEncryptThenMac { get; private set; }

    /// <summary>Whether it is a HelloRetryRequest.</summary>
    public bool IsRetry => Random.AsSpan().SequenceEqual(s_retryRandom);

    /// <summary>Reads what there is of a message; never fails.</summary>
    public static HelloFacts Read(ReadOnlySpan<byte> message, bool isServer)
    {
        if (message.Length <= SessionIdOffset || message.Length < SessionIdOffset + 1 + message[SessionIdOffset])
        {
            return new HelloFacts();
        }

        var facts = new HelloFacts
        {
            Random = message.Slice(RandomOffset, RandomBytes).ToArray(),
            SessionId = message.Slice(SessionIdOffset + 1, message[SessionIdOffset]).ToArray(),
        };
        ReadOnlySpan<byte> rest = message[(SessionIdOffset + 1 + message[SessionIdOffset])..];
        if (isServer && rest.Length >= 5)
        {
            facts.Suite = BinaryPrimitives.ReadUInt16BigEndian(rest);
            facts.ReadExtensions(rest[5..]);
        }

        return facts;
    }

    private void ReadExtensions(ReadOnlySpan<byte> rest)
    {
        while (rest.Length >= 4)
        {
            int type = BinaryPrimitives.ReadUInt16BigEndian(rest);
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            HasExtendedMasterSecret |= type == ExtendedMasterSecret;
            HasEncryptThenMac |= type == EncryptThenMac;
            IsTls13 |= type == SupportedVersions && length == 2 && rest.Length >= 6 && rest[4] == 3 && rest[5] == 4;
            rest = rest[Math.Min(rest.Length, 4 + length)..];
        }
    }
}
