using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Keys;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>A client that can say anything; see <see cref="HostilePeer"/>.</summary>
internal sealed partial class HostileClient : HostilePeer
{
    private readonly Credential? _credential;
    private readonly List<KeyAgreement> _agreements = [];

    /// <param name="server">The settings of the engine, which is the server.</param>
    /// <param name="kind">The kind of certificate that it shows when asked: rsa or p256; null for none.</param>
    public HostileClient(EngineSettings server, string? kind = null)
        : base(server) => _credential = kind is null ? null : TestCertificates.Credential(kind + ":client");

    /// <summary>The ServerHello that came in.</summary>
    public ServerHelloMessage ServerHello { get; private set; } = new();

    /// <summary>The groups of supported_groups; there is a share for the first.</summary>
    public List<int> Groups { get; } = [KeyAgreement.X25519, KeyAgreement.Secp256r1];

    /// <summary>The name of the <see cref="HostilePeer.Psk"/>.</summary>
    public byte[] PskIdentity { get; set; } = [1, 2, 3];

    /// <summary>The ClientHello that an honest client sends first.</summary>
    public ClientHelloMessage MakeClientHello()
    {
        var hello = new ClientHelloMessage
        {
            Random = ClientRandom,
            SessionId = IsTls13 ? new byte[32] : [],
            Suites = IsTls13 ? [0x1301, 0x1302] : [0xC02B, 0xC02F, 0x009C],
        };
        ExtensionList extensions = hello.Extensions!;
        extensions.Add(ExtensionList.SupportedGroups, Wire.List16(Groups));
        extensions.Add(ExtensionList.SignatureAlgorithms, Wire.List16(0x0403, 0x0804, 0x0401));
        if (IsTls13)
        {
            extensions.Add(ExtensionList.SupportedVersions, 2, 3, 4);
            extensions.Add(ExtensionList.PskKeyExchangeModes, 1, 1);
            extensions.Add(ExtensionList.KeyShare, Wire.Opaque16(Share(Groups[0])));
            if (IsAskedLater)
            {
                extensions.Add(ExtensionList.PostHandshakeAuth);
            }
        }
        else
        {
            extensions.Add(ExtensionList.EcPointFormats, 1, 0);
            extensions.Add(ExtensionList.ExtendedMasterSecret);
            extensions.Add(ExtensionList.RenegotiationInfo, 0);
        }

        return hello;
    }

    /// <summary>A share of ours for that group, as key_share lists it.</summary>
    public byte[] Share(int group)
    {
        var agreement = new KeyAgreement(group);
        _agreements.Add(agreement);
        return [.. Wire.U16(group), .. Wire.Opaque16(agreement.PublicValue)];
    }

    /// <summary>TLS 1.2: the session that the ClientHello names, and its master secret.</summary>
    public (byte[] Id, byte[] MasterSecret)? Session { get; set; }

    /// <summary>TLS 1.2: the version in the secret of a key exchange by RSA.</summary>
    public byte[] SecretVersion { get; set; } = [3, 3];

    /// <summary>TLS 1.2: a key exchange that is sent whatever the suite, and after which this end knows nothing to
    /// say.</summary>
    public byte[]? LastKeyExchange { get; set; }

    protected override void Script()
    {
        ClientRandom = RandomNumberGenerator.GetBytes(32);
        ClientHelloMessage hello = MakeClientHello();
        if (IsTls13)
        {
            Script13(hello);
        }
        else
        {
            Script12(hello);
        }
    }

    private CertificateMessage Certificate()
    {
        var message = new CertificateMessage(IsTls13);
        message.Entries.AddRange(
            (_credential?.Chain ?? []).Select(certificate => (certificate.Der, new ExtensionList())));
        return message;
    }

    private byte[] Sign(int scheme, byte[] content) => SchemeSigner.Sign(_credential!.Key, scheme, content);
}
