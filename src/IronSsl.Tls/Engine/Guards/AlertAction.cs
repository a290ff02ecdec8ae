namespace IronSsl.Tls.Engine.Guards;

/// <summary>What a received alert means.</summary>
internal enum AlertAction
{
    /// <summary>Nothing happens.</summary>
    Ignore,

    /// <summary>The peer will send no more.</summary>
    Close,

    /// <summary>The connection is over.</summary>
    Fail,
}
