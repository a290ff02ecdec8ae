using System;
using IronSsl.Tls.Engine;

namespace IronSsl.Tls.Tests.Support;

/// <summary>Bytes for an engine, as a transport hands them over.</summary>
internal static class EngineInput
{
    /// <summary>Provides as much as the engine takes, never more at once than it wants.</summary>
    public static void Provide(this TlsEngine engine, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && engine.InputBytesWanted > 0)
        {
            int count = Math.Min(bytes.Length, engine.InputBytesWanted);
            engine.ProvideInput(bytes[..count]);
            bytes = bytes[count..];
        }
    }
}
