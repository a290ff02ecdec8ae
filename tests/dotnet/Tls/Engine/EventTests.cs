using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

public sealed class EventTests
{
    // CPython 3.11.2 with OpenSSL 3.0: `_msg_callback` of a client against its own server, record headers left out.
    private const string Client12 =
        "> 0303 22/1|< 0303 22/2|< 0303 22/11|< 0303 22/12|< 0303 22/14|> 0303 22/16|> 0303 20/257|> 0303 22/20|"
        + "< 0303 22/4|< 0303 22/20|> 0303 21/0";

    private const string Client13 =
        "> 0304 22/1|< 0304 22/2|< 0304 257/22|< 0304 22/8|< 0304 257/22|< 0304 22/11|< 0304 257/22|< 0304 22/15|"
        + "< 0304 257/22|< 0304 22/20|> 0304 257/22|> 0304 22/20|< 0304 257/22|< 0304 22/4|< 0304 257/22|< 0304 22/4|"
        + "> 0304 257/21|> 0304 21/0";

    [Theory]
    [InlineData(TlsVersion.Tls12, Client12)]
    [InlineData(TlsVersion.Tls13, Client13)]
    public void Messages_are_reported_as_OpenSSL_does(int version, string expected)
    {
        var events = new List<MessageEvent>();
        using var pair = new EnginePair(
            TestSettings.Client().Only(version) with { Callbacks = new EngineCallbacks { Message = events.Add } },
            TestSettings.Server("rsa").Only(version));
        pair.Handshake();
        pair.Client.Shutdown();

        // Where the client's ChangeCipherSpec of TLS 1.3 stands is each library's choice.
        IEnumerable<string> seen =
            from message in events
            where message.ContentType != 0x100
            where version < TlsVersion.Tls13 || message.ContentType != 20
            let version12 = message is { Outgoing: true, ContentType: 0x101 } ? TlsVersion.Tls13 : message.Version
            select $"{(message.Outgoing ? '>' : '<')} {version12:x4} {message.ContentType}/{message.MessageType}";
        Assert.Equal(expected.Split('|'), seen);
    }

    [Fact]
    public void Record_headers_come_before_their_messages()
    {
        var events = new List<MessageEvent>();
        using var pair = new EnginePair(
            TestSettings.Client()
                .Only(TlsVersion.Tls12) with
            { Callbacks = new EngineCallbacks { Message = events.Add } },
            TestSettings.Server("rsa").Only(TlsVersion.Tls12));
        pair.Handshake();

        Assert.Equal(0x100, events[0].ContentType);
        Assert.Equal(5, events[0].Bytes.Length);
        Assert.Equal(TlsVersion.Tls10, events[0].Version);
        Assert.Equal(1, events[1].MessageType);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, "CLIENT_RANDOM")]
    [InlineData(
        TlsVersion.Tls13,
        "CLIENT_HANDSHAKE_TRAFFIC_SECRET,CLIENT_TRAFFIC_SECRET_0,EXPORTER_SECRET,SERVER_HANDSHAKE_TRAFFIC_SECRET,"
        + "SERVER_TRAFFIC_SECRET_0")]
    public void Both_sides_log_the_same_keys(int version, string labels)
    {
        var client = new List<string>();
        var server = new List<string>();
        using var pair = new EnginePair(
            TestSettings.Client().Only(version) with { Callbacks = new EngineCallbacks { KeyLogLine = client.Add } },
            TestSettings.Server("rsa").Only(version) with
            {
                Callbacks = new EngineCallbacks { KeyLogLine = server.Add },
            });
        pair.Handshake();

        Assert.Equal(labels.Split(','), client.Select(line => line.Split(' ')[0]).Order());
        Assert.Equal(client.Order(), server.Order());
        Assert.All(client, line => Assert.Matches("^[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]{64,96}$", line));
    }
}
