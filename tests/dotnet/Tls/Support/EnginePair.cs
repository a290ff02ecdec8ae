using System;
using System.Collections.Generic;
using IronSsl.Tls.Engine;

namespace IronSsl.Tls.Tests.Support;

/// <summary>Two engines joined in memory, with a wire that can cut what passes into pieces and change it.</summary>
internal sealed class EnginePair : IDisposable
{
    private readonly Queue<byte> _toServer = new();
    private readonly Queue<byte> _toClient = new();

    public EnginePair(EngineSettings client, EngineSettings server)
        : this(new TlsEngine(client), new TlsEngine(server))
    {
    }

    public EnginePair(TlsEngine client, TlsEngine server)
    {
        Client = client;
        Server = server;
    }

    public TlsEngine Client { get; }

    public TlsEngine Server { get; }

    /// <summary>The most that is handed over at once.</summary>
    public int ChunkBytes { get; init; } = int.MaxValue;

    /// <summary>Changes a record on its way; null drops it. Told whether it goes to the server.</summary>
    public Func<bool, byte[], byte[]?>? Tamper { get; set; }

    /// <summary>All bytes that were sent to the server so far.</summary>
    public List<byte> SentToServer { get; } = [];

    /// <summary>All bytes that were sent to the client so far.</summary>
    public List<byte> SentToClient { get; } = [];

    /// <summary>Shakes hands until both sides are done or neither gets on.</summary>
    public (EngineStatus Client, EngineStatus Server) Handshake()
    {
        EngineStatus client = EngineStatus.WantInput;
        EngineStatus server = EngineStatus.WantInput;
        bool moved = true;
        while (moved)
        {
            client = Step(Client, static engine => engine.Handshake());
            moved = Transfer();
            server = Step(Server, static engine => engine.Handshake());
            moved |= Transfer();
        }

        return (client, server);
    }

    /// <summary>Sends data from one engine to the other and answers what arrived.</summary>
    public byte[] Send(TlsEngine from, byte[] data)
    {
        TlsEngine to = from == Client ? Server : Client;
        var arrived = new List<byte>();
        var buffer = new byte[20_000];
        int sent = 0;
        do
        {
            if (from.Write(data.AsSpan(sent), out int count) != EngineStatus.Done)
            {
                throw new InvalidOperationException("write: " + from.Failure);
            }

            sent += count;
            while (true)
            {
                Transfer();
                if (to.Read(buffer, out int read) != EngineStatus.Done)
                {
                    break;
                }

                arrived.AddRange(buffer.AsSpan(0, read));
            }
        }
        while (sent < data.Length);
        Transfer();
        return [.. arrived];
    }

    /// <summary>Moves everything that is pending, both ways, until nothing moves; true when something did.</summary>
    public bool Transfer()
    {
        bool moved = false;
        bool again = true;
        while (again)
        {
            again = Collect(Client, _toServer, true, SentToServer) | Collect(Server, _toClient, false, SentToClient);
            again |= Feed(Server, _toServer) | Feed(Client, _toClient);
            moved |= again;
        }

        return moved;
    }

    /// <summary>Ends the stream in one direction.</summary>
    public static void EndOfInput(TlsEngine engine) => engine.ProvideEndOfInput();

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    private static EngineStatus Step(TlsEngine engine, Func<TlsEngine, EngineStatus> call)
    {
        EngineStatus status = call(engine);
        while (status == EngineStatus.WantCallback)
        {
            engine.RunPendingCallback();
            status = call(engine);
        }

        return status;
    }

    private bool Collect(TlsEngine from, Queue<byte> wire, bool toServer, List<byte> log)
    {
        if (from.PendingOutputBytes == 0)
        {
            return false;
        }

        byte[] bytes = from.RentedOutput();
        foreach (byte[] record in Records(bytes))
        {
            log.AddRange(record);
            foreach (byte b in Tamper is null ? record : Tamper(toServer, record) ?? [])
            {
                wire.Enqueue(b);
            }
        }

        return true;
    }

    private bool Feed(TlsEngine to, Queue<byte> wire)
    {
        bool moved = false;
        while (wire.Count > 0)
        {
            int count = Math.Min(Math.Min(to.InputBytesWanted, wire.Count), ChunkBytes);
            if (count == 0)
            {
                break;
            }

            var bytes = new byte[count];
            for (int i = 0; i < count; i++)
            {
                bytes[i] = wire.Dequeue();
            }

            to.ProvideInput(bytes);
            moved = true;
        }

        return moved;
    }

    private static IEnumerable<byte[]> Records(byte[] bytes)
    {
        int start = 0;
        while (start < bytes.Length)
        {
            int length = 5 + (bytes[start + 3] << 8 | bytes[start + 4]);
            yield return bytes[start..(start + length)];
            start += length;
        }
    }
}
