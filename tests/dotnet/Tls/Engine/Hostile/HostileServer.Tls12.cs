using System.Security.Cryptography;
using IronSsl.Tls.Engine;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>A server's part of TLS 1.2: RFC 5246 figure 1, with ECDHE or the key exchange by RSA.</summary>
internal sealed partial class HostileServer
{
    private const int EcdheEcdsa = 0xC02B;
    private const int EcdheRsa = 0xC02F;
    private const int RsaKeyExchange = 0x009C;

    private RecordKeys? _nextReceiveKeys;

    /// <summary>TLS 1.2: the suite of the ServerHello; TLS_ECDHE_*_WITH_AES_128_GCM_SHA256 unless set.</summary>
    public int Suite12 { get; set; }

    private void Script12()
    {
        ServerRandom = RandomNumberGenerator.GetBytes(32);
        Suite = Suite12 != 0 ? Suite12 : _credential.Key.Rsa is null ? EcdheEcdsa : EcdheRsa;
        var hello = new ServerHelloMessage { Random = ServerRandom, Suite = Suite };
        bool isExtended = ClientHello.Extensions?.Find(ExtensionList.ExtendedMasterSecret) is not null;
        hello.Extensions!.Add(ExtensionList.RenegotiationInfo, 0);
        if (isExtended)
        {
            hello.Extensions.Add(ExtensionList.ExtendedMasterSecret);
        }

        if (SendsTicket)
        {
            hello.Extensions.Add(ExtensionList.SessionTicket);
        }

        if (ResumedSecret is not null)
        {
            hello.SessionId = ClientHello.SessionId;
        }

        Send(hello);
        ServerRandom = hello.Random;
        Suite = hello.Suite;
        if (ResumedSecret is not null)
        {
            Resume12(ResumedSecret);
            return;
        }

        Send(Certificate());
        var agreement = new KeyAgreement(KeyAgreement.Secp256r1);
        if (Suite != RsaKeyExchange)
        {
            Send(new ServerKeyExchangeMessage(
                (scheme, parameters) => Sign(scheme, [.. ClientRandom, .. ServerRandom, .. parameters]))
            {
                Group = agreement.Group,
                Point = agreement.PublicValue,
                Scheme = SchemeSigner.HonestScheme(_credential.Key),
            });
        }

        if (AsksForCertificate)
        {
            Send(new CertificateRequestMessage(isTls13: false));
        }

        Send(new RawMessage(HostileMessage.ServerHelloDone));
        if (Engine.State == EngineState.Failed)
        {
            // What it sent before may belong to another key exchange than this end's.
            throw new EngineIsSilentException();
        }

        if (AsksForCertificate)
        {
            Receive(HostileMessage.Certificate);
        }

        var exchange = new WireReader(Receive(HostileMessage.ClientKeyExchange));
        byte[] preMasterSecret = Suite == RsaKeyExchange
            ? _credential.Key.Rsa!.Decrypt(exchange.Opaque(2), RSAEncryptionPadding.Pkcs1)
            : agreement.SharedSecret(exchange.Opaque(1));
        AgreeOn(preMasterSecret, isExtended);
        _nextReceiveKeys = Keys12(ofClient: true);
        if (AsksForCertificate && PeekType() == HostileMessage.CertificateVerify)
        {
            Receive(HostileMessage.CertificateVerify);
        }

        Receive(HostileMessage.Finished);
        if (SendsTicket)
        {
            SendTicket12();
        }

        SendChangeCipherSpec();
        SendKeys = Keys12(ofClient: false);
        Send(new FinishedMessage(FinishedData12("server finished")));
    }

    // RFC 5246 figure 2.
    private void Resume12(byte[] masterSecret)
    {
        MasterSecret = masterSecret;
        if (SendsTicket)
        {
            SendTicket12();
        }

        SendRecord(ChangeCipherSpecRecord, 1);
        SendKeys = Keys12(ofClient: false);
        _nextReceiveKeys = Keys12(ofClient: true);
        Send(new FinishedMessage(FinishedData12("server finished")));
        Receive(HostileMessage.Finished);
    }

    private void SendTicket12() =>
        Send(new RawMessage(HostileMessage.NewSessionTicket, [0, 0, 28, 32, .. Wire.Opaque16(new byte[64])]));

    protected override void TakeChangeCipherSpec() => ReceiveKeys = IsTls13 ? ReceiveKeys : _nextReceiveKeys;
}
