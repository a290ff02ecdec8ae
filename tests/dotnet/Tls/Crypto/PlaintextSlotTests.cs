using System;
using IronSsl.Tls.Crypto.Records;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>Only application data of the record that was offered stay in place; all else goes its usual way.</summary>
public sealed class PlaintextSlotTests
{
    private readonly FakeTlsContext _context = new(new BcTlsCrypto(), false, ProtocolVersion.TLSv13);
    private readonly PlaintextSlot _slot = new();
    private readonly byte[] _record = new byte[20_000];

    [Fact]
    public void Data_of_the_record_stay_in_it()
    {
        using (_slot.Open(_record))
        {
            Assert.Equal(0, Deliver(_record, 100, ContentType.application_data));
        }

        Assert.Equal((5, 100), (_slot.Offset, _slot.Length));
        using (_slot.Open(_record))
        {
            Assert.Equal(0, _slot.Length);
        }
    }

    [Theory]
    [InlineData(100, ContentType.handshake)]
    [InlineData(100, ContentType.alert)]
    [InlineData(16_385, ContentType.application_data)]
    public void Other_types_and_lengths_go_to_the_record_layer(int length, short type)
    {
        using (_slot.Open(_record))
        {
            Assert.Equal(length, Deliver(_record, length, type));
        }

        Assert.Equal(0, _slot.Length);
    }

    [Fact]
    public void Data_in_another_array_go_to_the_record_layer()
    {
        using (_slot.Open(_record))
        {
            Assert.Equal(100, Deliver(new byte[200], 100, ContentType.application_data));
        }

        using (_slot.Open(null))
        {
            Assert.Equal(100, Deliver(_record, 100, ContentType.application_data));
        }

        Assert.Equal(0, _slot.Length);
    }

    [Fact]
    public void A_shorter_limit_leaves_all_data_to_the_record_layer()
    {
        _context.Set("m_maxFragmentLength", (short)MaxFragmentLength.pow2_9);
        using (_slot.Open(_record))
        {
            Assert.Equal(100, Deliver(_record, 100, ContentType.application_data));
        }

        Assert.Equal(0, _slot.Length);
    }

    [Fact]
    public void A_record_is_spared_only_by_a_cipher_that_has_shown_that_it_can()
    {
        var place = new byte[_record.Length];
        Assert.Throws<InvalidOperationException>(() => _slot.OpenSparing(_record, place).Dispose());
        using (_slot.Open(_record))
        {
            Assert.Same(_record, PlaintextSlot.PlaceFor(_record, 5, 100).Array);
        }

        using (_slot.OpenSparing(_record, place))
        {
            var other = new byte[200];
            Assert.Same(other, PlaintextSlot.PlaceFor(other, 5, 100).Array);
            ArraySegment<byte> text = PlaintextSlot.PlaceFor(_record, 5, 100);
            Assert.Equal((place, 0, 100), (text.Array, text.Offset, text.Count));
            Assert.Equal(100, Deliver(_record, 100, ContentType.application_data));
            Assert.Equal(0, Deliver(place, 100, ContentType.application_data));
        }

        Assert.Equal(100, _slot.Length);
    }

    [Fact]
    public void A_closed_slot_takes_nothing_and_an_outer_one_goes_on()
    {
        var inner = new PlaintextSlot();
        using (_slot.Open(_record))
        {
            var other = new byte[200];
            using (inner.Open(other))
            {
                Assert.Equal(0, Deliver(other, 50, ContentType.application_data));
            }

            Assert.Equal(0, Deliver(_record, 100, ContentType.application_data));
        }

        Assert.Equal(100, Deliver(_record, 100, ContentType.application_data));
        Assert.Equal((50, 100), (inner.Length, _slot.Length));
    }

    private int Deliver(byte[] record, int length, short type)
    {
        TlsDecodeResult result = PlaintextSlot.Deliver(record, 5, length, type, _context.SecurityParameters);
        Assert.Same(record, result.buf);
        Assert.Equal((5, type), (result.off, result.contentType));
        return result.len;
    }
}
