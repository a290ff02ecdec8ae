using System;
using System.Linq;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Xunit;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>What <c>PlaintextSlot</c> takes for granted of BouncyCastle's record layer.</summary>
public sealed class OpeningTripwireTests
{
    private const int HeaderLength = 5;

    private static readonly byte[] s_text = [.. Enumerable.Range(0, 1_000).Select(i => (byte)i)];

    public static TheoryData<int> Versions => [ProtocolVersion.TLSv12.FullVersion, ProtocolVersion.TLSv13.FullVersion];

    [Theory]
    [MemberData(nameof(Versions))]
    [Tripwire("open-thread")]
    public void A_record_is_opened_on_the_thread_that_offers_it_before_the_call_returns(int version)
    {
        (PlainPair pair, byte[] record) = Seal(version);

        pair.Server.OfferInput(record, 0, record.Length);

        Assert.Equal(Environment.CurrentManagedThreadId, Assert.Single(pair.ServerSide.Opened).ThreadId);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    [Tripwire("open-place")]
    public void A_whole_record_is_opened_once_and_where_it_lies(int version)
    {
        (PlainPair pair, byte[] record) = Seal(version);
        byte[] array = [0, 0, 0, .. record, 0];

        pair.Server.OfferInput(array, 3, record.Length);

        CipherCall call = Assert.Single(pair.ServerSide.Opened);
        Assert.Same(array, call.Array);
        Assert.Equal((3 + HeaderLength, record.Length - HeaderLength), (call.Offset, call.Length));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    [Tripwire("open-empty")]
    public void A_record_of_data_may_be_empty_and_leaves_nothing_in_the_queue(int version)
    {
        (PlainPair pair, byte[] record) = Seal(version);

        // As PlaintextSlot does.
        pair.ServerSide.Crypto.Open = opened => new TlsDecodeResult(opened.buf, opened.off, 0, opened.contentType);
        pair.Server.OfferInput(record, 0, record.Length);

        Assert.Equal(0, pair.Server.ApplicationDataAvailable);
        Assert.True(pair.Server.IsConnected);
        Assert.Equal(0, pair.Server.GetAvailableOutputBytes());
    }

    [Fact]
    [Tripwire("open-type")]
    public void An_empty_record_of_data_is_refused_before_the_handshake_is_over()
    {
        var pair = new PlainPair(new PlainSettings(ProtocolVersion.TLSv13));
        pair.Start();
        byte[] hello = Assert.Single(PlainPair.Take(pair.Client));
        pair.Server.OfferInput(hello, 0, hello.Length);

        // The client's Finished, said to be an empty record of data.
        pair.ServerSide.Crypto.Open = opened =>
            new TlsDecodeResult(opened.buf, opened.off, 0, ContentType.application_data);

        TlsFatalAlert refusal = Assert.Throws<TlsFatalAlert>(pair.Transfer);
        Assert.Equal(AlertDescription.unexpected_message, refusal.AlertDescription);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    [Tripwire("open-length")]
    public void A_record_of_data_holds_no_more_than_16_KiB(int version)
    {
        (PlainPair pair, byte[] record) = Seal(version);
        pair.ServerSide.Crypto.Open = opened => new TlsDecodeResult(new byte[20_000], 0, 16_385, opened.contentType);

        TlsFatalAlert refusal =
            Assert.Throws<TlsFatalAlert>(() => pair.Server.OfferInput(record, 0, record.Length));
        Assert.Equal(AlertDescription.record_overflow, refusal.AlertDescription);
    }

    [Fact]
    [Tripwire("open-ciphers")]
    public void In_TLS_1_3_the_first_cipher_is_the_handshake_s_and_the_second_the_data_s()
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv13);

        pair.Client.WriteApplicationData(s_text);
        pair.Transfer();

        Assert.Equal([0, 1], pair.ServerSide.Opened.Select(call => call.Cipher));
        Assert.Equal([0L, 0L], pair.ServerSide.Opened.Select(call => call.Sequence));
    }

    private static (PlainPair Pair, byte[] Record) Seal(int version)
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.Get(version >> 8, version & 0xFF));
        pair.ServerSide.Crypto.Calls.Clear();
        pair.Client.WriteApplicationData(s_text);
        return (pair, Assert.Single(PlainPair.Take(pair.Client)));
    }
}
