using System;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;
using AlertDescription = IronSsl.Tls.OpenSsl.AlertDescription;

namespace IronSsl.Tls.Tests.Engine;

/// <summary>Records that are taken where they lie, in arrays that belong to the program: they say the same as others,
/// and aren't changed.</summary>
public sealed class ProvidedRecordTests
{
    private const int LargestRecord = 16_384;

    public static TheoryData<int, string> SparingCiphers() => new()
    {
        { TlsVersion.Tls13, "DEFAULT" },
        { TlsVersion.Tls12, "ECDHE-RSA-AES128-GCM-SHA256" },
        { TlsVersion.Tls12, "ECDHE-RSA-CHACHA20-POLY1305" },
    };

    [Theory]
    [MemberData(nameof(SparingCiphers))]
    public void Records_in_one_array_are_read_and_stay_as_they_are(int version, string suite)
    {
        using EnginePair pair = Open(version, suite);
        byte[] first = EngineData.Bytes(LargestRecord);
        byte[] second = EngineData.Bytes(1);
        byte[] array = [0, 0, .. Sealed(pair, first), .. Sealed(pair, second), 23, 3, 3];
        byte[] before = [.. array];

        var rest = new ArraySegment<byte>(array, 2, array.Length - 2);
        foreach (byte[] data in (byte[][])[first, second])
        {
            int length = pair.Server.RecordToProvide(rest);
            Assert.InRange(length, data.Length + 5, data.Length + 60);
            pair.Server.ProvideRecord(rest[..length]);
            rest = rest[length..];
            Assert.Equal(data, pair.Server.ReadAll());
        }

        // Less than a header.
        Assert.Equal(0, pair.Server.RecordToProvide(rest));
        Assert.Equal(before, array);
    }

    [Theory]
    [MemberData(nameof(SparingCiphers))]
    public void A_spoiled_record_ends_the_connection_and_stays_as_it_is(int version, string suite)
    {
        using EnginePair pair = Open(version, suite);
        byte[] record = Sealed(pair, EngineData.Bytes(1_000));
        record[500] ^= 1;
        byte[] before = [.. record];

        Assert.Equal(record.Length, pair.Server.RecordToProvide(record));
        pair.Server.ProvideRecord(record);

        Assert.Equal(EngineStatus.Failed, pair.Server.Read(new byte[1_000], out int count));
        Assert.Equal(0, count);
        Assert.Equal(AlertDescription.BadRecordMac, pair.Server.Failure!.Alert);
        Assert.Equal(before, record);
        Assert.Equal(0, pair.Server.RecordToProvide(record));
    }

    [Theory]
    [InlineData("ECDHE-RSA-AES128-SHA")]
    [InlineData("ECDHE-RSA-CAMELLIA128-SHA256")]
    public void Ciphers_that_decrypt_in_place_get_a_copy(string suite)
    {
        using EnginePair pair = Open(TlsVersion.Tls12, suite);
        Assert.Equal(0, pair.Server.RecordToProvide(Sealed(pair, EngineData.Bytes(100))));
    }

    [Fact]
    public void What_is_no_whole_record_of_data_is_provided_as_ever()
    {
        using EnginePair pair = Open(TlsVersion.Tls12, "ECDHE-RSA-AES128-GCM-SHA256");
        byte[] record = Sealed(pair, EngineData.Bytes(100));
        Assert.Equal(0, pair.Server.RecordToProvide(record.AsSpan(0, 4)));
        Assert.Equal(0, pair.Server.RecordToProvide(record.AsSpan(0, record.Length - 1)));
        Assert.Equal(0, pair.Server.RecordToProvide([21, .. record[1..]]));
        Assert.Equal(0, pair.Server.RecordToProvide([record[0], 2, .. record[2..]]));

        // Longer than a record may be.
        Assert.Equal(0, pair.Server.RecordToProvide([.. record[..3], 0x41, 0x41, .. new byte[0x4141]]));

        // Behind the beginning of another one.
        pair.Server.ProvideInput(record.AsSpan(0, 3));
        Assert.Equal(0, pair.Server.RecordToProvide(record));
        pair.Server.Provide(record.AsSpan(3));
        Assert.Equal(EngineData.Bytes(100), pair.Server.ReadAll());
    }

    [Fact]
    public void Messages_of_TLS_13_that_are_no_data_are_understood()
    {
        using EnginePair pair = Open(TlsVersion.Tls13, "DEFAULT");
        pair.Client.Shutdown();
        byte[] closeNotify = pair.Client.TakeOutput();
        byte[] before = [.. closeNotify];

        Assert.Equal(closeNotify.Length, pair.Server.RecordToProvide(closeNotify));
        pair.Server.ProvideRecord(closeNotify);

        Assert.Equal(EngineStatus.Closed, pair.Server.Read(new byte[1], out _));
        Assert.Equal(before, closeNotify);
    }

    private static EnginePair Open(int version, string suite)
    {
        var pair = new EnginePair(
            TestSettings.Client().Only(version) with { Ciphers = TestSettings.Suites(suite) },
            TestSettings.Server("rsa").Only(version) with { Ciphers = TestSettings.Suites(suite) });
        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
        pair.Transfer();
        return pair;
    }

    private static byte[] Sealed(EnginePair pair, byte[] data)
    {
        pair.Client.WriteAll(data);
        return pair.Client.TakeOutput();
    }
}
