using System.Net.Sockets;
using System.Runtime.CompilerServices;
using IronPython.Modules;

namespace IronSsl.Module.Runtime;

/// <summary>
/// What IronPython's socket type keeps to itself: the .NET socket and the time-out. Its public methods can't stand in for
/// them: `recv` reports ENOTCONN for every failure while no time-out is set.
/// </summary>
/// <remarks>
/// Written for IronPython 3.4.2; the fields are `_socket` and `_timeout` of `PythonSocket.socket`. A version without them fails at
/// the first use with MissingFieldException, not silently.
/// </remarks>
internal static class SocketAdapter
{
    private const double MillisecondsPerSecond = 1000.0;

    /// <summary>The .NET socket; null once the Python socket was detached from it (or was never initialised).</summary>
    internal static Socket? SocketOf(PythonSocket.socket socket) => SocketField(socket);

    /// <summary>The time-out as Python has it: null blocks, 0 doesn't wait.</summary>
    internal static double? TimeoutSeconds(PythonSocket.socket owner, Socket socket)
    {
        int milliseconds = TimeoutField(owner);
        if (milliseconds > 0)
        {
            return milliseconds / MillisecondsPerSecond;
        }

        return socket.Blocking ? null : 0;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_socket")]
    private static extern ref Socket? SocketField(PythonSocket.socket socket);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_timeout")]
    private static extern ref int TimeoutField(PythonSocket.socket socket);
}
