using System;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace IronSsl.Tls.Transport;

/// <summary>
/// `recv` and `send` of Linux, which can be told call by call not to wait. .NET's sockets have a mode instead, so that
/// with them a send that must not wait for ever costs two more system calls.
/// </summary>
internal static partial class LinuxSocket
{
    // From <bits/socket.h> and <asm-generic/errno.h>; the same on all of .NET's Linux platforms.
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int Interrupted = 4;
    private const int TryAgain = 11;

    /// <summary>Whether this is the system for it.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux();

    /// <summary>
    /// Receives what there is. A blocking socket waits for it, for as long as its own time-out says, unless
    /// <paramref name="mayWait"/> is false; <see cref="SocketError.WouldBlock"/> when nothing came.
    /// </summary>
    /// <returns>0 at the end of the stream or with an error.</returns>
    /// <exception cref="ObjectDisposedException">The socket was closed, maybe by another thread during the
    /// call.</exception>
    public static int Receive(Socket socket, Span<byte> destination, bool mayWait, out SocketError error)
    {
        SafeSocketHandle handle = socket.SafeHandle;
        while (true)
        {
            nint count = Receive(
                handle, ref MemoryMarshal.GetReference(destination), (nuint)destination.Length, mayWait ? 0 : DontWait);
            if (count >= 0)
            {
                // .NET ends a call that waits by shutting the connection down.
                ObjectDisposedException.ThrowIf(count == 0 && handle.IsClosed, socket);
                error = SocketError.Success;
                return (int)count;
            }

            int number = Marshal.GetLastPInvokeError();
            if (number == Interrupted)
            {
                continue;
            }

            // An error that isn't in the table lasts: .NET meets it again and has a name for it.
            return TryName(number, out error) ? 0 : socket.Receive(destination, SocketFlags.None, out error);
        }
    }

    /// <summary>Sends as much as there is room for at once; <see cref="SocketError.WouldBlock"/> when there is
    /// none.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public static int Send(Socket socket, ReadOnlySpan<byte> source, out SocketError error)
    {
        SafeSocketHandle handle = socket.SafeHandle;
        while (true)
        {
            nint count = Send(
                handle, in MemoryMarshal.GetReference(source), (nuint)source.Length, DontWait | NoSignal);
            if (count >= 0)
            {
                error = SocketError.Success;
                return (int)count;
            }

            int number = Marshal.GetLastPInvokeError();
            if (number == Interrupted)
            {
                continue;
            }

            return TryName(number, out error) ? 0 : socket.Send(source, SocketFlags.None, out error);
        }
    }

    /// <summary>.NET's name for the errors that the system tells once and then forgets.</summary>
    private static bool TryName(int number, out SocketError error)
    {
        error = number switch
        {
            TryAgain => SocketError.WouldBlock,
            32 => SocketError.Shutdown,
            100 => SocketError.NetworkDown,
            101 => SocketError.NetworkUnreachable,
            103 => SocketError.ConnectionAborted,
            104 => SocketError.ConnectionReset,
            107 => SocketError.NotConnected,
            110 => SocketError.TimedOut,
            111 => SocketError.ConnectionRefused,
            113 => SocketError.HostUnreachable,
            _ => SocketError.Success,
        };
        return error is not SocketError.Success;
    }

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(SafeSocketHandle socket, ref byte buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(SafeSocketHandle socket, in byte buffer, nuint length, int flags);
}
