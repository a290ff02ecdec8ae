using System;
using System.Collections.Generic;

namespace IronSsl.Fuzz.Peer;

/// <summary>
/// What a scripted peer does, one frame after the other. As bytes:
/// `struct { uint8 kind; opaque body&lt;0..2^16-1&gt;; } Frame;`, as many as there are; what is cut off at the end
/// counts as far as it goes.
/// </summary>
internal sealed class PeerScript
{
    private const int HeaderBytes = 3;

    /// <summary>The frames in order.</summary>
    public List<(FrameKind Kind, byte[] Body)> Frames { get; } = [];

    /// <summary>Any bytes are a script.</summary>
    public static PeerScript Parse(ReadOnlySpan<byte> bytes)
    {
        var script = new PeerScript();
        while (bytes.Length >= HeaderBytes)
        {
            int length = Math.Min(bytes[1] << 8 | bytes[2], bytes.Length - HeaderBytes);
            script.Frames.Add(((FrameKind)bytes[0], bytes.Slice(HeaderBytes, length).ToArray()));
            bytes = bytes[(HeaderBytes + length)..];
        }

        return script;
    }

    /// <summary>Adds a frame, for scripts that are written in code.</summary>
    public PeerScript Add(FrameKind kind, params byte[] body)
    {
        Frames.Add((kind, body));
        return this;
    }

    public byte[] Encode()
    {
        var bytes = new List<byte>();
        foreach ((FrameKind kind, byte[] body) in Frames)
        {
            bytes.AddRange([(byte)kind, (byte)(body.Length >> 8), (byte)body.Length]);
            bytes.AddRange(body);
        }

        return [.. bytes];
    }
}
