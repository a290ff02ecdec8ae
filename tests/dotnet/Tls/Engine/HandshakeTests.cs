using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Keys;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

public sealed class HandshakeTests
{
    public static TheoryData<int, string> VersionsAndKeys()
    {
        var data = new TheoryData<int, string>();
        foreach (int version in new[] { TlsVersion.Tls10, TlsVersion.Tls11, TlsVersion.Tls12, TlsVersion.Tls13 })
        {
            foreach (string kind in new[] { "rsa", "rsa3072", "p256", "p384", "p521", "ed25519", "ed448" })
            {
                if (version >= TlsVersion.Tls12 || !kind.StartsWith("ed", StringComparison.Ordinal))
                {
                    data.Add(version, kind);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(VersionsAndKeys))]
    public void Both_sides_complete_and_data_flows_both_ways(int version, string kind)
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(version), TestSettings.Server(kind).Only(version));

        (EngineStatus client, EngineStatus server) = pair.Handshake();

        Assert.Null(pair.Client.Failure);
        Assert.Null(pair.Server.Failure);
        Assert.Equal((EngineStatus.Done, EngineStatus.Done), (client, server));
        Assert.Equal(version, pair.Client.NegotiatedVersion);
        Assert.Equal(version, pair.Server.NegotiatedVersion);
        Assert.Equal(pair.Client.Cipher, pair.Server.Cipher);
        byte[] data = RandomNumberGenerator.GetBytes(100_000);
        Assert.Equal(data, pair.Send(pair.Client, data));
        Assert.Equal(data, pair.Send(pair.Server, data));
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void Input_may_come_byte_by_byte(int version)
    {
        using var pair = new EnginePair(TestSettings.Client().Only(version), TestSettings.Server("rsa").Only(version))
        {
            ChunkBytes = 1,
        };

        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
        Assert.Equal("hello"u8.ToArray(), pair.Send(pair.Client, "hello"u8.ToArray()));
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void Close_notify_closes_one_half_only(int version)
    {
        using var pair = new EnginePair(TestSettings.Client().Only(version), TestSettings.Server("p256").Only(version));
        pair.Handshake();
        Assert.Equal(EngineStatus.WantInput, pair.Client.Shutdown());
        pair.Transfer();

        Assert.Equal(EngineStatus.Closed, pair.Server.Read(new byte[1], out _));
        Assert.Equal("more"u8.ToArray(), pair.Send(pair.Server, "more"u8.ToArray()));
        Assert.Equal(EngineStatus.Done, pair.Server.Shutdown());
        pair.Transfer();
        Assert.Equal(EngineStatus.Done, pair.Client.Shutdown());
        Assert.Equal(EngineState.Closed, pair.Client.State);
        Assert.Equal(EngineState.Closed, pair.Server.State);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void Tls_unique_is_the_same_on_both_sides(int version)
    {
        using var pair = new EnginePair(TestSettings.Client().Only(version), TestSettings.Server("p256").Only(version));
        pair.Handshake();

        Assert.NotNull(pair.Client.TlsUnique);
        Assert.Equal(pair.Client.TlsUnique, pair.Server.TlsUnique);
    }

    // RFC 7633, which OpenSSL doesn't know: BouncyCastle would refuse a server that doesn't answer what its certificate
    // names.
    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_client_does_not_ask_for_the_features_in_a_certificate(int version)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension("1.3.6.1.5.5.7.1.24", [0x30, 6, 2, 1, 0, 2, 1, 35], false));
        using X509Certificate2 certificate =
            request.CreateSelfSigned(TestClock.Start.AddDays(-1), TestClock.Start.AddDays(1));
        using var pair = new EnginePair(
            TestSettings.Client().Only(version) with { ServerName = "localhost" },
            TestSettings.Server().Only(version) with
            {
                Credentials =
                    [new Credential([ParsedCertificate.Parse(certificate.RawData)], PrivateKey.FromEcdsa(key))],
                Options = SslOption.OP_NO_TICKET,
            });

        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
    }
}
