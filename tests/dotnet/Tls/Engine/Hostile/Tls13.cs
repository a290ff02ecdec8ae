using System;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>Settings and peers for the tests of RFC 8446.</summary>
internal static class Tls13
{
    public static EngineSettings Client => TestSettings.Client().Only(TlsVersion.Tls13);

    public static EngineSettings Server => TestSettings.Server("p256").Only(TlsVersion.Tls13);

    /// <summary>A client that offers one pre-shared key.</summary>
    public static EngineSettings ClientWithPsk => Client with
    {
        Callbacks = new EngineCallbacks { PskClient = _ => ("name"u8.ToArray(), new byte[32]) },
    };

    /// <summary>A server that knows the pre-shared key of every name.</summary>
    public static EngineSettings ServerWithPsk => Server with
    {
        Callbacks = new EngineCallbacks { PskServer = _ => new byte[32] },
    };

    /// <summary>A client refuses a server with this lie.</summary>
    public static TlsFailure Refuses<TMessage>(
        this HostileServer server, Action<TMessage> lie, int alert, string reason)
        where TMessage : HostileMessage
    {
        using (server)
        {
            Assert.False(server.With(lie).Run());
            return server.AssertRefused(alert, reason);
        }
    }

    /// <summary>A server refuses a client with this lie.</summary>
    public static TlsFailure Refuses<TMessage>(
        this HostileClient client, Action<TMessage> lie, int alert, string reason)
        where TMessage : HostileMessage
    {
        using (client)
        {
            Assert.False(client.With(lie).Run());
            return client.AssertRefused(alert, reason);
        }
    }
}
