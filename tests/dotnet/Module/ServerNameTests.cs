using System;
using System.Net;
using IronPython.Runtime.Exceptions;
using IronSsl.Module.Arguments;
using IronSsl.Tls.OpenSsl;
using Xunit;

namespace IronSsl.Tests;

/// <summary>What <c>server_hostname</c> may be, and when it's taken for an address.</summary>
public sealed class ServerNameTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("fe80::1:2", "fe80::1:2")]
    public void An_address_is_recognised(string text, string expected)
    {
        ServerName? name = ServerName.From(text);

        Assert.Equal(IPAddress.Parse(expected), name?.Address);
        Assert.Equal(text, name?.Text);
    }

    // .NET's parser would take all but the first and the last for addresses.
    [Theory]
    [InlineData("localhost")]
    [InlineData("127.1")]
    [InlineData("0x7f000001")]
    [InlineData("2130706433")]
    [InlineData("0177.0.0.0x1")]
    [InlineData("[::1]")]
    [InlineData("fe80::1%eth0")]
    [InlineData("1.2.3.4.")]
    public void What_OpenSSL_takes_for_a_name_is_one(string text) => Assert.Null(ServerName.From(text)?.Address);

    [Fact]
    public void None_is_no_name() => Assert.Null(ServerName.From(null));

    [Theory]
    [InlineData("")]
    [InlineData(".example.org")]
    public void A_name_that_would_match_a_whole_domain_is_refused(string text) =>
        Assert.IsType<PythonExceptions.BaseException>(
            PythonExceptions.ToPython(Assert.ThrowsAny<Exception>(() => ServerName.From(text))));

    [Fact]
    public void A_name_that_is_too_long_to_send_is_a_failure()
    {
        TlsFailure failure = Assert.Throws<TlsFailure>(() => ServerName.From(new string('a', 256)));

        Assert.Equal("SSL3_EXT_INVALID_SERVERNAME", failure.Reason);
    }
}
