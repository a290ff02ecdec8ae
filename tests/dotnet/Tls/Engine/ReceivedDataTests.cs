using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

/// <summary>Application data between the record they came in and the program; and what a connection keeps of
/// them.</summary>
public sealed class ReceivedDataTests
{
    private const int LargestRecord = 16_384;

    // An AEAD and a block cipher of .NET's, and a cipher that is BouncyCastle's own.
    public static TheoryData<int, string> Ciphers() => new()
    {
        { TlsVersion.Tls13, "DEFAULT" },
        { TlsVersion.Tls12, "ECDHE-RSA-AES128-GCM-SHA256" },
        { TlsVersion.Tls12, "ECDHE-RSA-AES128-SHA" },
        { TlsVersion.Tls12, "ECDHE-RSA-CAMELLIA128-SHA256" },
    };

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void Records_that_wait_together_are_read_in_their_order(int version, string suite)
    {
        using EnginePair pair = Open(version, suite);
        byte[][] records = [Bytes(LargestRecord), Bytes(1), Bytes(5_000)];
        foreach (byte[] record in records)
        {
            Assert.Equal(EngineStatus.Done, pair.Client.Write(record, out int taken));
            Assert.Equal(record.Length, taken);
            pair.Transfer();
        }

        byte[] expected = [.. records.SelectMany(record => record)];
        Assert.Equal(expected.Length, pair.Server.PendingPlaintextBytes);
        Assert.Equal(expected, ReadAll(pair.Server, 1_000));
        Assert.Equal(0, pair.Server.PendingPlaintextBytes);
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void Data_that_come_behind_what_is_half_read_are_read_after_it(int version, string suite)
    {
        using EnginePair pair = Open(version, suite);
        byte[] first = Bytes(3_000);
        byte[] second = Bytes(LargestRecord);
        pair.Client.Write(first, out _);
        pair.Transfer();
        var half = new byte[1_500];
        Assert.Equal(EngineStatus.Done, pair.Server.Read(half, out int count));
        Assert.Equal(first[..1_500], half[..count]);

        pair.Client.Write(second, out _);
        pair.Transfer();

        Assert.Equal([.. first[1_500..], .. second], ReadAll(pair.Server, 4_096));
    }

    [Fact]
    public void Data_in_many_small_pieces_are_joined_in_little_time()
    {
        // Copied anew for each piece, it would be 550 GB.
        const int Pieces = 1 << 20;
        using var data = new ReceivedData();
        TimeSpan start = ProcessorTime.OfThisThread();
        for (int i = 0; i < Pieces; i++)
        {
            byte[] piece = ArrayPool<byte>.Shared.Rent(30);
            piece[7] = (byte)(i >> 3);
            data.Add(piece, 7, 1);
        }

        Assert.True(ProcessorTime.OfThisThread() - start < TimeSpan.FromSeconds(3));
        Assert.Equal(Pieces, data.Available);
        var all = new byte[Pieces + 1];
        Assert.Equal(Pieces, data.Read(all));
        Assert.True(all.AsSpan(0, Pieces).SequenceEqual([.. Enumerable.Range(0, Pieces).Select(i => (byte)(i >> 3))]));
    }

    [Fact]
    public void More_data_than_a_record_may_carry_are_refused()
    {
        // RFC 8446 section 5.4: over 2^14 bytes of plaintext MUST be refused with record_overflow.
        var keyLog = new List<string>();
        using EnginePair pair = OpenTls13(keyLog);
        var server = new Tls13Forger(keyLog, "SERVER_TRAFFIC_SECRET_0");

        pair.Client.Provide(server.Seal(Tls13Forger.ApplicationData, new byte[LargestRecord]));
        Assert.Equal(LargestRecord, pair.Client.PendingPlaintextBytes);
        pair.Client.Provide(server.Seal(Tls13Forger.ApplicationData, new byte[LargestRecord + 1]));

        Assert.Equal(EngineState.Failed, pair.Client.State);
        Assert.Equal(AlertDescription.RecordOverflow, pair.Client.Failure!.Alert);
        Assert.Equal(0, pair.Client.PendingPlaintextBytes);
    }

    [Fact]
    public void Data_before_the_handshake_is_over_are_refused()
    {
        var keyLog = new List<string>();
        EngineSettings client = TestSettings.Client().Only(TlsVersion.Tls13) with
        {
            Callbacks = new EngineCallbacks { KeyLogLine = keyLog.Add },
        };
        using var pair = new EnginePair(client, TestSettings.Server("p256").Only(TlsVersion.Tls13));
        int recordsToServer = 0;
        pair.Tamper = (toServer, record) => toServer && recordsToServer++ > 0 ? null : record;
        pair.Handshake();
        Assert.Equal(EngineState.Handshaking, pair.Server.State);

        var impatient = new Tls13Forger(keyLog, "CLIENT_HANDSHAKE_TRAFFIC_SECRET");
        pair.Server.Provide(impatient.Seal(Tls13Forger.ApplicationData, 1, 2, 3));

        Assert.Equal(EngineState.Failed, pair.Server.State);
        Assert.Equal(AlertDescription.UnexpectedMessage, pair.Server.Failure!.Alert);
        Assert.Equal(EngineStatus.Failed, pair.Server.Read(new byte[10], out int count));
        Assert.Equal(0, count);
    }

    [Fact]
    public void What_was_not_read_is_gone_when_the_connection_fails()
    {
        var keyLog = new List<string>();
        using EnginePair pair = OpenTls13(keyLog);
        var server = new Tls13Forger(keyLog, "SERVER_TRAFFIC_SECRET_0");
        pair.Client.Provide(server.Seal(Tls13Forger.ApplicationData, 1, 2, 3));
        byte[] spoilt = server.Seal(Tls13Forger.ApplicationData, 4, 5, 6);
        spoilt[^1] ^= 1;

        pair.Client.Provide(spoilt);

        Assert.Equal(EngineStatus.Failed, pair.Client.Read(new byte[10], out int count));
        Assert.Equal(0, count);
    }

    [Fact]
    public void A_connection_that_waits_for_input_keeps_no_large_output_queue()
    {
        // The ciphers of the platform never put a record into the queue.
        using EnginePair pair = Open(TlsVersion.Tls12, "ECDHE-RSA-CAMELLIA128-SHA256");
        byte[] data = Bytes(LargestRecord);
        WriteAndDrop(pair.Client, data);
        long again = Allocated(() => WriteAndDrop(pair.Client, data));
        pair.Client.PrepareInput();
        pair.Client.CancelInput();
        long afterwards = Allocated(() => WriteAndDrop(pair.Client, data));

        // The queue is kept from write to write, and made anew when it was given up.
        Assert.InRange(afterwards - again, LargestRecord, long.MaxValue);
    }

    [Fact]
    public void A_write_needs_no_array_of_its_own()
    {
        using EnginePair pair = Open(TlsVersion.Tls13, "DEFAULT");
        byte[] data = Bytes(LargestRecord);
        WriteAndDrop(pair.Client, data);
        Assert.InRange(Allocated(() => WriteAndDrop(pair.Client, data)), 0, LargestRecord / 10);
    }

    private static EnginePair Open(int version, string suite)
    {
        var pair = new EnginePair(
            TestSettings.Client().Only(version) with { Ciphers = TestSettings.Suites(suite) },
            TestSettings.Server("rsa").Only(version) with { Ciphers = TestSettings.Suites(suite) });
        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
        return pair;
    }

    private static EnginePair OpenTls13(List<string> keyLog)
    {
        var pair = new EnginePair(
            TestSettings.Client().Only(TlsVersion.Tls13) with
            {
                Callbacks = new EngineCallbacks { KeyLogLine = keyLog.Add },
            },
            TestSettings.Server("p256").Only(TlsVersion.Tls13) with { TicketCount = 0 });
        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
        return pair;
    }

    private static byte[] ReadAll(TlsEngine engine, int pieceBytes)
    {
        var all = new List<byte>();
        var piece = new byte[pieceBytes];
        while (engine.Read(piece, out int count) == EngineStatus.Done)
        {
            all.AddRange(piece.AsSpan(0, count));
        }

        return [.. all];
    }

    private static void WriteAndDrop(TlsEngine engine, byte[] data)
    {
        Assert.Equal(EngineStatus.Done, engine.Write(data, out _));
        byte[] output = engine.RentOutput(out int count);
        Assert.InRange(count, data.Length, output.Length);
        ArrayPool<byte>.Shared.Return(output);
    }

    private static long Allocated(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(length, length).Select(i => (byte)(i * 7))];
}
