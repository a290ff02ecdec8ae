using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>The rule for every row of docs/peer-rules.md: the connection is refused for this reason, the peer is told
/// by this alert, and it is never internal_error, which would be a defect of ours that bytes of a peer have brought
/// about.</summary>
internal static class Refusal
{
    /// <summary>The engine refused what this peer said; answers the failure.</summary>
    public static TlsFailure AssertRefused(this HostilePeer peer, int alert, string reason)
    {
        peer.Drain();
        TlsFailure failure = AssertFailed(peer.Engine, alert, reason);
        Assert.Equal((2, alert), peer.Alert);
        return failure;
    }

    /// <summary>One engine of a pair refused what reached it from the other, which understood the alert.</summary>
    public static TlsFailure AssertRefused(this EnginePair pair, TlsEngine engine, int alert, string reason)
    {
        TlsFailure failure = AssertFailed(engine, alert, reason);
        pair.Transfer();
        TlsEngine other = engine == pair.Client ? pair.Server : pair.Client;
        Assert.Equal(alert, other.Failure?.Alert);
        Assert.Equal(AlertDescription.SslReason(alert), other.Failure!.Reason);
        return failure;
    }

    private static TlsFailure AssertFailed(TlsEngine engine, int alert, string reason)
    {
        TlsFailure? failure = engine.Failure;
        Assert.True(failure is not null, "The engine refused nothing; its state is " + engine.State);
        Assert.True((reason, (int?)alert) == (failure.Reason, failure.Alert),
            $"{failure.Reason}, alert {failure.Alert}: {failure}");
        Assert.NotEqual(AlertDescription.InternalError, failure.Alert);
        Assert.NotEqual("INTERNAL_ERROR", failure.Reason);
        Assert.Equal(EngineState.Failed, engine.State);
        Assert.Equal(0, engine.InputBytesWanted);
        return failure;
    }
}
