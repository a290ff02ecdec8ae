using System.Collections.Generic;
using static IronSsl.Fuzz.Peer.HandshakeWriter;

namespace IronSsl.Fuzz.Peer;

/// <summary>What honest clients say to the servers of <see cref="EngineSetups"/>.</summary>
internal static class ClientScripts
{
    private static readonly int[] s_suites13 = [0x1301, 0x1302, 0x1303];
    private static readonly int[] s_suites12 = [0xC02B, 0xC02F, 0xC02C];
    private static readonly int[] s_blockSuites = [0xC009, 0xC024];

    /// <summary>The handshake that brings a server to its open state; null for one of no such script.</summary>
    public static PeerScript? Handshake(int setup) => setup switch
    {
        0 => Hello13(s_suites13).Add(FrameKind.ChangeCipherSpec, 1).Add(FrameKind.Finished),
        1 or 3 => Finish12(Hello12(s_suites12)),
        2 => Authenticated13(Hello13(s_suites13)),
        4 => Hello13([0x1303], Extension(PostHandshakeAuth)).Add(FrameKind.Finished),
        5 => Authenticated12(Hello12(s_blockSuites)),
        _ => null,
    };

    /// <summary>Whole connections, by a name for the seed's file.</summary>
    public static IEnumerable<(string Name, int Setup, PeerScript Script)> All()
    {
        for (int setup = 0; setup < EngineSetups.ServerCount; setup++)
        {
            if (Handshake(setup) is { } script)
            {
                yield return ($"setup{setup}", setup, Talk(script));
            }
        }

        yield return ("chacha", 0, Talk(Hello13([0x1303]).Add(FrameKind.Finished)));
        yield return ("sha384", 0, Talk(Hello13([0x1302]).Add(FrameKind.Finished)));
        yield return ("retry", 0, Talk(new PeerScript()
            .Add(FrameKind.Handshake,
                ClientHello(0x0303, s_suites13, [.. Usual(groups: [29]), .. Tls13(hasShare: false)]))
            .Add(FrameKind.ChangeCipherSpec, 1)
            .Add(FrameKind.Handshake, ClientHello(0x0303, s_suites13, [.. Usual(groups: [29]), .. Tls13()]))
            .Add(FrameKind.Finished)));
        yield return ("no-certificate", 2, Talk(Hello13(s_suites13)
            .Add(FrameKind.Handshake, Certificate13([])).Add(FrameKind.Finished)));
        yield return ("certificate-1.2", 2, Talk(Authenticated12(Hello12(s_suites12))));
        yield return ("later-certificate", 4,
            Talk(Later(Hello13(s_suites13, Extension(PostHandshakeAuth)).Add(FrameKind.Finished))));
        yield return ("psk-1.3", 3, Talk(new PeerScript()
            .Add(FrameKind.BoundClientHello,
                ClientHello(0x0303, [0x1301], [.. Usual(), .. Tls13(), Psk("fuzz"u8.ToArray())]))
            .Add(FrameKind.Finished)));
        yield return ("psk-1.2", 3, new PeerScript()
            .Add(FrameKind.Handshake, ClientHello(0x0303, [0x00A8, 0xC035], [.. Usual(), .. Tls12()]))
            .Add(FrameKind.Handshake, Message(16, Vector(2, "fuzz"u8))).Add(FrameKind.ChangeCipherSpec, 1));
        yield return ("dhe", 3, new PeerScript()
            .Add(FrameKind.Handshake, ClientHello(0x0303, [0x009E], [.. Usual(), .. Tls12()]))
            .Add(FrameKind.Handshake, Message(16, Vector(2, [.. new byte[255], 5])))
                .Add(FrameKind.ChangeCipherSpec, 1));
        yield return ("adh", 3, new PeerScript()
            .Add(FrameKind.Handshake, ClientHello(0x0303, [0x00A6], [.. Usual(), .. Tls12()]))
            .Add(FrameKind.Handshake, Message(16, Vector(2, [.. new byte[255], 5])))
                .Add(FrameKind.ChangeCipherSpec, 1));
        yield return ("rsa", 3, new PeerScript()
            .Add(FrameKind.Handshake, ClientHello(0x0303, [0x009C], [.. Usual(), .. Tls12()]))
            .Add(FrameKind.Handshake, Message(16, Vector(2, new byte[256]))).Add(FrameKind.ChangeCipherSpec, 1));
        yield return ("tls1.0", 3, new PeerScript()
            .Add(FrameKind.Handshake, ClientHello(0x0301, [0xC013, 0xC009, 0x002F], [.. Usual(), .. Tls12()]))
            .Add(FrameKind.Handshake, Message(16, Vector(1, Share))).Add(FrameKind.ChangeCipherSpec, 1));
        yield return ("cbc-then-mac", 5, Talk(Authenticated12(new PeerScript().Add(
            FrameKind.Handshake,
            ClientHello(0x0303, s_blockSuites, [.. Usual(), .. Tls12(), Extension(EncryptThenMac)])))));
        yield return ("http", 0, new PeerScript().Add(FrameKind.Raw, [.. "GET / HTTP/1.1\r\n\r\n"u8]));
        yield return ("ssl2", 2, new PeerScript().Add(
            FrameKind.Raw, [0x80, 0x2E, 1, 3, 1, 0, 0x15, 0, 0, 0, 0x10, 1, 0, 0x80, .. new byte[34]]));
    }

    /// <summary>A ClientHello with a ticket as a pre-shared key, its binder still to be made.</summary>
    public static byte[] Resuming13(byte[] ticket, int binderBytes) =>
        ClientHello(0x0303, s_suites13, [.. Usual(), .. Tls13(), Psk(ticket, binderBytes)]);

    /// <summary>A ClientHello of TLS 1.2 with a ticket.</summary>
    public static byte[] Resuming12(byte[] ticket) => ClientHello(0x0303, s_suites12, [.. Usual(), .. Tls12(ticket)]);

    private static byte[] Psk(byte[] identity, int binderBytes = 32) => Extension(
        PreSharedKey,
        [.. Vector(2, [.. Vector(2, identity), 0, 0, 0, 0]), .. Vector(2, Vector(1, new byte[binderBytes]))]);

    private static PeerScript Hello13(int[] suites, params byte[][] more) => new PeerScript().Add(
        FrameKind.Handshake, ClientHello(0x0303, suites, [.. Usual(), .. Tls13(), .. more]));

    private static PeerScript Hello12(int[] suites) => new PeerScript().Add(
        FrameKind.Handshake, ClientHello(0x0303, suites, [.. Usual(), .. Tls12()]));

    private static PeerScript Authenticated13(PeerScript script) => script
        .Add(FrameKind.Handshake, Certificate13([], PeerIdentity.Client.Der))
        .Add(FrameKind.CertificateVerify, 4, 3)
        .Add(FrameKind.Finished);

    private static PeerScript Later(PeerScript script) => script
        .Add(FrameKind.Call, (byte)EngineCall.RequestClientAuthentication)
        .Add(FrameKind.LaterCertificate, Certificate13([], PeerIdentity.Client.Der))
        .Add(FrameKind.CertificateVerify, 4, 3)
        .Add(FrameKind.Finished);

    private static PeerScript Finish12(PeerScript script) => script
        .Add(FrameKind.Handshake, Message(16, Vector(1, Share)))
        .Add(FrameKind.ChangeCipherSpec, 1)
        .Add(FrameKind.Finished);

    private static PeerScript Authenticated12(PeerScript script) => script
        .Add(FrameKind.Handshake, Certificate12(PeerIdentity.Client.Der))
        .Add(FrameKind.Handshake, Message(16, Vector(1, Share)))
        .Add(FrameKind.CertificateVerify, 4, 3)
        .Add(FrameKind.ChangeCipherSpec, 1)
        .Add(FrameKind.Finished);

    private static PeerScript Talk(PeerScript script) => script
        .Add(FrameKind.ApplicationData, [.. "hello"u8])
        .Add(FrameKind.Call, (byte)EngineCall.Write, 3)
        .Add(FrameKind.Alert, 1, 0);
}
