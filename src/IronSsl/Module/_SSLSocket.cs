using System;
using IronPython.Modules;
using IronPython.Runtime;
using IronPython.Runtime.Types;
using IronSsl.Engine.Sessions;

namespace IronSsl.Module;

public static partial class PythonSsl
{
    /// <summary>A connection.</summary>
    [PythonType]
    public sealed partial class _SSLSocket
    {
        internal _SSLSocket(
            _SSLContext sslContext, PythonSocket.socket socket, bool serverSide, string? serverHostname, object? owner,
            EngineSession? session) => throw new NotImplementedException();

        internal _SSLSocket(
            _SSLContext sslContext, MemoryBIO incoming, MemoryBIO outgoing, bool serverSide, string? serverHostname,
            object? owner, EngineSession? session) => throw new NotImplementedException();

        public object? session
        {
            get => throw new NotImplementedException();
            set => throw new NotImplementedException();
        }

        internal object CallbackTarget => this;
    }
}
