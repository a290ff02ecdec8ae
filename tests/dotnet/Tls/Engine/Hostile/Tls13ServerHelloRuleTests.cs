using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 sections 4.1.3, 4.1.4, 4.2.1, 4.2.2, 4.2.8 and 4.2.11: how a client takes a ServerHello and a
/// HelloRetryRequest.</summary>
public sealed class Tls13ServerHelloRuleTests
{
    private const int X448 = 0x001E;
    private const int Ffdhe2048 = 0x0100;
    private const int X25519MlKem768 = 0x11EC;

    [Fact]
    [PeerRule("8446-4.1.3-a")]
    public void The_session_id_must_be_echoed() => new HostileServer(Tls13.Client).Refuses(
        (ServerHelloMessage hello) =>
            hello.SessionId = new byte[32], AlertDescription.IllegalParameter, "INVALID_SESSION_ID");

    [Theory]
    [PeerRule("8446-4.1.3-b")]
    [InlineData(0x1306, "UNKNOWN_CIPHER_RETURNED")]
    [InlineData(0x0A0A, "UNKNOWN_CIPHER_RETURNED")]
    [InlineData(0xC02B, "WRONG_CIPHER_RETURNED")]
    [InlineData(0x1302, "WRONG_CIPHER_RETURNED")]
    public void The_suite_must_be_one_that_was_offered(int suite, string reason) => new HostileServer(
        Tls13.Client with
        {
            Ciphers = Tls13.Client.Ciphers with { Tls13 = [CipherSuiteTable.ById(0x1301)!] },
        }).Refuses(
        (ServerHelloMessage hello) => hello.Suite = suite, AlertDescription.IllegalParameter, reason);

    [Fact]
    [PeerRule("8446-4.1.3-c")]
    public void There_is_no_compression() => new HostileServer(Tls13.Client).Refuses(
        (ServerHelloMessage hello) => hello.CompressionMethod = 1,
        AlertDescription.IllegalParameter,
        "INVALID_COMPRESSION_ALGORITHM");

    [Theory]
    [PeerRule("8446-4.1.3-e")]
    [InlineData(new byte[] { 3, 3 })]
    [InlineData(new byte[] { 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 33 })]
    public void A_ServerHello_that_is_cut_off_can_t_be_decoded(byte[] body) => new HostileServer(Tls13.Client).Refuses(
        (ServerHelloMessage hello) => hello.Body = body, AlertDescription.DecodeError, "LENGTH_MISMATCH");

    [Fact]
    [PeerRule("8446-4.1.3-d")]
    public void A_ServerHello_ends_with_its_extensions() => new HostileServer(Tls13.Client).Refuses(
        (ServerHelloMessage hello) => hello.Surplus = [0], AlertDescription.DecodeError, "BAD_LENGTH");

    [Fact]
    [PeerRule("8446-4.1.4-a")]
    public void A_retry_must_have_the_legacy_version() => Retry().Refuses(
        (HelloRetryRequestMessage retry) => retry.LegacyVersion = 0x0304,
        AlertDescription.IllegalParameter,
        "BAD_LEGACY_VERSION");

    [Fact]
    [PeerRule("8446-4.1.4-g")]
    public void A_retry_must_echo_the_session_id() => Retry().Refuses(
        (HelloRetryRequestMessage retry) =>
            retry.SessionId = [], AlertDescription.IllegalParameter, "INVALID_SESSION_ID");

    [Theory]
    [PeerRule("8446-4.1.4-h")]
    [InlineData(0x1306, "UNKNOWN_CIPHER_RETURNED")]
    [InlineData(0xC02B, "WRONG_CIPHER_RETURNED")]
    public void A_retry_must_choose_a_suite_that_was_offered(int suite, string reason) => Retry().Refuses(
        (HelloRetryRequestMessage retry) => retry.Suite = suite, AlertDescription.IllegalParameter, reason);

    [Fact]
    [PeerRule("8446-4.1.4-i")]
    public void A_retry_must_have_no_compression() => Retry().Refuses(
        (HelloRetryRequestMessage retry) => retry.CompressionMethod = 1,
        AlertDescription.IllegalParameter,
        "INVALID_COMPRESSION_ALGORITHM");

    // The fields end at 34, 35 (and 67, a session id), 69 and 70.
    [Theory]
    [PeerRule("8446-4.1.4-j")]
    [InlineData(34)]
    [InlineData(35)]
    [InlineData(66)]
    [InlineData(67)]
    [InlineData(68)]
    [InlineData(69)]
    public void A_retry_that_is_cut_off_can_t_be_decoded(int length) => Retry().Refuses(
        (HelloRetryRequestMessage retry) => retry.Body = retry.ToBytes()[4..(4 + length)],
        AlertDescription.DecodeError,
        "LENGTH_MISMATCH");

    [Fact]
    [PeerRule("8446-4.1.4-b")]
    public void A_retry_must_change_something() => new HostileServer(Tls13.Client) { SendsRetry = true }.Refuses(
        (HelloRetryRequestMessage _) => { }, AlertDescription.IllegalParameter, "NO_CHANGE_FOLLOWING_HRR");

    [Fact]
    [PeerRule("8446-4.1.4-c")]
    public void A_second_retry_is_unexpected()
    {
        using HostileServer server = Retry();
        Assert.False(server.Instead((ServerHelloMessage _) => [server.HelloRetryRequest()]).Run());
        server.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Fact]
    [PeerRule("8446-4.1.4-d")]
    public void The_suite_stays_that_of_the_retry() => Retry().Refuses(
        (ServerHelloMessage hello) => hello.Suite = 0x1303, AlertDescription.IllegalParameter, "WRONG_CIPHER_RETURNED");

    [Fact]
    [PeerRule("8446-4.1.4-e")]
    public void The_version_stays_that_of_the_retry() => new HostileServer(TestSettings.Client())
    {
        RetryGroup = KeyAgreement.Secp256r1,
    }.Refuses(
        (ServerHelloMessage hello) => hello.Extensions = new ExtensionList(),
        AlertDescription.IllegalParameter,
        "WRONG_SSL_VERSION");

    [Fact]
    [PeerRule("8446-4.1.4-f")]
    public void A_retry_must_select_the_version() => Retry().Refuses(
        (HelloRetryRequestMessage retry) => retry.Extensions!.Remove(ExtensionList.SupportedVersions),
        AlertDescription.MissingExtension,
        "BAD_HRR_VERSION");

    [Theory]
    [PeerRule("8446-4.2.1-a")]
    [InlineData(0x0303)]
    [InlineData(0x0300)]
    [InlineData(0x0305)]
    [InlineData(0x7F1C)]
    [InlineData(0xFEFE)]
    public void A_server_selects_no_version_that_was_not_offered(int version)
    {
        new HostileServer(TestSettings.Client()).Refuses(
            (ServerHelloMessage hello) => hello.Extensions!.Set(ExtensionList.SupportedVersions, Wire.U16(version)),
            AlertDescription.IllegalParameter,
            "BAD_PROTOCOL_VERSION_NUMBER");
        Retry().Refuses(
            (HelloRetryRequestMessage retry) =>
                retry.Extensions!.Set(ExtensionList.SupportedVersions, Wire.U16(version)),
            AlertDescription.IllegalParameter,
            "BAD_PROTOCOL_VERSION_NUMBER");
    }

    [Theory]
    [PeerRule("8446-4.2.1-b")]
    [InlineData(0x0301)]
    [InlineData(0x0302)]
    [InlineData(0x0304)]
    [InlineData(0x0305)]
    [InlineData(0xFEFE)]
    public void The_legacy_version_is_ignored_where_there_is_a_selected_one(int version)
    {
        using HostileServer server = new HostileServer(Tls13.Client)
            .With((ServerHelloMessage hello) => hello.LegacyVersion = version);

        Assert.True(server.Run(), server.Engine.Failure?.ToString());
    }

    [Theory]
    [PeerRule("8446-4.2.1-c")]
    [InlineData(TlsVersion.Tls13, 0x0303)]
    [InlineData(TlsVersion.Tls13, 0x0304)]
    [InlineData(TlsVersion.Tls13, 0x0305)]
    [InlineData(TlsVersion.Tls12, 0x0302)]
    [InlineData(TlsVersion.Tls12, 0x0304)]
    [InlineData(TlsVersion.Tls12, 0xFEFE)]
    public void A_version_that_was_not_offered_is_refused(int only, int version) =>
        new HostileServer(TestSettings.Client().Only(only)) { SpeaksTls12 = true }.Refuses(
            (ServerHelloMessage hello) => hello.LegacyVersion = version,
            AlertDescription.ProtocolVersion,
            "UNSUPPORTED_PROTOCOL");

    [Theory]
    [PeerRule("8446-4.2.1-d")]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 3 })]
    [InlineData(new byte[] { 3, 4, 0 })]
    [InlineData(new byte[] { 2, 3, 4 })]
    public void The_selected_version_is_one_number(byte[] data) => new HostileServer(Tls13.Client).Refuses(
        (ServerHelloMessage hello) => hello.Extensions!.Set(ExtensionList.SupportedVersions, data),
        AlertDescription.DecodeError,
        "LENGTH_MISMATCH");

    [Theory]
    [PeerRule("8446-D.5-a")]
    [InlineData(true)]
    [InlineData(false)]
    public void SSL_3_0_is_refused_by_a_client(bool isTls13) =>
        new HostileServer(TestSettings.Client()) { SpeaksTls12 = !isTls13 }.Refuses(
            (ServerHelloMessage hello) => hello.LegacyVersion = 0x0300,
            AlertDescription.ProtocolVersion,
            "UNSUPPORTED_PROTOCOL");

    [Fact]
    [PeerRule("8446-4.2.2-a")]
    public void A_client_sends_the_cookie_back()
    {
        byte[] cookie = Wire.Opaque16([1, 2, 3, 4, 5]);
        using HostileServer server = Retry().With(
            (HelloRetryRequestMessage retry) => retry.Extensions!.Set(ExtensionList.Cookie, cookie));

        Assert.True(server.Run(), server.Engine.Failure?.ToString());
        Assert.Equal(cookie, server.ClientHello.Extensions!.Find(ExtensionList.Cookie));
    }

    [Theory]
    [PeerRule("8446-4.2.2-b")]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0, 0 })]
    [InlineData(new byte[] { 0, 2, 1 })]
    [InlineData(new byte[] { 0, 1, 1, 1 })]
    public void A_cookie_has_a_length_and_bytes(byte[] data) => Retry().Refuses(
        (HelloRetryRequestMessage retry) => retry.Extensions!.Set(ExtensionList.Cookie, data),
        AlertDescription.DecodeError,
        "LENGTH_MISMATCH");

    [Theory]
    [PeerRule("8446-4.2.8-a")]
    [InlineData(KeyAgreement.X25519)]
    [InlineData(0x0019)]
    [InlineData(0x0A0A)]
    [InlineData(0x11EC)]
    public void A_retry_asks_for_a_group_that_was_offered_without_a_share(int group) => Retry().Refuses(
        (HelloRetryRequestMessage retry) => retry.Extensions!.Set(ExtensionList.KeyShare, Wire.U16(group)),
        AlertDescription.IllegalParameter,
        "BAD_KEY_SHARE");

    [Theory]
    [PeerRule("8446-4.2.8-b")]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 23, 0 })]
    public void A_retry_names_one_group(byte[] data) => Retry().Refuses(
        (HelloRetryRequestMessage retry) => retry.Extensions!.Set(ExtensionList.KeyShare, data),
        AlertDescription.DecodeError,
        "LENGTH_MISMATCH");

    [Theory]
    [PeerRule("8446-4.2.8-c")]
    [InlineData(false, KeyAgreement.Secp256r1)]
    [InlineData(true, KeyAgreement.X25519)]
    public void The_server_s_share_is_for_a_group_of_ours(bool afterRetry, int group)
    {
        HostileServer server = afterRetry ? Retry() : new HostileServer(Client());
        server.Refuses(
            (ServerHelloMessage hello) =>
                hello.Extensions!.Set(ExtensionList.KeyShare, Share(group, new KeyAgreement(group).PublicValue)),
            AlertDescription.IllegalParameter,
            "BAD_KEY_SHARE");
    }

    [Fact]
    [PeerRule("8446-4.2.8-d")]
    public void A_ServerHello_has_a_share() => new HostileServer(Tls13.Client).Refuses(
        (ServerHelloMessage hello) => hello.Extensions!.Remove(ExtensionList.KeyShare),
        AlertDescription.MissingExtension,
        "NO_SUITABLE_KEY_SHARE");

    [Fact]
    [PeerRule("8446-4.2.9-d")]
    public void A_ServerHello_has_a_share_beside_a_pre_shared_key() =>
        new HostileServer(Tls13.ClientWithPsk) { Psk = new byte[32] }.Refuses(
            (ServerHelloMessage hello) => hello.Extensions!.Remove(ExtensionList.KeyShare),
            AlertDescription.IllegalParameter,
            "NO_SUITABLE_KEY_SHARE");

    [Theory]
    [PeerRule("8446-4.2.8-e")]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 29 })]
    [InlineData(new byte[] { 0, 29, 0, 0 })]
    [InlineData(new byte[] { 0, 29, 0, 2, 1 })]
    [InlineData(new byte[] { 0, 29, 0, 1, 1, 1 })]
    public void A_server_s_share_is_one_entry(byte[] data) => new HostileServer(Client()).Refuses(
        (ServerHelloMessage hello) => hello.Extensions!.Set(ExtensionList.KeyShare, data),
        AlertDescription.DecodeError,
        "LENGTH_MISMATCH");

    [Theory]
    [PeerRule("8446-4.2.8.2-a", "8446-7.4.2-a")]
    [InlineData(X448, 56, 0)]
    [InlineData(Ffdhe2048, 256, 0)]
    [InlineData(Ffdhe2048, 255, 1)]
    [InlineData(X25519MlKem768, 1119, 1)]
    [InlineData(X25519MlKem768, 31, 1)]
    [InlineData(X25519MlKem768, 1120, 0)]
    [InlineData(KeyAgreement.X25519, 31, 9)]
    [InlineData(KeyAgreement.X25519, 33, 9)]
    [InlineData(KeyAgreement.X25519, 32, 0)]
    [InlineData(KeyAgreement.X25519, 32, 1)]
    [InlineData(KeyAgreement.Secp256r1, 65, 4)]
    [InlineData(KeyAgreement.Secp256r1, 65, 2)]
    [InlineData(KeyAgreement.Secp256r1, 33, 2)]
    [InlineData(KeyAgreement.Secp256r1, 1, 0)]
    public void A_client_refuses_a_point_that_is_none(int group, int length, byte first)
    {
        byte[] point = new byte[length];
        point[0] = first;
        new HostileServer(Tls13.Client with { Groups = [GroupTable.ById(group)!, GroupTable.ById(0x001D)!] })
        {
            Group = KeyAgreement.X25519,
        }.Refuses(
            (ServerHelloMessage hello) => hello.Extensions!.Set(ExtensionList.KeyShare, Share(group, point)),
            group == X448 ? AlertDescription.HandshakeFailure : AlertDescription.IllegalParameter,
            "BAD_ECPOINT");
    }

    [Fact]
    [PeerRule("8446-4.2.11-a")]
    public void The_selected_identity_is_one_that_was_offered() =>
        new HostileServer(Tls13.ClientWithPsk) { Psk = new byte[32] }.Refuses(
            (ServerHelloMessage hello) => hello.Extensions!.Set(ExtensionList.PreSharedKey, 0, 1),
            AlertDescription.IllegalParameter,
            "BAD_PSK_IDENTITY");

    [Fact]
    [PeerRule("8446-4.2.11-b")]
    public void The_suite_has_the_hash_of_the_selected_key() =>
        new HostileServer(Tls13.ClientWithPsk) { Psk = new byte[32] }.Refuses(
            (ServerHelloMessage hello) => hello.Suite = 0x1302,
            AlertDescription.IllegalParameter,
            "CIPHERSUITE_DIGEST_HAS_CHANGED");

    [Theory]
    [PeerRule("8446-4.2.11-c")]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 0, 0 })]
    public void The_selected_identity_is_one_number(byte[] data) =>
        new HostileServer(Tls13.ClientWithPsk) { Psk = new byte[32] }.Refuses(
            (ServerHelloMessage hello) => hello.Extensions!.Set(ExtensionList.PreSharedKey, data),
            AlertDescription.DecodeError,
            "LENGTH_MISMATCH");

    [Fact]
    public void An_honest_server_s_pre_shared_key_is_taken()
    {
        using var server = new HostileServer(Tls13.ClientWithPsk) { Psk = new byte[32] };

        Assert.True(server.Run(), server.Engine.Failure?.ToString());
    }

    private static HostileServer Retry() => new(Client()) { RetryGroup = KeyAgreement.Secp256r1 };

    private static EngineSettings Client() => Tls13.Client with
    {
        Groups = [GroupTable.ById(KeyAgreement.X25519)!, GroupTable.ById(KeyAgreement.Secp256r1)!],
    };

    private static byte[] Share(int group, byte[] value) => [.. Wire.U16(group), .. Wire.Opaque16(value)];
}
