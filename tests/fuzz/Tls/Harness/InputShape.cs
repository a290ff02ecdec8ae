namespace IronSsl.Fuzz.Harness;

/// <summary>What an input is made of, and so how it is changed.</summary>
internal enum InputShape
{
    /// <summary>Bytes without any structure that is known here.</summary>
    Bytes,

    /// <summary>One element of DER.</summary>
    Der,

    /// <summary>What a scripted peer does: <see cref="Peer.PeerScript"/>.</summary>
    Script,
}
