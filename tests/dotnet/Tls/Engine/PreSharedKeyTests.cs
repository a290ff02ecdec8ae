using System;
using System.Collections.Generic;
using System.Text;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

public sealed class PreSharedKeyTests
{
    private static readonly byte[] s_key = "a key that both know"u8.ToArray();

    [Theory]
    [InlineData(TlsVersion.Tls12, "PSK-AES128-GCM-SHA256")]
    [InlineData(TlsVersion.Tls12, "ECDHE-PSK-CHACHA20-POLY1305")]
    [InlineData(TlsVersion.Tls12, "ECDHE-PSK-AES128-CBC-SHA256")]
    [InlineData(TlsVersion.Tls10, "PSK-AES128-CBC-SHA")]
    [InlineData(TlsVersion.Tls13, "PSK")]
    public void A_key_that_both_know_is_enough(int version, string suites)
    {
        var hints = new List<string?>();
        var names = new List<string>();
        using var pair = new EnginePair(
            Client(version, suites, hint =>
            {
                hints.Add(hint);
                return (Bytes("me"), [.. s_key]);
            }),
            Server(version, suites, name =>
            {
                names.Add(Encoding.UTF8.GetString(name));
                return [.. s_key];
            }));

        (EngineStatus, EngineStatus) status = pair.Handshake();

        Assert.Null(pair.Client.Failure);
        Assert.Null(pair.Server.Failure);
        Assert.Equal((EngineStatus.Done, EngineStatus.Done), status);
        Assert.Equal([version == TlsVersion.Tls13 ? null : "which one?"], hints);
        Assert.Equal(["me"], names);
        Assert.Equal("secret"u8.ToArray(), pair.Send(pair.Client, "secret"u8.ToArray()));
        Assert.Empty(pair.Client.PeerChain);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, 256, null)]
    [InlineData(TlsVersion.Tls13, 256, null)]
    [InlineData(TlsVersion.Tls12, 257, "DATA_LENGTH_TOO_LONG")]
    [InlineData(TlsVersion.Tls13, 257, "NO_SUITABLE_SIGNATURE_ALGORITHM")]
    [InlineData(TlsVersion.Tls12, 60_000, "DATA_LENGTH_TOO_LONG")]
    [InlineData(TlsVersion.Tls13, 60_000, "NO_SUITABLE_SIGNATURE_ALGORITHM")]
    public void The_program_is_not_asked_about_a_name_of_more_than_256_bytes(int version, int bytes, string? reason)
    {
        int asked = 0;
        using var pair = new EnginePair(
            Client(version, "PSK", _ => (new byte[bytes], [.. s_key])),
            Server(version, "PSK", _ =>
            {
                asked++;
                return [.. s_key];
            }));

        pair.Handshake();

        Assert.Equal(reason is null ? 1 : 0, asked);
        Assert.Equal(reason, pair.Server.Failure?.Reason);
        Assert.Equal(reason is null ? null : AlertDescription.HandshakeFailure, pair.Server.Failure?.Alert);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, "PSK_IDENTITY_NOT_FOUND", "TLSV1_ALERT_UNKNOWN_PSK_IDENTITY")]
    [InlineData(TlsVersion.Tls13, "NO_SUITABLE_SIGNATURE_ALGORITHM", "SSLV3_ALERT_HANDSHAKE_FAILURE")]
    public void A_name_that_the_server_does_not_know_is_refused(int version, string serverReason, string clientReason)
    {
        using var pair = new EnginePair(
            Client(version, "PSK", _ => (Bytes("me"), [.. s_key])), Server(version, "PSK", _ => null));

        pair.Handshake();

        Assert.Equal(serverReason, pair.Server.Failure!.Reason);
        Assert.Equal(clientReason, pair.Client.Failure!.Reason);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void Another_key_is_refused(int version)
    {
        using var pair = new EnginePair(
            Client(version, "PSK", _ => (Bytes("me"), Bytes("wrong"))), Server(version, "PSK", _ => [.. s_key]));

        pair.Handshake();

        Assert.NotNull(pair.Server.Failure);
        Assert.NotNull(pair.Client.Failure);
    }

    [Fact]
    public void A_client_without_a_key_fails_where_the_server_wants_one()
    {
        using var pair = new EnginePair(
            Client(TlsVersion.Tls12, "PSK", _ => null), Server(TlsVersion.Tls12, "PSK", _ => [.. s_key]));

        pair.Handshake();

        Assert.Equal("PSK_IDENTITY_NOT_FOUND", pair.Client.Failure!.Reason);
        Assert.Equal("SSLV3_ALERT_HANDSHAKE_FAILURE", pair.Server.Failure!.Reason);
    }

    [Fact]
    public void A_session_made_with_a_key_is_resumed_by_its_ticket()
    {
        EngineSettings client = Client(TlsVersion.Tls13, "PSK", _ => (Bytes("me"), [.. s_key]));
        EngineSettings server = Server(TlsVersion.Tls13, "PSK", name => name.Length == 2 ? [.. s_key] : null);
        using var first = new EnginePair(client, server);
        first.Handshake();

        using var second = new EnginePair(client with { Resume = first.Client.Session }, server);

        Assert.Equal((EngineStatus.Done, EngineStatus.Done), second.Handshake());
        Assert.True(second.Server.SessionReused);
    }

    private static EngineSettings Client(int version, string suites, Func<string?, (byte[], byte[])?> psk)
    {
        EngineSettings settings = TestSettings.Client().Only(version);
        return settings with
        {
            SecurityLevel = 0,
            Ciphers = TestSettings.Suites(suites),
            Callbacks = new EngineCallbacks { PskClient = psk },
        };
    }

    private static EngineSettings Server(int version, string suites, Func<byte[], byte[]?> psk)
    {
        EngineSettings settings = TestSettings.Server().Only(version);
        return settings with
        {
            SecurityLevel = 0,
            Ciphers = TestSettings.Suites(suites),
            Callbacks = new EngineCallbacks { PskServer = psk, PskIdentityHint = Bytes("which one?") },
        };
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
