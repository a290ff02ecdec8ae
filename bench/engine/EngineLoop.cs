using System;
using System.Buffers;
using IronSsl.Tls.Engine;

namespace IronSsl.EngineBench;

/// <summary>Two engines on one thread, joined by arrays: what TLS itself costs, without sockets or Python.</summary>
internal sealed class EngineLoop : IDisposable
{
    public EngineLoop(EngineSettings client, EngineSettings server)
    {
        Client = new TlsEngine(client);
        Server = new TlsEngine(server);
    }

    public TlsEngine Client { get; }

    public TlsEngine Server { get; }

    /// <summary>Shakes hands and lets the client take the tickets.</summary>
    public void Handshake()
    {
        bool moved = true;
        while (moved)
        {
            EngineStatus client = Client.Handshake();
            moved = Move(Client, Server);
            EngineStatus server = Server.Handshake();
            while (server == EngineStatus.WantCallback)
            {
                Server.RunPendingCallback();
                server = Server.Handshake();
            }

            moved |= Move(Server, Client);
            if (client == EngineStatus.Failed || server == EngineStatus.Failed)
            {
                throw new InvalidOperationException($"{Client.Failure} {Server.Failure}");
            }
        }
    }

    /// <summary>Sends <paramref name="data"/> through both ciphers into <paramref name="destination"/>.</summary>
    public void Send(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        while (!data.IsEmpty)
        {
            if (Client.Write(data, out int written) != EngineStatus.Done)
            {
                throw new InvalidOperationException("write: " + Client.Failure);
            }

            Move(Client, Server);
            int due = written;
            while (due > 0)
            {
                if (Server.Read(destination, out int read) != EngineStatus.Done)
                {
                    throw new InvalidOperationException("read: " + Server.Failure);
                }

                destination = destination[read..];
                due -= read;
            }

            data = data[written..];
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    private bool Move(TlsEngine from, TlsEngine to)
    {
        bool moved = false;
        while (from.PendingOutputBytes > 0)
        {
            byte[] output = from.RentOutput(out int count);
            ReadOnlySpan<byte> bytes = output.AsSpan(0, count);
            while (!bytes.IsEmpty && to.InputBytesWanted is > 0 and int wanted)
            {
                int part = Math.Min(wanted, bytes.Length);
                to.ProvideInput(bytes[..part]);
                bytes = bytes[part..];
            }

            ArrayPool<byte>.Shared.Return(output);
            moved = true;
        }

        return moved;
    }
}
