using System;
using System.Buffers;
using IronSsl.Tls.Engine;

namespace IronSsl.Tls.Tests.Support;

/// <summary>Output as a socket gets it.</summary>
internal static class EngineOutput
{
    /// <summary>All of it, by way of the shared pool.</summary>
    public static byte[] RentedOutput(this TlsEngine engine)
    {
        byte[] rented = engine.RentOutput(out int count);
        byte[] output = rented.AsSpan(0, count).ToArray();
        ArrayPool<byte>.Shared.Return(rented);
        return output;
    }
}
