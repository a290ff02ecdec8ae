using System.Security.Cryptography;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>A server's part of TLS 1.3: RFC 8446 figure 1.</summary>
internal sealed partial class HostileServer
{
    /// <summary>The traffic secret of the application data that this end sends.</summary>
    public byte[] ApplicationSecret { get; private set; } = [];

    /// <summary>Gives the parameters of a retry an honest form.</summary>
    public HelloRetryRequestMessage HelloRetryRequest()
    {
        var retry = new HelloRetryRequestMessage { SessionId = ClientHello.SessionId, Suite = 0x1301 };
        retry.Extensions!.Add(ExtensionList.SupportedVersions, 3, 4);
        if (RetryGroup != 0)
        {
            retry.Extensions.Add(ExtensionList.KeyShare, Wire.U16(RetryGroup));
        }

        return retry;
    }

    private void Script13()
    {
        if (SendsRetry || RetryGroup != 0)
        {
            // RFC 8446 section 4.4.1.
            Transcript = Wire.Message(254, KeySchedule.Hash(HashAlgorithmName.SHA256, Transcript));
            Send(HelloRetryRequest());
            ReceiveClientHello();
        }

        (int group, byte[] share) = Group == 0 ? ClientShare() : (Group, new KeyAgreement(Group).PublicValue);
        var agreement = new KeyAgreement(group);
        ServerRandom = RandomNumberGenerator.GetBytes(32);
        var hello = new ServerHelloMessage { Random = ServerRandom, SessionId = ClientHello.SessionId, Suite = 0x1301 };
        hello.Extensions!.Add(ExtensionList.SupportedVersions, 3, 4);
        hello.Extensions.Add(ExtensionList.KeyShare, [.. Wire.U16(group), .. Wire.Opaque16(agreement.PublicValue)]);
        if (Psk is not null)
        {
            hello.Extensions.Add(ExtensionList.PreSharedKey, 0, 0);
        }

        Send(hello);
        Suite = hello.Suite;
        Schedule = new KeySchedule(Hash, Psk);
        Schedule.Mix(agreement.SharedSecret(share));
        byte[] clientSecret = Schedule.Derive("c hs traffic", Transcript);
        byte[] serverSecret = Schedule.Derive("s hs traffic", Transcript);
        SendKeys = Keys13(serverSecret);
        ReceiveKeys = Keys13(clientSecret);

        Send(new EncryptedExtensionsMessage());
        if (AsksForCertificate)
        {
            var request = new CertificateRequestMessage(isTls13: true);
            request.Extensions.Add(ExtensionList.SignatureAlgorithms, Wire.List16(0x0403, 0x0804));
            Send(request);
        }

        if (Psk is null)
        {
            Send(Certificate());
            Send(new CertificateVerifyMessage(
                SchemeSigner.HonestScheme(_credential.Key),
                scheme => Sign(scheme, SignedContent("TLS 1.3, server CertificateVerify"))));
        }

        Send(new FinishedMessage(Schedule.FinishedData(serverSecret, Transcript)));
        byte[] untilServerFinished = Transcript;
        if (AsksForCertificate)
        {
            Receive(HostileMessage.Certificate);
            if (PeekType() == HostileMessage.CertificateVerify)
            {
                Receive(HostileMessage.CertificateVerify);
            }
        }

        Receive(HostileMessage.Finished);
        Schedule.Mix(null);
        ApplicationSecret = Schedule.Derive("s ap traffic", untilServerFinished);
        SendKeys = Keys13(ApplicationSecret);
        ReceiveKeys = Keys13(Schedule.Derive("c ap traffic", untilServerFinished));
    }

    // The first of the client's shares that this end can use.
    private (int Group, byte[] Share) ClientShare()
    {
        var shares = new WireReader(ClientHello.Extensions!.Find(ExtensionList.KeyShare)![2..]);
        while (true)
        {
            int group = shares.Number(2);
            byte[] share = shares.Opaque(2);
            if (group is KeyAgreement.X25519 or KeyAgreement.Secp256r1)
            {
                return (group, share);
            }
        }
    }
}
