using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Security;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

/// <summary>Programs drop contexts and sessions without a word; their secrets go with them.</summary>
public sealed class ForgottenSecretsTests
{
    [Fact]
    public void A_session_that_is_dropped_leaves_no_secret()
    {
        byte[] secret = [.. Enumerable.Repeat((byte)7, 48)];
        Drop(() => _ = MakeSession(secret));

        Assert.All(secret, value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_store_that_is_dropped_leaves_no_ticket_keys()
    {
        var random = new RecordingRandom();
        Drop(() =>
        {
            var store = new SessionStore(random, TimeProvider.System);
            byte[]? ticket = store.Seal(MakeSession([1, 2, 3]));
            Assert.NotNull(ticket);
        });

        byte[] key = Assert.Single(random.Given, given => given.Length == 32);
        Assert.All(key, value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_session_that_fits_no_ticket_keeps_its_secret()
    {
        byte[] secret = [1, 2, 3];
        EngineSession session = MakeSession(secret, serverName: new string('x', 256));

        Assert.Null(SessionCodec.Encode(session));
        Assert.Equal([1, 2, 3], session.CopySecret());
    }

    private static EngineSession MakeSession(byte[] secret, string? serverName = null) => new(secret)
    {
        Id = [1],
        Version = TlsVersion.Tls13,
        CipherSuite = 0x1301,
        ServerName = serverName,
        TimeSeconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        TimeoutSeconds = 60,
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(Action make)
    {
        make();
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    /// <summary>Keeps the arrays that it was asked to fill.</summary>
    private sealed class RecordingRandom : SecureRandom
    {
        public List<byte[]> Given { get; } = [];

        public override void NextBytes(byte[] buf)
        {
            Given.Add(buf);
            Array.Fill(buf, (byte)9);
        }
    }
}
