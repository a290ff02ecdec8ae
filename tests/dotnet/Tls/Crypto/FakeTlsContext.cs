using System;
using System.Reflection;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>As much of a connection as BouncyCastle's ciphers and decryptors ask for. The security parameters can be
/// set from inside a handshake only, so this sets their fields by name.</summary>
internal sealed class FakeTlsContext : TlsContext
{
    public FakeTlsContext(TlsCrypto crypto, bool isServer, ProtocolVersion version)
    {
        Crypto = crypto;
        IsServer = isServer;
        ServerVersion = version;
        Set("m_negotiatedVersion", version);
    }

    public TlsCrypto Crypto { get; }

    public TlsNonceGenerator NonceGenerator => Crypto.CreateNonceGenerator([]);

    public SecurityParameters SecurityParameters { get; } = new();

    public bool IsServer { get; }

    public ProtocolVersion[] ClientSupportedVersions => [ServerVersion];

    public ProtocolVersion ClientVersion => ServerVersion;

    public ProtocolVersion RsaPreMasterSecretVersion => ServerVersion;

    public ProtocolVersion ServerVersion { get; }

    public TlsSession? ResumableSession => null;

    public TlsSession? Session => null;

    public object? UserObject { get; set; }

    public FakeTlsContext Set(string field, object value)
    {
        FieldInfo info = typeof(SecurityParameters).GetField(field, BindingFlags.Instance | BindingFlags.NonPublic)!;
        info.SetValue(SecurityParameters, value);
        return this;
    }

    public byte[] ExportChannelBinding(int channelBinding) => throw new NotSupportedException();

    public byte[] ExportEarlyKeyingMaterial(string asciiLabel, byte[] context, int length) =>
        throw new NotSupportedException();

    public byte[] ExportKeyingMaterial(string asciiLabel, byte[] context, int length) =>
        throw new NotSupportedException();
}
