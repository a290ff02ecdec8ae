using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using IronSsl.Tls.OpenSsl;
using static IronSsl.Fuzz.Peer.HandshakeWriter;

namespace IronSsl.Fuzz.Peer;

/// <summary>What honest servers say to the clients of <see cref="EngineSetups"/>.</summary>
internal static class ServerScripts
{
    private static readonly byte[] s_retryRandom = Convert.FromHexString(
        "CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");

    private static byte[] ChosenVersion => Extension(SupportedVersions, 3, 4);

    private static byte[] ChosenShare => Extension(KeyShare, [0, 29, .. Vector(2, Share)]);

    private static byte[] ChosenProtocol => Extension(Alpn, Vector(2, Vector(1, "h2"u8)));

    /// <summary>The handshake that brings a client to its open state; null for one of no such script.</summary>
    public static PeerScript? Handshake(int setup) => setup switch
    {
        0 => Finish13(Hello13(0x1301), [ChosenProtocol]),
        1 => Finish12(Hello12(0xC02B, ChosenProtocol)),
        2 => Finish13(Hello13(0x1302), [], asks: true),
        3 => Finish12(Hello12(0xC02C)),
        4 => Hello13(0x1301, Extension(PreSharedKey, 0, 0))
            .Add(FrameKind.Handshake, Message(8, Extensions(ChosenProtocol))).Add(FrameKind.Finished),
        5 => Hello12(0xC02B).Add(FrameKind.Handshake, Ticket12()).Add(FrameKind.ChangeCipherSpec, 1)
            .Add(FrameKind.Finished),
        6 => Finish12(Hello12(0xC009), asks: true),
        _ => null,
    };

    /// <summary>Whole connections, by a name for the seed's file.</summary>
    public static IEnumerable<(string Name, int Setup, PeerScript Script)> All()
    {
        for (int setup = 0; setup < EngineSetups.ClientCount; setup++)
        {
            if (Handshake(setup) is { } script)
            {
                yield return ($"setup{setup}", setup, Talk(script));
            }
        }

        yield return ("chacha", 0, Talk(Finish13(Hello13(0x1303), [])));
        yield return ("retry", 0, Talk(Finish13(
            new PeerScript()
                .Add(FrameKind.ServerHello, ServerHello(
                    0x0303, 0x1301,
                    [ChosenVersion, Extension(Cookie, Vector(2, "cookie"u8)), Extension(KeyShare, 0, 23)],
                    s_retryRandom))
                .Add(FrameKind.ServerHello, ServerHello(
                    0x0303, 0x1301, [ChosenVersion, Extension(KeyShare, [0, 23, .. Vector(2, Point())])])),
            [])));
        yield return ("request", 2, Talk(Finish13(Hello13(0x1301), [], asks: true)
            .Add(FrameKind.Handshake, CertificateRequest13(1, 2, 3))));
        yield return ("tickets", 0, Finish13(Hello13(0x1301), [])
            .Add(FrameKind.Handshake, Ticket13(Extension(42, 0, 0, 16, 0)))
            .Add(FrameKind.Handshake, Ticket13())
            .Add(FrameKind.Handshake, Message(24, 1))
            .Add(FrameKind.ApplicationData, [.. "hello"u8])
            .Add(FrameKind.Handshake, Message(24, 0))
            .Add(FrameKind.ApplicationData, [.. "hello"u8]));
        yield return ("request-1.2", 3, Talk(Finish12(Hello12(0xC02C), asks: true)));
        yield return ("cbc-then-mac", 6, Talk(Finish12(Hello12(0xC024, Extension(EncryptThenMac)), asks: true)));
        yield return ("status", 1, new PeerScript()
            .Add(FrameKind.ServerHello, ServerHello(0x0303, 0xC02B, [.. Answers(), Extension(StatusRequest)]))
            .Add(FrameKind.Handshake, Certificate12(PeerIdentity.Server.Der))
            .Add(FrameKind.Handshake, Message(22, [1, .. Vector(3, 0x30, 3, 10, 1, 6)])));
        yield return ("psk-1.2", 3, new PeerScript()
            .Add(FrameKind.ServerHello, ServerHello(0x0303, 0x00A8, Answers()))
            .Add(FrameKind.Handshake, Message(12, Vector(2, "hint"u8)))
            .Add(FrameKind.Handshake, Message(14)));
        yield return ("psk-1.3", 3, Hello13(0x1301, Extension(PreSharedKey, 0, 0))
            .Add(FrameKind.Handshake, Message(8, Extensions())).Add(FrameKind.Finished));
        yield return ("dhe", 3, new PeerScript()
            .Add(FrameKind.ServerHello, ServerHello(0x0303, 0x009E, Answers()))
            .Add(FrameKind.Handshake, Certificate12(PeerIdentity.Server.Der))
            .Add(FrameKind.Handshake, Message(
                12, [.. Vector(2, [0xFF, .. new byte[126], 0xFB]), .. Vector(2, 2), .. Vector(2, 5), 4, 3,
                .. Vector(2, 1)]))
            .Add(FrameKind.Handshake, Message(14)));
        yield return ("adh", 3, new PeerScript()
            .Add(FrameKind.ServerHello, ServerHello(0x0303, 0x00A6, Answers()))
            .Add(FrameKind.Handshake, Message(12, [.. Vector(2, Ffdhe2048()), .. Vector(2, 2), .. Vector(2, 5)]))
            .Add(FrameKind.Handshake, Message(14)));
        yield return ("tls1.0", 3, new PeerScript()
            .Add(FrameKind.ServerHello, ServerHello(0x0301, 0xC009, Answers()))
            .Add(FrameKind.Handshake, Certificate12(PeerIdentity.Server.Der))
            .Add(FrameKind.ServerKeyExchange, [3, 0, 29, .. Vector(1, Share)])
            .Add(FrameKind.Handshake, Message(14)));
        yield return ("renegotiate", 1, Finish12(Hello12(0xC02B)).Add(FrameKind.Handshake, Message(0)));
        yield return ("alert", 0, new PeerScript().Add(FrameKind.Alert, 2, 40));
    }

    // A point of P-256.
    private static byte[] Point()
    {
        ECPoint point = PeerIdentity.SigningKey.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. point.X!, .. point.Y!];
    }

    private static byte[] Ffdhe2048() =>
        Org.BouncyCastle.Crypto.Agreement.DHStandardGroups.rfc7919_ffdhe2048.P.ToByteArrayUnsigned();

    private static byte[][] Answers() =>
        [Extension(ExtendedMasterSecret), Extension(RenegotiationInfo, 0), Extension(SessionTicket)];

    private static PeerScript Hello13(int suite, params byte[][] more) => new PeerScript().Add(
        FrameKind.ServerHello, ServerHello(0x0303, suite, [ChosenVersion, ChosenShare, .. more]));

    private static PeerScript Hello12(int suite, params byte[][] more) => new PeerScript().Add(
        FrameKind.ServerHello, ServerHello(TlsVersion.Tls12, suite, [.. Answers(), .. more]));

    private static PeerScript Finish13(PeerScript script, byte[][] answers, bool asks = false)
    {
        script.Add(FrameKind.ChangeCipherSpec, 1).Add(FrameKind.Handshake, Message(8, Extensions(answers)));
        if (asks)
        {
            script.Add(FrameKind.Handshake, CertificateRequest13());
        }

        return script
            .Add(FrameKind.Handshake, Certificate13([], PeerIdentity.Server.Der))
            .Add(FrameKind.CertificateVerify, 4, 3)
            .Add(FrameKind.Finished);
    }

    private static PeerScript Finish12(PeerScript script, bool asks = false)
    {
        script
            .Add(FrameKind.Handshake, Certificate12(PeerIdentity.Server.Der))
            .Add(FrameKind.ServerKeyExchange, [3, 0, 29, .. Vector(1, Share), 4, 3]);
        if (asks)
        {
            script.Add(FrameKind.Handshake, CertificateRequest12());
        }

        return script
            .Add(FrameKind.Handshake, Message(14))
            .Add(FrameKind.Handshake, Ticket12())
            .Add(FrameKind.ChangeCipherSpec, 1)
            .Add(FrameKind.Finished);
    }

    private static PeerScript Talk(PeerScript script) => script
        .Add(FrameKind.ApplicationData, [.. "hello"u8])
        .Add(FrameKind.Call, (byte)EngineCall.Write, 3)
        .Add(FrameKind.Alert, 1, 0);
}
