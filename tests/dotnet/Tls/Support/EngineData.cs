using System;
using System.Collections.Generic;
using IronSsl.Tls.Engine;
using Xunit;

namespace IronSsl.Tls.Tests.Support;

/// <summary>Application data for an engine and from one.</summary>
internal static class EngineData
{
    /// <summary>Bytes that look random and are the same for the same length.</summary>
    public static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Has all of the data encrypted by one call.</summary>
    public static void WriteAll(this TlsEngine engine, byte[] data)
    {
        Assert.Equal(EngineStatus.Done, engine.Write(data, out int taken));
        Assert.Equal(data.Length, taken);
    }

    /// <summary>All data that can be read without input.</summary>
    public static byte[] ReadAll(this TlsEngine engine)
    {
        var result = new List<byte>();
        var buffer = new byte[1 << 14];
        while (engine.Read(buffer, out int count) == EngineStatus.Done)
        {
            result.AddRange(buffer.AsSpan(0, count));
        }

        return [.. result];
    }
}
