using System;
using System.Collections.Generic;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>How a test says "honest, but": the type of the lambda's parameter chooses the message.</summary>
internal static class HostileScript
{
    /// <summary>Changes every message of that type before it is sent.</summary>
    public static TPeer With<TPeer, TMessage>(this TPeer peer, Action<TMessage> change)
        where TPeer : HostilePeer
        where TMessage : HostileMessage =>
        peer.Instead((TMessage message) =>
        {
            change(message);
            return [message];
        });

    /// <summary>Sends others in place of every message of that type: none, one, or several.</summary>
    public static TPeer Instead<TPeer, TMessage>(this TPeer peer, Func<TMessage, IEnumerable<HostileMessage>> change)
        where TPeer : HostilePeer
        where TMessage : HostileMessage
    {
        // A HelloRetryRequest is a ServerHello, too, and meant only by its own name.
        peer.AddChange(message => message.GetType() == typeof(TMessage) ? change((TMessage)message) : null);
        return peer;
    }
}
