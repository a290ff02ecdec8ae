namespace IronSsl.Tls.Engine.Guards;

/// <summary>The consequence of a received alert.</summary>
internal enum AlertAction
{
    /// <summary>Nothing happens.</summary>
    Ignore,

    /// <summary>The peer will send no more.</summary>
    Close,

    /// <summary>The connection is over.</summary>
    Fail,
}
