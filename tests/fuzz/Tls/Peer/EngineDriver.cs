using System;
using System.Buffers;
using IronSsl.Fuzz.Harness;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Fuzz.Peer;

/// <summary>Does with an engine what the transports do: gives it input as it wants it, runs its callbacks, takes data
/// and output.</summary>
internal sealed class EngineDriver(TlsEngine engine, bool providesRecords) : IDisposable
{
    // More calls without input than any engine can have work for.
    private const int MostCalls = 10_000;

    private readonly byte[] _buffer = new byte[4096];

    /// <summary>The engine's status after the last step.</summary>
    public EngineStatus Status { get; private set; } = EngineStatus.WantInput;

    /// <summary>Gives what came from the peer, as far as the engine takes it.</summary>
    public void Provide(byte[] wire)
    {
        int at = 0;
        while (at < wire.Length)
        {
            if (engine.InputBytesWanted == 0)
            {
                Advance();
            }

            if (engine.InputBytesWanted == 0)
            {
                return;
            }

            at += ProvideSome(wire, at);
        }
    }

    /// <summary>Goes on as far as the engine gets without input.</summary>
    public void Advance()
    {
        for (int calls = 0; calls < MostCalls; calls++)
        {
            Status = engine.Read(_buffer, out int count);
            if (Status == EngineStatus.WantHandshake)
            {
                Status = engine.Handshake();
                if (Status == EngineStatus.Done)
                {
                    continue;
                }
            }

            switch (Status)
            {
                case EngineStatus.Done when count > 0:
                    break;
                case EngineStatus.WantCallback:
                    engine.RunPendingCallback();
                    break;
                case EngineStatus.WantInput when engine.InputBytesWanted == 0:
                    throw new BrokenRuleException("The engine wants input and takes none.");
                case EngineStatus.Done:
                    throw new BrokenRuleException("A read is done without data.");
                default:
                    return;
            }
        }

        throw new BrokenRuleException("The engine doesn't get on.");
    }

    /// <summary>All output that is due.</summary>
    public byte[] TakeOutput()
    {
        if (engine.PendingOutputBytes == 0)
        {
            return [];
        }

        byte[] rented = engine.RentOutput(out int count);
        byte[] output = rented[..count];
        ArrayPool<byte>.Shared.Return(rented);
        return output;
    }

    /// <summary>Something that the program asks of the engine; a refusal that leaves the connection as it is, is
    /// fine.</summary>
    public void Call(EngineCall call, int number)
    {
        try
        {
            switch (call)
            {
                case EngineCall.Write:
                    engine.Write(new byte[number * 128], out _);
                    break;
                case EngineCall.Shutdown:
                    engine.Shutdown();
                    break;
                case EngineCall.RequestClientAuthentication:
                    engine.RequestClientAuthentication();
                    break;
                case EngineCall.EndOfInput:
                    engine.ProvideEndOfInput();
                    break;
                case EngineCall.ReadNothing:
                    engine.Read([], out _);
                    break;
            }
        }
        catch (TlsFailure)
        {
            // It came at the wrong moment.
        }
    }

    public void Dispose() => engine.Dispose();

    private int ProvideSome(byte[] wire, int at)
    {
        if (providesRecords)
        {
            int whole = engine.RecordToProvide(wire.AsSpan(at));
            if (whole > 0)
            {
                engine.ProvideRecord(new ArraySegment<byte>(wire, at, whole));
                return whole;
            }

            Memory<byte> place = engine.PrepareInput();
            int lent = Math.Min(place.Length, wire.Length - at);
            wire.AsSpan(at, lent).CopyTo(place.Span);
            engine.CommitInput(lent);
            return Math.Max(lent, 1);
        }

        int count = Math.Min(engine.InputBytesWanted, wire.Length - at);
        engine.ProvideInput(wire.AsSpan(at, count));
        return count;
    }
}
