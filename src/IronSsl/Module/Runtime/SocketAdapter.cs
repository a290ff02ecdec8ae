using System.Net.Sockets;
using System.Reflection;
using IronPython.Modules;

namespace IronSsl.Module.Runtime;

/// <summary>
/// What IronPython's socket type keeps to itself: the .NET socket and the time-out. Its public methods can't stand in
/// for them: `recv` (3.4.2) reports ENOTCONN for every failure while no time-out is set.
/// </summary>
internal sealed class SocketAdapter
{
    private const double MillisecondsPerSecond = 1000.0;

    private readonly FieldInfo _socket;
    private readonly FieldInfo? _timeout;

    /// <param name="socket">The field of the .NET socket.</param>
    /// <param name="timeout">The field of the time-out in milliseconds, or null.</param>
    internal SocketAdapter(FieldInfo socket, FieldInfo? timeout)
    {
        _socket = socket;
        _timeout = timeout;
    }

    /// <summary>The .NET socket; null once the Python socket was detached from it (or was never initialised).</summary>
    internal Socket? SocketOf(PythonSocket.socket socket) => (Socket?)_socket.GetValue(socket);

    /// <summary>The time-out as Python has it: null blocks, 0 doesn't wait.</summary>
    internal double? TimeoutSeconds(PythonSocket.socket owner, Socket socket)
    {
        // The socket has it, too, but .NET asks the system for it.
        int milliseconds = _timeout is null ? socket.SendTimeout : (int)_timeout.GetValue(owner)!;
        if (milliseconds > 0)
        {
            return milliseconds / MillisecondsPerSecond;
        }

        return socket.Blocking ? null : 0;
    }
}
