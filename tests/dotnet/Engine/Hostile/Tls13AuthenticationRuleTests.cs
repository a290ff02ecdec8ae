using IronSsl.Engine;
using IronSsl.OpenSsl;
using IronSsl.Tests.Support;
using Xunit;

namespace IronSsl.Tests.Engine.Hostile;

/// <summary>RFC 8446 section 4.4: Certificate, CertificateVerify and Finished, in both roles.</summary>
public sealed class Tls13AuthenticationRuleTests
{
    [Fact]
    [PeerRule("8446-4.4.3-a")]
    public void A_client_refuses_a_wrong_signature()
    {
        using HostileServer server = new HostileServer(Client())
            .With((CertificateVerifyMessage verify) => verify.Signature = new byte[64]);
        server.Run();
        server.AssertRefused(AlertDescription.DecryptError, "BAD_SIGNATURE");
    }

    [Fact]
    [PeerRule("8446-4.4.3-b")]
    public void A_server_refuses_a_wrong_signature()
    {
        using HostileClient client = new HostileClient(Server().Verifying(), "rsa")
            .With((CertificateVerifyMessage verify) => verify.Signature = new byte[256]);
        client.Run();
        client.AssertRefused(AlertDescription.DecryptError, "BAD_SIGNATURE");
    }

    [Fact]
    [PeerRule("8446-4.4.4-a")]
    public void A_client_refuses_a_wrong_Finished()
    {
        using HostileServer server = new HostileServer(Client())
            .With((FinishedMessage finished) => finished.VerifyData[^1] ^= 1);
        server.Run();
        server.AssertRefused(AlertDescription.DecryptError, "DIGEST_CHECK_FAILED");
    }

    [Fact]
    [PeerRule("8446-4.4.4-b")]
    public void A_server_refuses_a_wrong_Finished()
    {
        using HostileClient client = new HostileClient(Server())
            .With((FinishedMessage finished) => finished.VerifyData[^1] ^= 1);
        client.Run();
        client.AssertRefused(AlertDescription.DecryptError, "DIGEST_CHECK_FAILED");
    }

    private static EngineSettings Client() => TestSettings.Client().Only(TlsVersion.Tls13);

    private static EngineSettings Server() => TestSettings.Server("p256").Only(TlsVersion.Tls13);
}
