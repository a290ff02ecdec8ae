using System.Collections.Generic;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

/// <summary>Output that is taken as arrays is what would have been copied: all of it, once, in its order.</summary>
public sealed class TakenOutputTests
{
    private const int LargestRecord = 16_384;
    private const int CloseNotifyBytes = 2;

    [Theory]
    [MemberData(nameof(ReceivedDataTests.Ciphers), MemberType = typeof(ReceivedDataTests))]
    public void Records_taken_one_by_one_arrive(int version, string suite)
    {
        using EnginePair pair = Open(version, suite);
        foreach (int length in (int[])[1, LargestRecord, LargestRecord, 20_000, 100, 9_000, 9_000, 9_000, 9_000])
        {
            byte[] data = EngineData.Bytes(length);
            pair.Client.WriteAll(data);
            byte[] taken = pair.Client.TakeOutput();
            Assert.Equal(0, pair.Client.PendingOutputBytes);
            Assert.Empty(pair.Client.TakeOutput());
            Assert.Equal(data, Arrived(pair.Server, taken));
        }
    }

    [Theory]
    [MemberData(nameof(ReceivedDataTests.Ciphers), MemberType = typeof(ReceivedDataTests))]
    public void Records_that_wait_together_are_taken_together(int version, string suite)
    {
        using EnginePair pair = Open(version, suite);
        byte[][] pieces = [EngineData.Bytes(300), EngineData.Bytes(LargestRecord), EngineData.Bytes(300)];
        foreach (byte[] piece in pieces)
        {
            pair.Client.WriteAll(piece);
        }

        Assert.Equal([.. pieces[0], .. pieces[1], .. pieces[2]], Arrived(pair.Server, pair.Client.TakeOutput()));
    }

    [Theory]
    [MemberData(nameof(ReceivedDataTests.Ciphers), MemberType = typeof(ReceivedDataTests))]
    public void An_alert_behind_a_record_is_taken_with_it(int version, string suite)
    {
        using EnginePair pair = Open(version, suite);

        // An alert of which the record is as long as the one before it must not pass for that.
        byte[] data = EngineData.Bytes(CloseNotifyBytes);
        pair.Client.WriteAll(data);
        Assert.Equal(data, Arrived(pair.Server, pair.Client.TakeOutput()));
        pair.Client.WriteAll(data);
        pair.Client.Shutdown();
        Assert.Equal(data, Arrived(pair.Server, pair.Client.TakeOutput()));
        Assert.Equal(EngineStatus.Closed, pair.Server.Read(new byte[1], out _));
    }

    [Theory]
    [MemberData(nameof(ReceivedDataTests.Ciphers), MemberType = typeof(ReceivedDataTests))]
    public void An_alert_that_is_as_long_as_the_record_that_was_sent_before_is_taken(int version, string suite)
    {
        using EnginePair pair = Open(version, suite);
        byte[] data = EngineData.Bytes(CloseNotifyBytes);
        pair.Client.WriteAll(data);
        Assert.Equal(data, Arrived(pair.Server, pair.Client.RentedOutput()));
        pair.Client.Shutdown();
        Assert.Empty(Arrived(pair.Server, pair.Client.TakeOutput()));
        Assert.Equal(EngineStatus.Closed, pair.Server.Read(new byte[1], out _));
    }

    [Theory]
    [MemberData(nameof(ReceivedDataTests.Ciphers), MemberType = typeof(ReceivedDataTests))]
    public void Output_is_the_same_for_arrays_of_its_size_and_of_the_pool(int version, string suite)
    {
        using EnginePair pair = Open(version, suite);
        foreach (int length in (int[])[1, LargestRecord, 3 * LargestRecord, 20_000, 0, 100])
        {
            byte[] data = EngineData.Bytes(length);
            pair.Client.WriteAll(data);
            Assert.Equal(data, Arrived(pair.Server, pair.Client.RentedOutput()));
            Assert.Equal(0, pair.Client.PendingOutputBytes);
            Assert.Empty(pair.Client.RentedOutput());
            pair.Client.WriteAll(data);
            Assert.Equal(data, Arrived(pair.Server, pair.Client.TakeOutput()));
        }
    }

    [Theory]
    [MemberData(nameof(ReceivedDataTests.Ciphers), MemberType = typeof(ReceivedDataTests))]
    public void Records_and_alerts_of_several_calls_keep_their_order(int version, string suite)
    {
        using EnginePair pair = Open(version, suite);
        byte[][] pieces =
            [EngineData.Bytes(2 * LargestRecord), EngineData.Bytes(1), EngineData.Bytes(LargestRecord + 1)];
        foreach (byte[] piece in pieces)
        {
            pair.Client.WriteAll(piece);
        }

        pair.Client.Shutdown();
        Assert.Equal([.. pieces[0], .. pieces[1], .. pieces[2]], Arrived(pair.Server, pair.Client.RentedOutput()));
        Assert.Equal(EngineStatus.Closed, pair.Server.Read(new byte[1], out _));
    }

    [Theory]
    [MemberData(nameof(ReceivedDataTests.Ciphers), MemberType = typeof(ReceivedDataTests))]
    public void An_array_that_was_taken_is_the_takers(int version, string suite)
    {
        using EnginePair pair = Open(version, suite);
        var taken = new List<byte[]>();
        var before = new List<byte[]>();
        for (int i = 0; i < 10; i++)
        {
            pair.Client.WriteAll(EngineData.Bytes(LargestRecord));
            byte[] record = pair.Client.TakeOutput();
            Assert.DoesNotContain(taken, other => ReferenceEquals(other, record));
            taken.Add(record);
            before.Add([.. record]);
        }

        Assert.Equal(before, taken);
    }

    // What is taken first makes the engine seal for a taker.
    private static EnginePair Open(int version, string suite)
    {
        var pair = new EnginePair(
            TestSettings.Client().Only(version) with { Ciphers = TestSettings.Suites(suite) },
            TestSettings.Server("rsa").Only(version) with { Ciphers = TestSettings.Suites(suite) });
        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
        Assert.Empty(pair.Client.TakeOutput());
        pair.Client.WriteAll([1]);
        Assert.Equal([1], Arrived(pair.Server, pair.Client.TakeOutput()));
        return pair;
    }

    private static byte[] Arrived(TlsEngine engine, byte[] records)
    {
        engine.Provide(records);
        return engine.ReadAll();
    }
}
