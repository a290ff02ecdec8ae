using System;
using System.Collections.Generic;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Org.BouncyCastle.Tls;
using Xunit;
using Wire = IronSsl.Tls.Engine.Wire;

namespace IronSsl.Tls.Tests.Engine;

/// <summary>The extensions of the hellos as they stand on the wire: type and length of each, in order.</summary>
public sealed class HelloBytesTests
{
    [Theory]
    [InlineData("1.2", "22:0 35:0 23:0 16:14 0:14 13:34 10:12 11:2", "35:0 23:0 11:2 16:11 65281:1")]
    [InlineData("1.2 resumed", "22:0 23:0 16:14 0:14 13:34 10:12 11:2 35:159", "23:0 16:11 65281:1")]
    [InlineData("1.2 no ticket", "22:0 23:0 16:14 0:14 13:34 10:12 11:2", "23:0 11:2 16:11 65281:1")]
    [InlineData("1.3", "49:0 16:14 0:14 13:30 10:22 45:2 43:3 51:38", "43:2 51:36")]
    [InlineData("1.3 resumed", "49:0 16:14 0:14 13:30 10:22 45:2 43:3 51:38 41:218", "43:2 51:36 41:2")]
    [InlineData("both", "22:0 35:0 49:0 23:0 16:14 0:14 13:34 10:22 11:2 45:2 43:5 51:38", "43:2 51:36")]
    public void The_extensions_of_the_hellos_are_these(
        string what, string sentByClient, string sentByServer)
    {
        EngineSettings client = TestSettings.Client() with
        {
            ServerName = "localhost",
            AlpnProtocols = ["h2"u8.ToArray(), "http/1.1"u8.ToArray()],
            PostHandshakeAuth = true,
        };
        EngineSettings server = TestSettings.Server("p256") with { AlpnProtocols = ["http/1.1"u8.ToArray()] };
        if (what.StartsWith("1.", StringComparison.Ordinal))
        {
            int version = what[2] == '2' ? TlsVersion.Tls12 : TlsVersion.Tls13;
            (client, server) = (client.Only(version), server.Only(version));
        }

        if (what.EndsWith("no ticket", StringComparison.Ordinal))
        {
            client = client with { Options = client.Options | SslOption.OP_NO_TICKET };
        }

        if (what.EndsWith("resumed", StringComparison.Ordinal))
        {
            using var first = new EnginePair(client, server);
            first.Handshake();
            first.Send(first.Server, [1]);
            EngineSession session = first.Client.Session!;
            client = client with { Resume = session };
        }

        using var pair = new EnginePair(client, server);
        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
        Assert.Equal(sentByClient, Extensions([.. pair.SentToServer], HandshakeType.client_hello));
        Assert.Equal(sentByServer, Extensions([.. pair.SentToClient], HandshakeType.server_hello));
    }

    // Of the hello in the first record.
    private static string Extensions(byte[] wire, short type)
    {
        Assert.Equal(type, wire[Wire.RecordHeaderLength]);
        int at = Wire.RecordHeaderLength + Wire.MessageHeaderLength + sizeof(ushort) + Wire.RandomLength;
        at += 1 + wire[at];
        at += type == HandshakeType.client_hello ? 2 + (wire[at] << 8 | wire[at + 1]) : 2;
        at += type == HandshakeType.client_hello ? 1 + wire[at] : 1;
        int end = at + 2 + (wire[at] << 8 | wire[at + 1]);
        at += 2;
        var found = new List<string>();
        while (at < end)
        {
            int length = wire[at + 2] << 8 | wire[at + 3];
            found.Add($"{wire[at] << 8 | wire[at + 1]}:{length}");
            at += 4 + length;
        }

        return string.Join(' ', found);
    }
}
