using System;
using System.Collections.Generic;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 section 4.1.2.</summary>
internal class ClientHelloMessage : HostileMessage
{
    public ClientHelloMessage()
        : base(ClientHello)
    {
    }

    public int LegacyVersion { get; set; } = 0x0303;

    public byte[] Random { get; set; } = [];

    public byte[] SessionId { get; set; } = [];

    public List<int> Suites { get; set; } = [];

    public byte[] CompressionMethods { get; set; } = [0];

    /// <summary>Null: the message ends before its extensions.</summary>
    public ExtensionList? Extensions { get; set; } = new();

    /// <summary>Makes the binder of pre_shared_key, if that is the last extension and offers one key with a hash of 32
    /// bytes, from the message up to the binders (RFC 8446 section 4.2.11.2).</summary>
    public Func<byte[], byte[]>? Binder { get; set; }

    public static ClientHelloMessage Parse(byte[] body)
    {
        var reader = new WireReader(body);
        var hello = new ClientHelloMessage
        {
            LegacyVersion = reader.Number(2),
            Random = reader.Take(32),
            SessionId = reader.Opaque(1),
        };
        var suites = new WireReader(reader.Opaque(2));
        while (!suites.IsAtEnd)
        {
            hello.Suites.Add(suites.Number(2));
        }

        hello.CompressionMethods = reader.Opaque(1);
        hello.Extensions = reader.IsAtEnd ? null : ExtensionList.Parse(reader.Opaque(2));
        return hello;
    }

    protected override byte[] Encode()
    {
        byte[] body =
        [
            .. Wire.U16(LegacyVersion), .. Random, .. Wire.Opaque8(SessionId), .. Wire.List16(Suites),
            .. Wire.Opaque8(CompressionMethods), .. Extensions?.Encode() ?? [],
        ];
        if (Binder is not null && Extensions?.Items[^1].Type == ExtensionList.PreSharedKey)
        {
            const int BinderBytes = 32;
            const int HeaderBytes = 3;
            byte[] binder = Binder(Wire.Message(Type, body)[..^(HeaderBytes + BinderBytes)]);
            binder.CopyTo(body, body.Length - BinderBytes);
        }

        return body;
    }
}
