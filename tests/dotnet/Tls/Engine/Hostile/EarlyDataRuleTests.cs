using System.Linq;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 section 4.2.10: what a client sends before a server that takes no early data has
/// answered.</summary>
public sealed class EarlyDataRuleTests
{
    private const int MaximumBytes = (1 << 14) + (6 * 17) + 2;

    [Theory]
    [InlineData(1, 100, false)]
    [InlineData(1, 16_401, false)]
    [InlineData(200, 50, false)]
    [InlineData(1, 100, true)]
    [InlineData(200, 50, true)]
    [PeerRule("8446-4.2.10-p")]
    public void Early_data_of_a_stranger_s_ticket_are_passed_over(int records, int bytes, bool isRetried)
    {
        using HostileClient client = Make(isRetried);
        SendBefore(client, isRetried, records, bytes);
        Assert.True(client.Run(), client.Engine.Failure?.ToString());
        client.AssertWorks();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [PeerRule("8446-4.2.10-q")]
    public void More_early_data_than_a_ticket_allows_are_refused(bool isRetried)
    {
        using HostileClient most = Make(isRetried);
        SendBefore(most, isRetried, 2, MaximumBytes / 2);
        Assert.True(most.Run(), most.Engine.Failure?.ToString());

        using HostileClient more = Make(isRetried);
        SendBefore(more, isRetried, 2, (MaximumBytes / 2) + 1);
        more.Run();
        more.AssertRefused(AlertDescription.UnexpectedMessage, "TOO_MUCH_EARLY_DATA");
    }

    [Fact]
    [PeerRule("8446-4.2.10-r")]
    public void Data_that_were_not_announced_are_refused()
    {
        using HostilePeer client = RecordPeers.Make(ofClient: false, TlsVersion.Tls13);
        client.Before(HostileMessage.Finished, () => client.SendBytes(Record(100)));
        client.Run();
        client.AssertRefused(AlertDescription.BadRecordMac, "DECRYPTION_FAILED_OR_BAD_RECORD_MAC");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [PeerRule("8446-4.2.10-s")]
    public void Early_data_end_with_the_first_record_that_can_be_opened_or_the_second_hello(bool isRetried)
    {
        using HostileClient client = Make(isRetried);
        SendBefore(client, isRetried, 1, 100);
        if (isRetried)
        {
            client.Before(HostileMessage.Finished, () => client.SendBytes(Record(100)));
        }
        else
        {
            client.Between(HostileMessage.Finished, () => client.SendBytes(Record(100)));
        }

        client.Run();
        client.AssertRefused(AlertDescription.BadRecordMac, "DECRYPTION_FAILED_OR_BAD_RECORD_MAC");
    }

    private static HostileClient Make(bool isRetried)
    {
        IronSsl.Tls.Engine.EngineSettings settings =
            TestSettings.Server("p256").Only(TlsVersion.Tls13) with { TicketCount = 0 };
        var client = new HostileClient(
            isRetried ? settings with { Groups = [GroupTable.ByName("P-256")!] } : settings)
        {
            Psk = new byte[32],
        };
        const int EarlyData = 42;
        client.With((ClientHelloMessage hello) => hello.Extensions!.Items.Insert(0, (EarlyData, [])));
        return client.With((SecondClientHelloMessage hello) =>
            hello.Extensions!.Items.RemoveAll(extension => extension.Type == EarlyData));
    }

    private static void SendBefore(HostileClient client, bool isRetried, int records, int bytes)
    {
        int sent = 0;
        client.AddChange(message =>
        {
            if (isRetried ? message is SecondClientHelloMessage : message is FinishedMessage)
            {
                for (; sent < records; sent++)
                {
                    client.SendBytes(Record(bytes));
                }
            }

            return null;
        });
    }

    private static byte[] Record(int bytes) =>
        Wire.Record(23, 0x0303, [.. Enumerable.Range(0, bytes).Select(i => (byte)i)]);
}
