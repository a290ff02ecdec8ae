using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>A client's part of TLS 1.2: RFC 5246 figure 1, with ECDHE or the key exchange by RSA.</summary>
internal sealed partial class HostileClient
{
    private const int RsaKeyExchange = 0x009C;

    private RecordKeys? _nextReceiveKeys;

    protected override void TakeChangeCipherSpec() => ReceiveKeys = IsTls13 ? ReceiveKeys : _nextReceiveKeys;

    private void Script12(ClientHelloMessage hello)
    {
        if (Session is { } offered)
        {
            hello.SessionId = offered.Id;
        }

        Send(hello);
        ClientRandom = hello.Random;
        ServerHello = ServerHelloMessage.Parse(Receive(HostileMessage.ServerHello));
        ServerRandom = ServerHello.Random;
        Suite = ServerHello.Suite;
        if (Session is { } session && ServerHello.SessionId.AsSpan().SequenceEqual(session.Id))
        {
            Resume12(session.MasterSecret);
            return;
        }

        byte[] serverCertificate = Receive(HostileMessage.Certificate);
        byte[] serverPoint = [];
        int group = 0;
        bool isAsked = false;
        while (PeekType() is var type && type != HostileMessage.ServerHelloDone)
        {
            byte[] body = Receive(type);
            isAsked |= type == HostileMessage.CertificateRequest;
            if (type == HostileMessage.ServerKeyExchange && LastKeyExchange is null)
            {
                var exchange = new WireReader(body[1..]);
                group = exchange.Number(2);
                serverPoint = exchange.Opaque(1);
            }
        }

        Receive(HostileMessage.ServerHelloDone);
        CertificateMessage certificate = Certificate();
        if (isAsked)
        {
            Send(certificate);
        }

        byte[] preMasterSecret = SendKeyExchange(serverCertificate, group, serverPoint);
        AgreeOn(preMasterSecret, ServerHello.Extensions?.Find(ExtensionList.ExtendedMasterSecret) is not null);
        _nextReceiveKeys = Keys12(ofClient: false);
        if (isAsked && certificate.Entries.Count > 0)
        {
            byte[] messages = Transcript;
            Send(new CertificateVerifyMessage(
                SchemeSigner.HonestScheme(_credential!.Key), scheme => Sign(scheme, messages)));
        }

        SendChangeCipherSpec();
        SendKeys = Keys12(ofClient: true);
        Send(new FinishedMessage(FinishedData12("client finished")));
        if (PeekType() == HostileMessage.NewSessionTicket)
        {
            Receive(HostileMessage.NewSessionTicket);
        }

        Receive(HostileMessage.Finished);
    }

    // RFC 5246 figure 2.
    private void Resume12(byte[] masterSecret)
    {
        MasterSecret = masterSecret;
        _nextReceiveKeys = Keys12(ofClient: false);
        if (PeekType() == HostileMessage.NewSessionTicket)
        {
            Receive(HostileMessage.NewSessionTicket);
        }

        Receive(HostileMessage.Finished);
        SendRecord(ChangeCipherSpecRecord, 1);
        SendKeys = Keys12(ofClient: true);
        Send(new FinishedMessage(FinishedData12("client finished")));
    }

    // The pre-master secret.
    private byte[] SendKeyExchange(byte[] serverCertificate, int group, byte[] serverPoint)
    {
        if (LastKeyExchange is { } last)
        {
            Send(new ClientKeyExchangeMessage(last));
            throw new EngineIsSilentException();
        }

        if (Suite != RsaKeyExchange)
        {
            var agreement = new KeyAgreement(group);
            Send(new ClientKeyExchangeMessage(Wire.Opaque8(agreement.PublicValue)));
            return agreement.SharedSecret(serverPoint);
        }

        byte[] secret = [.. SecretVersion, .. RandomNumberGenerator.GetBytes(48 - SecretVersion.Length)];
        byte[] leaf = new WireReader(new WireReader(serverCertificate).Opaque(3)).Opaque(3);
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(leaf);
        using RSA key = certificate.GetRSAPublicKey()!;
        Send(new ClientKeyExchangeMessage(Wire.Opaque16(key.Encrypt(secret, RSAEncryptionPadding.Pkcs1))));
        return secret;
    }
}
