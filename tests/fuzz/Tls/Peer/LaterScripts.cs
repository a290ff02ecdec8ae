using System.Collections.Generic;
using static IronSsl.Fuzz.Peer.HandshakeWriter;

namespace IronSsl.Fuzz.Peer;

/// <summary>What peers say once a handshake is complete.</summary>
internal static class LaterScripts
{
    /// <summary>By a name for the seed's file; for a server of these setups, or a client.</summary>
    public static IEnumerable<(string Name, int Setup, PeerScript Script)> All(bool toServer)
    {
        yield return ("data-1.3", 0, Data());
        yield return ("data-1.2", 1, Data());
        yield return ("data-cbc", toServer ? 5 : 6, Data());
        yield return ("keys", 0, new PeerScript()
            .Add(FrameKind.Handshake, Message(24, 1)).Add(FrameKind.ApplicationData, 1)
            .Add(FrameKind.Handshake, Message(24, 0)).Add(FrameKind.ApplicationData, 2));
        yield return ("bare-cbc", toServer ? 5 : 6, new PeerScript().Add(FrameKind.BareCbc, new byte[64]));
        yield return ("close", 1, new PeerScript()
            .Add(FrameKind.Call, (byte)EngineCall.Shutdown).Add(FrameKind.ApplicationData, 1)
                .Add(FrameKind.Alert, 1, 0));
        yield return ("alert", 0, new PeerScript().Add(FrameKind.Alert, 2, 40));
        yield return ("warning", 1, new PeerScript().Add(FrameKind.Alert, 1, 90).Add(FrameKind.Alert, 1, 100));
        yield return ("end", 0, new PeerScript().Add(FrameKind.Call, (byte)EngineCall.EndOfInput));
        yield return ("raw", 1, new PeerScript().Add(FrameKind.Raw, 23, 3, 3, 0, 5, 1, 2, 3, 4, 5));
        if (toServer)
        {
            yield return ("renegotiation", 1, new PeerScript().Add(
                FrameKind.Handshake, ClientHello(0x0303, [0xC02B], [.. Usual(), .. Tls12()])));
            yield return ("certificate", 4, Certificate([], PeerIdentity.Client.Der));
            yield return ("no-certificate", 4, new PeerScript()
                .Add(FrameKind.Call, (byte)EngineCall.RequestClientAuthentication)
                .Add(FrameKind.LaterCertificate, Certificate13([])).Add(FrameKind.Finished));
        }
        else
        {
            yield return ("renegotiation", 1, new PeerScript().Add(FrameKind.Handshake, Message(0)));
            yield return ("request", 2, new PeerScript()
                .Add(FrameKind.Handshake, CertificateRequest13(1, 2, 3)).Add(FrameKind.ApplicationData, 1));
            yield return ("tickets", 0, new PeerScript()
                .Add(FrameKind.Handshake, Ticket13(Extension(42, 0, 0, 16, 0))).Add(FrameKind.Handshake, Ticket13()));
            yield return ("ticket-1.2", 1, new PeerScript().Add(FrameKind.Handshake, Ticket12()));
        }
    }

    private static PeerScript Data() => new PeerScript()
        .Add(FrameKind.ApplicationData, [.. "hello"u8]).Add(FrameKind.ApplicationData)
            .Add(FrameKind.ApplicationData, 0, 0, 0)
        .Add(FrameKind.Call, (byte)EngineCall.Write, 20).Add(FrameKind.Alert, 1, 0);

    private static PeerScript Certificate(byte[] context, params byte[][] chain) => new PeerScript()
        .Add(FrameKind.Call, (byte)EngineCall.RequestClientAuthentication)
        .Add(FrameKind.LaterCertificate, Certificate13(context, chain))
        .Add(FrameKind.CertificateVerify, 4, 3)
        .Add(FrameKind.Finished);
}
