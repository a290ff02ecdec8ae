using System.Collections.Generic;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>BouncyCastle's own client and server in memory, without our protocol classes, which rely on what these do.
/// Records pass one by one, each in an array of its own.</summary>
internal sealed class PlainPair
{
    public PlainPair(PlainSettings settings)
    {
        ClientSide = new PlainSide(new WatchedCrypto());
        ServerSide = new PlainSide(new WatchedCrypto());
        ClientPeer = new PlainClient(ClientSide.Crypto, settings);
        ServerPeer = new PlainServer(ServerSide.Crypto, settings);
        Client = new PlainClientProtocol(ClientSide);
        Server = new PlainServerProtocol(ServerSide);
    }

    public PlainSide ClientSide { get; }

    public PlainSide ServerSide { get; }

    public PlainClient ClientPeer { get; }

    public PlainServer ServerPeer { get; }

    public PlainClientProtocol Client { get; }

    public PlainServerProtocol Server { get; }

    public static PlainPair Open(ProtocolVersion version) => Open(new PlainSettings(version));

    /// <summary>A pair that has shaken hands.</summary>
    public static PlainPair Open(PlainSettings settings)
    {
        var pair = new PlainPair(settings);
        pair.Start();
        pair.Transfer();
        Xunit.Assert.True(pair.Client.IsConnected && pair.Server.IsConnected);
        return pair;
    }

    public void Start()
    {
        Server.Accept(ServerPeer);
        Client.Connect(ClientPeer);
    }

    /// <summary>Moves records until there are none.</summary>
    public void Transfer()
    {
        bool moved = true;
        while (moved)
        {
            moved = false;
            foreach (byte[] record in Take(Client))
            {
                Server.OfferInput(record, 0, record.Length);
                moved = true;
            }

            foreach (byte[] record in Take(Server))
            {
                Client.OfferInput(record, 0, record.Length);
                moved = true;
            }
        }
    }

    /// <summary>The records that a side has to send.</summary>
    public static IReadOnlyList<byte[]> Take(TlsProtocol from)
    {
        var bytes = new byte[from.GetAvailableOutputBytes()];
        from.ReadOutput(bytes, 0, bytes.Length);
        var records = new List<byte[]>();
        for (int start = 0; start < bytes.Length;)
        {
            int length = 5 + (bytes[start + 3] << 8 | bytes[start + 4]);
            records.Add(bytes[start..(start + length)]);
            start += length;
        }

        return records;
    }
}
