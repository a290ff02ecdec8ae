using System;
using System.Linq;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Xunit;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>What <c>SealedOutput</c> takes for granted of BouncyCastle's record layer.</summary>
public sealed class SealingTripwireTests
{
    private const int HeaderLength = 5;
    private const int LargestText = 16_384;

    private static readonly byte[] s_text = [.. Enumerable.Range(0, (2 * LargestText) + 100).Select(i => (byte)i)];

    public static TheoryData<int> Versions => [ProtocolVersion.TLSv12.FullVersion, ProtocolVersion.TLSv13.FullVersion];

    [Theory]
    [MemberData(nameof(Versions))]
    [Tripwire("seal-thread")]
    public void A_record_is_sealed_on_the_thread_that_writes_before_the_call_returns(int version)
    {
        PlainPair pair = Open(version);

        pair.Client.WriteApplicationData(s_text);

        CipherCall[] calls = pair.ClientSide.Sealed;
        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.Equal(Environment.CurrentManagedThreadId, call.ThreadId));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    [Tripwire("seal-once")]
    public void Each_record_is_sealed_once_and_in_the_order_of_its_text(int version)
    {
        PlainPair pair = Open(version);

        pair.Client.WriteApplicationData(s_text);
        pair.Transfer();

        CipherCall[] calls = pair.ClientSide.Sealed;
        Assert.Equal([LargestText, LargestText, 100], calls.Select(call => call.Length));
        Assert.Equal([0, 1, 2], calls.Select(call => call.Sequence - calls[0].Sequence));
        Assert.Single(calls.Select(call => call.Cipher).Distinct());
        var arrived = new byte[s_text.Length];
        Assert.Equal(arrived.Length, pair.Server.ReadApplicationData(arrived, 0, arrived.Length));
        Assert.Equal(s_text, arrived);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    [Tripwire("seal-queue")]
    public void The_queue_gets_what_the_cipher_answers_and_nothing_else(int version)
    {
        PlainPair pair = Open(version);

        // As SealedOutput does: a record without a body, in the same array each time.
        var placeholder = new byte[HeaderLength];
        pair.ClientSide.Crypto.Seal = (_, record) =>
            new TlsEncodeResult(placeholder, 0, HeaderLength, record.recordType);
        int before = pair.Client.Output.Available;

        pair.Client.WriteApplicationData(s_text);

        Assert.Equal(3 * HeaderLength, pair.Client.Output.Available - before);
        pair.ClientSide.Crypto.Seal = null;

        // A copy, which no later use of the array changes.
        placeholder.AsSpan().Clear();
        var queued = new byte[HeaderLength];
        pair.Client.Output.Read(queued, before);
        Assert.Equal((byte)ContentType.application_data, queued[0]);
        pair.Client.Output.RemoveData(3 * HeaderLength);
        Assert.Equal(0, pair.Client.Output.Available);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    [Tripwire("seal-header")]
    public void The_cipher_is_told_the_version_and_the_room_that_the_header_has(int version)
    {
        PlainPair pair = Open(version);

        pair.Client.WriteApplicationData(s_text.AsSpan(0, 100));

        CipherCall call = Assert.Single(pair.ClientSide.Sealed);
        byte[] record = Assert.Single(PlainPair.Take(pair.Client));
        Assert.Equal(HeaderLength, call.Offset);
        Assert.Equal(call.Version.FullVersion, record[1] << 8 | record[2]);
        Assert.Equal(ContentType.application_data, call.Type);
        Assert.Equal(ContentType.application_data, record[0]);
    }

    [Fact]
    [Tripwire("seal-split")]
    public void In_TLS_1_0_an_empty_record_goes_before_each_record_of_data()
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv10);
        pair.ClientSide.Crypto.Calls.Clear();
        pair.Client.AppDataSplitMode = PlainClientProtocol.EmptyRecordFirst;

        pair.Client.WriteApplicationData(s_text);

        Assert.Equal([0, LargestText, 0, LargestText, 0, 100], pair.ClientSide.Sealed.Select(call => call.Length));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    [Tripwire("write-all")]
    public void Every_record_passes_WriteRecord_and_is_then_at_the_end_of_the_output(int version)
    {
        PlainPair pair = Open(version);

        pair.Client.WriteApplicationData(s_text);
        pair.Client.Alert(AlertDescription.close_notify);
        byte[][] sent = [.. PlainPair.Take(pair.Client)];

        // Those of the handshake before, too: all that was ever sent went this way.
        Assert.Equal(
            [
                ContentType.application_data, ContentType.application_data, ContentType.application_data,
                ContentType.alert,
            ],
            pair.ClientSide.Written.TakeLast(4).Select(record => record.Type));
        Assert.Equal(sent, pair.ClientSide.Written.TakeLast(4).Select(record => record.Output));
        Assert.Equal(
            version == ProtocolVersion.TLSv13.FullVersion
                ? [ContentType.handshake, ContentType.change_cipher_spec, ContentType.handshake]
                : [ContentType.handshake, ContentType.handshake, ContentType.change_cipher_spec, ContentType.handshake],
            pair.ClientSide.Written.SkipLast(4).Select(record => record.Type));
    }

    [Fact]
    [Tripwire("write-limit")]
    public void A_record_holds_no_more_than_16_KiB()
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv13);

        Assert.Throws<TlsFatalAlert>(() => pair.Client.SendRecord(ContentType.handshake, new byte[LargestText + 1]));
        Assert.True(pair.Client.IsFailed);
    }

    private static PlainPair Open(int version)
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.Get(version >> 8, version & 0xFF));
        pair.ClientSide.Crypto.Calls.Clear();
        return pair;
    }
}
