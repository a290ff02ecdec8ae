using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Org.BouncyCastle.Tls;
using Xunit;
using AlertDescription = IronSsl.Tls.OpenSsl.AlertDescription;

namespace IronSsl.Tls.Tests.Engine;

/// <summary>What a client makes of a HelloRetryRequest: RFC 8446 sections 4.1.4, 4.2.2 and 4.2.8.</summary>
public sealed class RetryTests
{
    private const string Cookie = "002c000600040a0b0c0d";
    private const string EmptyCookie = "002c00020000";
    private const string Version = "002b00020304";
    private const string P384 = "003300020018";
    private const int Suite = 0x1301;

    [Theory]
    [InlineData(Version + Cookie)]
    [InlineData(Cookie + Version)]
    [InlineData(Version + Cookie + P384)]
    [InlineData(Version + P384)]
    public void A_client_answers_with_what_it_was_asked_for(string extensions)
    {
        using TlsEngine engine = Start(out ClientHello first);

        engine.Provide(Request(first.SessionID, Suite, extensions));

        ClientHello second = Parse(engine.TakeOutput());
        bool isOtherGroup = extensions.Contains(P384, StringComparison.Ordinal);
        Assert.Equal(
            extensions.Contains(Cookie, StringComparison.Ordinal) ? [10, 11, 12, 13] : null,
            TlsExtensionsUtilities.GetCookieExtension(second.Extensions));
        Assert.Equal(
            isOtherGroup ? [NamedGroup.secp384r1] : [NamedGroup.x25519],
            TlsExtensionsUtilities.GetKeyShareClientHello(second.Extensions).Select(share => share.NamedGroup));

        // RFC 8446 section 4.1.2: nothing else changes, the share neither unless another was asked for.
        Assert.Equal(first.Random, second.Random);
        Assert.Equal(first.SessionID, second.SessionID);
        Assert.Equal(first.CipherSuites, second.CipherSuites);
        int[] changed = isOtherGroup ? [ExtensionType.key_share, ExtensionType.cookie] : [ExtensionType.cookie];
        Assert.Equal(Without(first, changed), Without(second, changed));
    }

    [Theory]
    [InlineData(Version, "NO_CHANGE_FOLLOWING_HRR", AlertDescription.IllegalParameter)]
    [InlineData(Version + "00330002001d", "BAD_KEY_SHARE", AlertDescription.IllegalParameter)]
    [InlineData(Version + "003300020001", "BAD_KEY_SHARE", AlertDescription.IllegalParameter)]
    [InlineData(Version + "0033000200ff" + Cookie, "BAD_KEY_SHARE", AlertDescription.IllegalParameter)]
    [InlineData(Version + "003300021a1a", "BAD_KEY_SHARE", AlertDescription.IllegalParameter)]
    [InlineData(Version + "0033000100", "LENGTH_MISMATCH", AlertDescription.DecodeError)]
    [InlineData(Version + "00330003001800", "LENGTH_MISMATCH", AlertDescription.DecodeError)]
    [InlineData(Version + EmptyCookie, "LENGTH_MISMATCH", AlertDescription.DecodeError)]
    [InlineData(Cookie, "BAD_HRR_VERSION", AlertDescription.MissingExtension)]
    [InlineData("002b00020303" + P384, "BAD_PROTOCOL_VERSION_NUMBER", AlertDescription.IllegalParameter)]
    [InlineData("002b00020305" + P384, "BAD_PROTOCOL_VERSION_NUMBER", AlertDescription.IllegalParameter)]
    [InlineData(Version + P384 + "00", "BAD_EXTENSION", AlertDescription.DecodeError)]
    [InlineData(Version + P384 + "002900020000", "BAD_EXTENSION", AlertDescription.IllegalParameter)]
    [InlineData(Version + P384 + "000a0000", "BAD_EXTENSION", AlertDescription.IllegalParameter)]
    [InlineData(Version + P384 + "00000000", "BAD_EXTENSION", AlertDescription.IllegalParameter)]
    [InlineData(Version + P384 + "fafa0000", "UNSOLICITED_EXTENSION", AlertDescription.UnsupportedExtension)]
    public void An_illegal_request_is_refused(string extensions, string reason, int alert) =>
        Check(hello => Request(hello.SessionID, Suite, extensions), reason, alert);

    [Theory]
    [InlineData(0xc02f, "WRONG_CIPHER_RETURNED")]
    [InlineData(0x1304, "WRONG_CIPHER_RETURNED")]
    [InlineData(0x1a1a, "UNKNOWN_CIPHER_RETURNED")]
    public void A_suite_that_cannot_be_is_refused(int suite, string reason) =>
        Check(hello => Request(hello.SessionID, suite, Version + P384), reason, AlertDescription.IllegalParameter);

    [Fact]
    public void A_session_id_that_is_not_the_client_s_is_refused() =>
        Check(
            _ => Request(new byte[32], Suite, Version + P384), "INVALID_SESSION_ID", AlertDescription.IllegalParameter);

    [Fact]
    public void A_second_request_is_refused()
    {
        using TlsEngine engine = Start(out ClientHello hello);
        engine.Provide(Request(hello.SessionID, Suite, Version + P384));
        engine.TakeOutput();

        engine.Provide(Request(hello.SessionID, Suite, Version + Cookie));

        Assert.Equal("UNEXPECTED_MESSAGE", engine.Failure!.Reason);
        Assert.Equal(AlertDescription.UnexpectedMessage, engine.Failure.Alert);
    }

    private static void Check(Func<ClientHello, byte[]> request, string reason, int alert)
    {
        using TlsEngine engine = Start(out ClientHello hello);

        engine.Provide(request(hello));

        Assert.Equal(EngineStatus.Failed, engine.Handshake());
        Assert.Equal((reason, alert), (engine.Failure!.Reason, engine.Failure.Alert));
        Assert.Equal([2, (byte)alert], engine.TakeOutput()[^2..]);
    }

    private static TlsEngine Start(out ClientHello hello)
    {
        var engine = new TlsEngine(TestSettings.Client() with
        {
            ServerName = "localhost",
            Groups = [GroupTable.ByName("X25519")!, GroupTable.ByName("P-384")!],
        });
        engine.Handshake();
        hello = Parse(engine.TakeOutput());
        return engine;
    }

    private static ClientHello Parse(byte[] records)
    {
        const int HandshakeHeaderBytes = 4;
        var messages = new List<byte>();
        for (int start = 0; start < records.Length;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(records.AsSpan(start + 3));
            if (records[start] == ContentType.handshake)
            {
                messages.AddRange(records.AsSpan(start + 5, length));
            }

            start += 5 + length;
        }

        return ClientHello.Parse(new MemoryStream([.. messages.Skip(HandshakeHeaderBytes)]), null);
    }

    private static Dictionary<int, string> Without(ClientHello hello, int[] types) => hello.Extensions
        .Where(extension => !types.Contains(extension.Key))
        .ToDictionary(extension => extension.Key, extension => Convert.ToHexString(extension.Value));

    private static byte[] Request(byte[] sessionId, int suite, string extensionsHex)
    {
        byte[] extensions = Convert.FromHexString(extensionsHex);
        byte[] body =
        [
            3, 3, .. SHA256.HashData("HelloRetryRequest"u8), (byte)sessionId.Length, .. sessionId,
            (byte)(suite >> 8), (byte)suite, 0, (byte)(extensions.Length >> 8), (byte)extensions.Length, .. extensions,
        ];
        return
        [
            22, 3, 3, 0, (byte)(body.Length + 4), (byte)HandshakeType.server_hello, 0, 0, (byte)body.Length, .. body,
        ];
    }
}
