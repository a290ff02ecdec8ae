using System.Linq;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Keys;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>A server that can say anything; see <see cref="HostilePeer"/>. Its certificate is for
/// "localhost".</summary>
internal sealed partial class HostileServer : HostilePeer
{
    private readonly Credential _credential;

    /// <param name="client">The settings of the engine, which is the client.</param>
    /// <param name="kind">The kind of certificate: rsa or p256.</param>
    public HostileServer(EngineSettings client, string kind = "p256")
        : base(client) => _credential = TestCertificates.Credential(kind);

    /// <param name="client">The settings of the engine, which is the client.</param>
    /// <param name="credential">What it shows.</param>
    public HostileServer(EngineSettings client, Credential credential)
        : base(client) => _credential = credential;

    /// <summary>The last ClientHello that came in.</summary>
    public ClientHelloMessage ClientHello { get; private set; } = new();

    /// <summary>Asks for a HelloRetryRequest with this group first; 0: none, unless <see cref="SendsRetry"/>.</summary>
    public int RetryGroup { get; set; }

    /// <summary>Sends a HelloRetryRequest first.</summary>
    public bool SendsRetry { get; set; }

    /// <summary>TLS 1.3: the group of the ServerHello, with or without a share of the client; 0: that of the client's
    /// first share that this end can use.</summary>
    public int Group { get; set; }

    /// <summary>Asks for the client's certificate.</summary>
    public bool AsksForCertificate { get; set; }

    /// <summary>TLS 1.2: sends a NewSessionTicket, which the ServerHello announces.</summary>
    public bool SendsTicket { get; set; }

    /// <summary>TLS 1.2: goes on with the session that the client names, with this master secret.</summary>
    public byte[]? ResumedSecret { get; set; }

    protected override void Script()
    {
        ReceiveClientHello();
        if (IsTls13)
        {
            Script13();
        }
        else
        {
            Script12();
        }
    }

    private void ReceiveClientHello()
    {
        ClientHello = ClientHelloMessage.Parse(Receive(HostileMessage.ClientHello));
        ClientRandom = ClientHello.Random;
    }

    private CertificateMessage Certificate()
    {
        var message = new CertificateMessage(IsTls13);
        message.Entries.AddRange(_credential.Chain.Select(certificate => (certificate.Der, new ExtensionList())));
        return message;
    }

    private byte[] Sign(int scheme, byte[] content) => SchemeSigner.Sign(_credential.Key, scheme, content);
}
