using System;
using System.Linq;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.Randomness;
using IronSsl.Tls.Engine.BouncyCastle;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Xunit;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>What the key schedule takes for granted of BouncyCastle's secrets and of who makes them.</summary>
public sealed class SecretTripwireTests
{
    [Fact]
    [Tripwire("secret-shown")]
    public void A_secret_is_shown_to_an_encryptor_and_stays_alive()
    {
        TlsSecret secret = PlatformTlsCrypto.Create(new PlatformRandom()).CreateSecret([1, 2, 3]);

        Assert.Equal([1, 2, 3], SecretReader.Read(secret));
        Assert.True(secret.IsAlive());
        Assert.Equal([1, 2, 3], secret.Extract());
        Assert.False(secret.IsAlive());
    }

    [Theory]
    [InlineData(0x0303, "")]
    [InlineData(
        0x0304,
        "ext binder,c hs traffic,s hs traffic,c ap traffic,s ap traffic,exp master")]
    [Tripwire("schedule-begins")]
    public void The_key_schedule_of_TLS_1_3_begins_with_HkdfInit_and_derives_all_secrets_from_there(
        int version, string labels)
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.Get(version >> 8, version & 0xFF));

        string[] expected =
            [.. labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(label => "tls13 " + label)];
        Assert.Equal(expected, expected.Intersect(pair.ClientSide.Crypto.Labels));
        Assert.Equal(expected, expected.Intersect(pair.ServerSide.Crypto.Labels));
        Assert.Equal(expected.Length == 0, pair.ClientSide.Crypto.Labels.Count == 0);
    }
}
