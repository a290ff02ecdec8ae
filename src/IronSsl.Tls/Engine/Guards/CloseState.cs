namespace IronSsl.Tls.Engine.Guards;

/// <summary>Which alerts have closed which half of a connection.</summary>
internal sealed class CloseState
{
    /// <summary>The peer sent close_notify: it sends nothing more.</summary>
    public bool ReceivedCloseNotify { get; private set; }

    /// <summary>We sent close_notify: we send nothing more.</summary>
    public bool SentCloseNotify { get; private set; }

    /// <summary>A fatal alert has been written to the output.</summary>
    public bool SentFatalAlert { get; private set; }

    /// <summary>Both halves are closed.</summary>
    public bool IsComplete => ReceivedCloseNotify && SentCloseNotify;

    /// <summary>The peer's close_notify came, or the end of its stream is to count as one.</summary>
    public void PeerHasClosed() => ReceivedCloseNotify = true;

    /// <summary>Our close_notify is about to be written.</summary>
    public void WeClose() => SentCloseNotify = true;

    /// <summary>A fatal alert of ours is in the output.</summary>
    public void FatalAlertIsOut() => SentFatalAlert = true;
}
