using System.Linq;
using System.Security.Cryptography;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>A client's part of TLS 1.3: RFC 8446 figure 1.</summary>
internal sealed partial class HostileClient
{
    /// <summary>The traffic secret of the application data that this end sends.</summary>
    public byte[] ApplicationSecret { get; private set; } = [];

    /// <summary>After the handshake the engine asks for a certificate, and this end shows one.</summary>
    public bool IsAskedLater { get; init; }

    private void Script13(ClientHelloMessage hello)
    {
        AddPsk(hello);
        Send(hello);
        ServerHello = ServerHelloMessage.Parse(Receive(HostileMessage.ServerHello));
        if (ServerHello.Random.SequenceEqual(ServerHelloMessage.RetryRandom))
        {
            SendSecondHello(hello);
            ServerHello = ServerHelloMessage.Parse(Receive(HostileMessage.ServerHello));
        }

        ServerRandom = ServerHello.Random;
        Suite = ServerHello.Suite;
        var share = new WireReader(ServerHello.Extensions!.Find(ExtensionList.KeyShare)!);
        int group = share.Number(2);
        bool isResumed = ServerHello.Extensions.Find(ExtensionList.PreSharedKey) is not null;
        Schedule = new KeySchedule(Hash, isResumed ? Psk : null);
        Schedule.Mix(_agreements.Last(candidate => candidate.Group == group).SharedSecret(share.Opaque(2)));
        byte[] clientSecret = Schedule.Derive("c hs traffic", Transcript);
        SendKeys = Keys13(clientSecret);
        ReceiveKeys = Keys13(Schedule.Derive("s hs traffic", Transcript));

        Receive(HostileMessage.EncryptedExtensions);
        bool isAsked = false;
        while (PeekType() is var type && type != HostileMessage.Finished)
        {
            isAsked |= type == HostileMessage.CertificateRequest;
            Receive(type);
        }

        Receive(HostileMessage.Finished);
        byte[] untilServerFinished = Transcript;

        // The server's keys change with its Finished.
        Schedule.Mix(null);
        ReceiveKeys = Keys13(Schedule.Derive("s ap traffic", untilServerFinished));
        if (isAsked)
        {
            CertificateMessage certificate = Certificate();
            Send(certificate);
            if (certificate.Entries.Count > 0)
            {
                Send(new CertificateVerifyMessage(
                    SchemeSigner.HonestScheme(_credential!.Key),
                    scheme => Sign(scheme, SignedContent("TLS 1.3, client CertificateVerify"))));
            }
        }

        Send(new FinishedMessage(Schedule.FinishedData(clientSecret, Transcript)));
        ApplicationSecret = Schedule.Derive("c ap traffic", untilServerFinished);
        SendKeys = Keys13(ApplicationSecret);
        if (IsAskedLater)
        {
            Engine.RequestClientAuthentication();
            AnswerRequest();
        }
    }

    /// <summary>Answers a request for a certificate after the handshake: sections 4.4 and 4.6.2.</summary>
    private void AnswerRequest()
    {
        byte[] handshake = Transcript;
        while (PeekType() == HostileMessage.NewSessionTicket)
        {
            Receive(HostileMessage.NewSessionTicket);
            Transcript = handshake;
        }

        CertificateMessage certificate = Certificate();
        certificate.Context = new WireReader(Receive(HostileMessage.CertificateRequest)).Opaque(1);
        Send(certificate);
        if (certificate.Entries.Count > 0)
        {
            Send(new CertificateVerifyMessage(
                SchemeSigner.HonestScheme(_credential!.Key),
                scheme => Sign(scheme, SignedContent("TLS 1.3, client CertificateVerify"))));
        }

        Send(new FinishedMessage(Schedule!.FinishedData(ApplicationSecret, Transcript)));
        Transcript = handshake;
    }

    private void SendSecondHello(ClientHelloMessage hello)
    {
        // RFC 8446 section 4.4.1: the first hello counts as its hash only.
        byte[] retry = ServerHello.ToBytes();
        byte[] first = Transcript[..^retry.Length];
        Suite = ServerHello.Suite;
        Transcript = [.. Wire.Message(254, KeySchedule.Hash(Hash, first)), .. retry];
        var second = new SecondClientHelloMessage(hello);
        if (ServerHello.Extensions!.Find(ExtensionList.KeyShare) is { } group)
        {
            second.Extensions!.Set(ExtensionList.KeyShare, Wire.Opaque16(Share(group[0] << 8 | group[1])));
        }

        if (ServerHello.Extensions.Find(ExtensionList.Cookie) is { } cookie)
        {
            second.Extensions!.Set(ExtensionList.Cookie, cookie);
        }

        AddPsk(second);
        Send(second);
    }

    // One key agreed on outside of TLS, which has no age.
    private void AddPsk(ClientHelloMessage hello)
    {
        if (Psk is null)
        {
            return;
        }

        const int BinderBytes = 32;
        byte[] before = Transcript;
        hello.Extensions!.Remove(ExtensionList.PreSharedKey);
        hello.Extensions.Add(
            ExtensionList.PreSharedKey,
            [
                .. Wire.Opaque16([.. Wire.Opaque16(PskIdentity), .. Wire.U32(0)]),
                .. Wire.Opaque16(Wire.Opaque8(new byte[BinderBytes])),
            ]);
        hello.Binder = truncated =>
        {
            var schedule = new KeySchedule(HashAlgorithmName.SHA256, Psk);
            return schedule.FinishedData(schedule.Derive("ext binder", []), [.. before, .. truncated]);
        };
    }
}
