using System;

namespace IronSsl.Fuzz.Peer;

/// <summary>Record protection of the scripted peer.</summary>
internal interface IRecordSealer
{
    /// <summary>A record with this content, header included.</summary>
    public byte[] Seal(byte contentType, ReadOnlySpan<byte> content);
}
