using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Keys;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

/// <summary>
/// A certificate says where its issuer, its status and its CRLs could be fetched, but whoever presents one must not
/// make us connect to a place of his choice. Expected: codes of OpenSSL 3.0.
/// </summary>
public sealed class NoFetchingTests
{
    private const uint NoCrls = 0;
    private const uint LeafCrl = (uint)VerifyFlag.X509_V_FLAG_CRL_CHECK;
    private const uint AllCrls = (uint)(VerifyFlag.X509_V_FLAG_CRL_CHECK | VerifyFlag.X509_V_FLAG_CRL_CHECK_ALL);

    [Theory]
    [InlineData(false, NoCrls, VerifyCode.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY)]
    [InlineData(false, LeafCrl, VerifyCode.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY)]
    [InlineData(false, AllCrls, VerifyCode.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY)]
    [InlineData(true, NoCrls, VerifyCode.X509_V_OK)]
    [InlineData(true, LeafCrl, VerifyCode.X509_V_ERR_UNABLE_TO_GET_CRL)]
    [InlineData(true, AllCrls, VerifyCode.X509_V_ERR_UNABLE_TO_GET_CRL)]
    public void A_client_does_not_fetch_what_a_server_leaves_out(bool isComplete, uint flags, int code) =>
        AssertNothingFetched(isComplete, flags, code, isClientJudge: true);

    [Theory]
    [InlineData(false, NoCrls, VerifyCode.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY)]
    [InlineData(false, AllCrls, VerifyCode.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY)]
    [InlineData(true, NoCrls, VerifyCode.X509_V_OK)]
    [InlineData(true, AllCrls, VerifyCode.X509_V_ERR_UNABLE_TO_GET_CRL)]
    public void A_server_does_not_fetch_what_a_client_leaves_out(bool isComplete, uint flags, int code) =>
        AssertNothingFetched(isComplete, flags, code, isClientJudge: false);

    private static void AssertNothingFetched(bool isComplete, uint flags, int code, bool isClientJudge)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string address = $"http://{listener.LocalEndpoint}/";
        MadeCertificate root = CertificatePlan.MakeRoot();
        MadeCertificate intermediate = new CertificatePlan
        {
            Subject = "CN=Intermediate",
            Issuer = root,
            IsAuthority = true,
            Extensions = Pointers(address),
        }.Make();
        MadeCertificate leaf = new CertificatePlan
        {
            Issuer = intermediate,
            DnsNames = ["server.example"],
            Extensions = Pointers(address),
        }.Make();
        AssertPointsTo(leaf, address);
        MadeCertificate[] sent = isComplete ? [leaf, intermediate] : [leaf];
        var credential = new Credential([.. sent.Select(m => m.Certificate)], PrivateKey.FromEcdsa(leaf.Key));

        using EnginePair pair = MakePair(credential, root, flags, isClientJudge);
        pair.Handshake();

        TlsEngine judge = isClientJudge ? pair.Client : pair.Server;
        Assert.Equal(code, judge.Failure?.VerifyCode ?? VerifyCode.X509_V_OK);
        Assert.Equal(code == VerifyCode.X509_V_OK, judge.VerifiedChain is not null);
        AssertNobodyConnectedTo(listener);
    }

    private static EnginePair MakePair(Credential credential, MadeCertificate root, uint flags, bool isClientJudge)
    {
        EngineSettings client = TestSettings.Client();
        EngineSettings server = isClientJudge ? TestSettings.Server() : TestSettings.Server("p256");
        return isClientJudge
            ? new EnginePair(Judge(client), server with { Credentials = [credential] })
            : new EnginePair(client with { Credentials = [credential] }, Judge(server));

        EngineSettings Judge(EngineSettings settings) => settings with
        {
            VerifyMode = VerifyMode.Required,
            Trust = ChainQuestion.Trust([root]),
            Requirements = new PeerRequirements { Flags = ChainQuestion.With((VerifyFlag)flags).Flags },
            SecurityLevel = 2,
            Time = new TestClock(CertificatePlan.Now),
        };
    }

    private static X509Extension[] Pointers(string address)
    {
        X509Extension lists = CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([address]);
        return
        [
            lists,
            new X509Extension("2.5.29.46", lists.RawData, critical: false), // freshest CRL: the same form
            new X509AuthorityInformationAccessExtension([address], [address]),
        ];
    }

    private static void AssertPointsTo(MadeCertificate made, string address)
    {
        var description = CertificateDescription.From(made.Certificate);
        Assert.Equal(address, Assert.Single(description.Ocsp));
        Assert.Equal(address, Assert.Single(description.CaIssuers));
        Assert.Equal(address, Assert.Single(description.CrlDistributionPoints));
    }

    /// <summary>Connections are accepted in the order in which they were made: the first must be our own.</summary>
    private static void AssertNobodyConnectedTo(TcpListener listener)
    {
        using var own = new TcpClient(AddressFamily.InterNetwork);
        own.Connect((IPEndPoint)listener.LocalEndpoint);
        using TcpClient first = listener.AcceptTcpClient();
        Assert.Equal(own.Client.LocalEndPoint, first.Client.RemoteEndPoint);
    }
}
