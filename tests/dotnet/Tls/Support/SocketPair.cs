using System;
using System.Net;
using System.Net.Sockets;

namespace IronSsl.Tls.Tests.Support;

/// <summary>Two connected sockets on the loopback interface.</summary>
internal sealed class SocketPair : IDisposable
{
    public SocketPair()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        Near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Near.Connect(listener.LocalEndPoint!);
        Far = listener.Accept();
    }

    /// <summary>The socket under test.</summary>
    public Socket Near { get; }

    /// <summary>The peer's socket.</summary>
    public Socket Far { get; }

    /// <summary>Closes the peer's socket so that the near one sees a reset.</summary>
    public void ResetFar()
    {
        Far.LingerState = new LingerOption(true, 0);
        Far.Dispose();
    }

    /// <summary>Puts the near socket into the mode of a Python time-out: null blocks, 0 doesn't wait.</summary>
    public double? SetTimeout(double? seconds)
    {
        Near.Blocking = seconds is not 0;
        Near.SendTimeout = Near.ReceiveTimeout = (int)((seconds ?? 0) * 1000);
        return seconds;
    }

    public void Dispose()
    {
        Near.Dispose();
        Far.Dispose();
    }
}
