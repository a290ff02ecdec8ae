using System;
using System.Formats.Asn1;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Verification;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>
/// Spellings that must not get a name around an excluded subtree, or into a permitted one. `tests/python/differential`
/// compares them with OpenSSL, which goes by the spelling.
/// </summary>
public sealed class NameConstraintTests
{
    private const string Mail = "mail";
    private const string Dns = "DNS";
    private const string Uri = "URI";
    private const string Address = "IP";
    private const string Utf8Mail = "UTF-8 mail";

    private const int Ok = VerifyCode.X509_V_OK;
    private const int Excluded = VerifyCode.X509_V_ERR_EXCLUDED_VIOLATION;
    private const int NotPermitted = VerifyCode.X509_V_ERR_PERMITTED_VIOLATION;
    private const int NameSyntax = VerifyCode.X509_V_ERR_UNSUPPORTED_NAME_SYNTAX;
    private const int BaseSyntax = VerifyCode.X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX;

    [Theory]
    [InlineData("www.bad.example", "bad.example", Excluded)]
    [InlineData("WWW.BAD.EXAMPLE", "bad.example", Excluded)]
    [InlineData("www.bad.example.", "bad.example", Excluded)]
    [InlineData("bad.example.", "bad.example", Excluded)]
    [InlineData("www.bad.example..", "bad.example", Excluded)]
    [InlineData("www.bad.example", "bad.example.", Excluded)]
    [InlineData("www.bad.example.", "bad.example.", Excluded)]
    [InlineData("www.bad.example.", ".bad.example", Excluded)]
    [InlineData("*.bad.example", "bad.example", Excluded)]
    [InlineData("*.bad.example.", "bad.example", Excluded)]
    [InlineData("www.good.example", "", Excluded)]
    [InlineData("www.good.example", "*.bad.example", BaseSyntax)]
    [InlineData("www.good.example", "bad example", BaseSyntax)]
    [InlineData("www.good.example", "https://bad.example", BaseSyntax)]
    [InlineData("www.good.example", "bad..example", BaseSyntax)]
    [InlineData("www.good.example", "bad.example", Ok)]
    [InlineData("www.notbad.example", "bad.example", Ok)]
    [InlineData("bad.example", ".bad.example", Ok)]
    [InlineData("www.good.example.", "bad.example", Ok)]
    public void A_DNS_name_against_an_excluded_subtree(string name, string subtree, int code) =>
        Assert.Equal(code, AskExcluded(Dns, name, subtree));

    [Theory]
    [InlineData("user@bad.example", "bad.example", Excluded)]
    [InlineData("user@bad.example.", "bad.example", Excluded)]
    [InlineData("user@bad.example", "bad.example.", Excluded)]
    [InlineData("user@www.bad.example.", ".bad.example", Excluded)]
    [InlineData("user@bad.example.", "user@bad.example", Excluded)]
    [InlineData("\"user\"@bad.example", "user@bad.example", Excluded)]
    [InlineData("\"us\\er\"@bad.example", "user@bad.example", Excluded)]
    [InlineData("user@bad.example", "\"user\"@bad.example", Excluded)]
    [InlineData("user@bad.example", "@bad.example", Excluded)]
    [InlineData("user@good.example", "", Excluded)]
    [InlineData("user@bad.example ", "bad.example", NameSyntax)]
    [InlineData("user@bad.example(comment)", "bad.example", NameSyntax)]
    [InlineData("<user@bad.example>", "bad.example", NameSyntax)]
    [InlineData("user@bad.example\0", "bad.example", NameSyntax)]
    [InlineData("user@[192.0.2.1]", "bad.example", NameSyntax)]
    [InlineData("user@", "bad.example", NameSyntax)]
    [InlineData("user", "bad.example", NameSyntax)]
    [InlineData("user@good.example", "user name@bad example", BaseSyntax)]
    [InlineData("user@good.example", "bad.example", Ok)]
    [InlineData("other@bad.example", "user@bad.example", Ok)]
    [InlineData("User@bad.example", "user@bad.example", Ok)]
    [InlineData("user@www.bad.example", "bad.example", Ok)]
    public void A_mail_address_against_an_excluded_subtree(string name, string subtree, int code) =>
        Assert.Equal(code, AskExcluded(Mail, name, subtree));

    [Theory]
    [InlineData("üser@bad.example", "bad.example", Excluded)]
    [InlineData("üser@bad.example.", "bad.example", Excluded)]
    [InlineData("üser@bücher.example", "xn--bcher-kva.example", Excluded)]
    [InlineData("üser@BÜCHER.example", "xn--bcher-kva.example", Excluded)]
    [InlineData("üser@xn--bcher-kva.example", "xn--bcher-kva.example", Excluded)]
    [InlineData("üser@www.bücher.example.", ".xn--bcher-kva.example", Excluded)]
    [InlineData("user@bad.example", "user@bad.example", Excluded)]
    [InlineData("üser@bad\u3002example", "bad.example", Excluded)]
    [InlineData("üser@bad .example", "bad.example", NameSyntax)]
    [InlineData("üser", "bad.example", NameSyntax)]
    [InlineData("üser@good.example", "bad.example", Ok)]
    public void A_mail_address_in_Unicode_against_an_excluded_subtree(string name, string subtree, int code) =>
        Assert.Equal(code, AskExcluded(Utf8Mail, name, subtree));

    [Theory]
    [InlineData("https://bad.example/", "bad.example", Excluded)]
    [InlineData("HTTPS://BAD.EXAMPLE", "bad.example", Excluded)]
    [InlineData("https://bad.example./", "bad.example", Excluded)]
    [InlineData("https://bad.example.", "bad.example", Excluded)]
    [InlineData("https://bad.example", "bad.example.", Excluded)]
    [InlineData("https://bad.example.:443/", "bad.example", Excluded)]
    [InlineData("https://bad.example:/", "bad.example", Excluded)]
    [InlineData("https://bad.example?x", "bad.example", Excluded)]
    [InlineData("https://bad.example#x", "bad.example", Excluded)]
    [InlineData("https://bad.example?x=:/", "bad.example", Excluded)]
    [InlineData("https://www.bad.example?x", ".bad.example", Excluded)]
    [InlineData("https://good.example", "", Excluded)]
    [InlineData("https://user@bad.example/", "bad.example", NameSyntax)]
    [InlineData("https://good.example:x@bad.example/", "bad.example", NameSyntax)]
    [InlineData("https://good.example:80@bad.example/", "bad.example", NameSyntax)]
    [InlineData("https://bad.example\\@good.example/", "bad.example", NameSyntax)]
    [InlineData("https://good.example\\.bad.example/", "bad.example", NameSyntax)]
    [InlineData("https://b%61d.example/", "bad.example", NameSyntax)]
    [InlineData("https://bad.example%00/", "bad.example", NameSyntax)]
    [InlineData("https://bad\t.example/", "bad.example", NameSyntax)]
    [InlineData("https://bad.example /", "bad.example", NameSyntax)]
    [InlineData("https://[2001:db8::1]/", "bad.example", NameSyntax)]
    [InlineData("https://[bad.example]/", "bad.example", NameSyntax)]
    [InlineData("https://192.0.2.1/", "bad.example", NameSyntax)]
    [InlineData("https://0x7f.1/", "bad.example", NameSyntax)]
    [InlineData("https://3221225985/", "bad.example", NameSyntax)]
    [InlineData("https://192.0.2.0x1./", "bad.example", NameSyntax)]
    [InlineData("https:///bad.example/", "bad.example", NameSyntax)]
    [InlineData("https:////bad.example/", "bad.example", NameSyntax)]
    [InlineData("https:/bad.example/", "bad.example", NameSyntax)]
    [InlineData("https:bad.example", "bad.example", NameSyntax)]
    [InlineData("https:\\\\bad.example", "bad.example", NameSyntax)]
    [InlineData("//bad.example/", "bad.example", NameSyntax)]
    [InlineData("://good.example/", "bad.example", NameSyntax)]
    [InlineData(" https://good.example/", "bad.example", NameSyntax)]
    [InlineData("1http://good.example/", "bad.example", NameSyntax)]
    [InlineData("view-source:https://bad.example/", "bad.example", NameSyntax)]
    [InlineData("mailto:user@bad.example", "bad.example", NameSyntax)]
    [InlineData("bad.example", "bad.example", NameSyntax)]
    [InlineData("https://:443/", "bad.example", NameSyntax)]
    [InlineData("https://./", "bad.example", NameSyntax)]
    [InlineData("https://good.example:80:81/", "bad.example", NameSyntax)]
    [InlineData("https://good.example/", "https://bad.example", BaseSyntax)]
    [InlineData("https://good.example/", "bad.example:443", BaseSyntax)]
    [InlineData("https://good.example/", "bad.example/", BaseSyntax)]
    [InlineData("https://good.example/", "bad.example", Ok)]
    [InlineData("git+ssh://good.example:22/x@bad.example", "bad.example", Ok)]
    [InlineData("https://good.example/?u=https://bad.example/", "bad.example", Ok)]
    [InlineData("https://bad.example/", ".bad.example", Ok)]
    public void A_URI_against_an_excluded_subtree(string name, string subtree, int code) =>
        Assert.Equal(code, AskExcluded(Uri, name, subtree));

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.0/255.0.0.0", Excluded)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.0/255.0.0.0", Excluded)]
    [InlineData("2001:db8::1", "2001:db8::/ffff:ffff::", Excluded)]
    [InlineData("11.0.0.1", "10.0.0.0/255.0.0.0", Ok)]
    [InlineData("::ffff:11.0.0.1", "10.0.0.0/255.0.0.0", Ok)]
    [InlineData("::fffe:10.0.0.1", "10.0.0.0/255.0.0.0", Ok)]
    [InlineData("10.0.0.1", "::/::", Ok)]
    public void An_address_against_an_excluded_subtree(string name, string subtree, int code) =>
        Assert.Equal(code, AskExcluded(Address, name, subtree));

    [Theory]
    [InlineData(0, 8)]
    [InlineData(3, 8)]
    [InlineData(5, 8)]
    [InlineData(8, 8)]
    [InlineData(17, 32)]
    [InlineData(4, 0)]
    [InlineData(4, 4)]
    [InlineData(4, 7)]
    [InlineData(4, 16)]
    [InlineData(16, 33)]
    public void An_address_of_no_such_length_is_refused_where_addresses_are_constrained(int nameBytes, int subtreeBytes)
    {
        byte[] name = Element(7, new byte[nameBytes]);
        byte[] subtree = Element(7, new byte[subtreeBytes]);

        Assert.Equal(NameSyntax, Ask(name, subtree, isExcluded: true));
        Assert.Equal(NameSyntax, Ask(name, subtree, isExcluded: false));
    }

    [Theory]
    [InlineData(Dns, "www.good.example", "good.example", Ok)]
    [InlineData(Dns, "www.good.example.", "good.example", NotPermitted)]
    [InlineData(Dns, "www.bad.example", "good.example", NotPermitted)]
    [InlineData(Mail, "user@good.example", "good.example", Ok)]
    [InlineData(Mail, "user@good.example.", "good.example", NotPermitted)]
    [InlineData(Mail, "user@bad.example\0.good.example", ".good.example", NameSyntax)]
    [InlineData(Mail, "user@bad.example(.good.example", ".good.example", NameSyntax)]
    [InlineData(Uri, "https://good.example/", "good.example", Ok)]
    [InlineData(Uri, "https://good.example:443/", "good.example", Ok)]
    [InlineData(Uri, "https://good.example./", "good.example", NotPermitted)]
    [InlineData(Uri, "https://good.example:x@bad.example/", "good.example", NameSyntax)]
    [InlineData(Uri, "https://bad.example\\.good.example/", ".good.example", NameSyntax)]
    [InlineData(Uri, "https://bad.example?.good.example", ".good.example", NotPermitted)]
    [InlineData(Uri, "https://bad.example#.good.example", ".good.example", NotPermitted)]
    [InlineData(Uri, "https://user@www.good.example/", ".good.example", NameSyntax)]
    [InlineData(Address, "10.0.0.1", "10.0.0.0/255.0.0.0", Ok)]
    [InlineData(Address, "::ffff:10.0.0.1", "10.0.0.0/255.0.0.0", NotPermitted)]
    public void A_name_against_a_permitted_subtree(string kind, string name, string subtree, int code) =>
        Assert.Equal(code, Ask(Name(kind, name), Subtree(kind, subtree), isExcluded: false));

    [Theory]
    [InlineData("CN=www.bad.example", Excluded)]
    [InlineData("CN=www.bad.example.", Excluded)]
    [InlineData("CN=www.good.example", Ok)]
    [InlineData("CN=Mr Bad", Ok)]
    public void A_common_name_that_may_match_a_host_counts_as_a_DNS_name(string subject, int code) =>
        Assert.Equal(code, AskHost(subject, [], "bad.example", isExcluded: true, host: null));

    [Theory]
    [InlineData("*.bad.example", "x.bad.example", "x.bad.example.", true, VerifyCode.X509_V_ERR_HOSTNAME_MISMATCH)]
    [InlineData("*.bad.example", "www.bad.example", "www.bad.example", true, Excluded)]
    [InlineData("*.bad.example", "www.bad.example", "ftp.bad.example", true, Ok)]
    [InlineData("*.bad.example", "www.bad.example", "WWW.bad.example", true, Excluded)]
    [InlineData("www.bad.example.", "bad.example", "www.bad.example.", true, Excluded)]
    [InlineData("*.good.example", "good.example", "www.good.example", false, Ok)]
    public void The_host_that_was_asked_for_is_not_in_an_excluded_subtree(
        string dnsName, string subtree, string host, bool isExcluded, int code) =>
        Assert.Equal(code, AskHost("CN=leaf", [dnsName], subtree, isExcluded, host));

    [Theory]
    [InlineData("CN=*.bad.example", "bad.example", "www.bad.example", true, Excluded)]
    [InlineData("CN=*.bad.example", "good.example", "www.bad.example", false, NotPermitted)]
    [InlineData("CN=-x.bad.example", "bad.example", "-x.bad.example", true, Excluded)]
    [InlineData("CN=bad", "bad", "bad", true, Excluded)]
    [InlineData("CN=www.good.example", "good.example", "www.good.example", false, Ok)]
    public void A_host_found_in_a_common_name_is_constrained_whatever_it_looks_like(
        string subject, string subtree, string host, bool isExcluded, int code) =>
        Assert.Equal(code, AskHost(subject, [], subtree, isExcluded, host));

    private static int AskExcluded(string kind, string name, string subtree) =>
        Ask(Name(kind, name), Subtree(kind, subtree), isExcluded: true);

    private static int AskHost(string subject, string[] dnsNames, string subtree, bool isExcluded, string? host) =>
        Verify(
            new CertificatePlan { Subject = subject, DnsNames = dnsNames }, Name(Dns, subtree), isExcluded,
            ChainQuestion.Policy with { HostName = host });

    private static int Ask(byte[] name, byte[] subtree, bool isExcluded) => Verify(
        new CertificatePlan
        {
            Extensions = [new X509Extension("2.5.29.17", Element(0x30, name), critical: false)],
        },
        subtree, isExcluded, ChainQuestion.Policy);

    private static int Verify(CertificatePlan leaf, byte[] subtree, bool isExcluded, VerificationPolicy policy)
    {
        byte[] trees = Element(isExcluded ? (byte)0xA1 : (byte)0xA0, Element(0x30, subtree));
        MadeCertificate root = new CertificatePlan
        {
            Subject = "CN=Root",
            IsAuthority = true,
            Extensions = [new X509Extension("2.5.29.30", Element(0x30, trees), critical: true)],
        }.Make();
        return ChainQuestion.Ask((leaf with { Issuer = root }).Make(), [], [root], policy).Code;
    }

    private static byte[] Name(string kind, string text) => kind switch
    {
        Mail => Element(1, Encoding.Latin1.GetBytes(text)),
        Dns => Element(2, Encoding.Latin1.GetBytes(text)),
        Uri => Element(6, Encoding.Latin1.GetBytes(text)),
        Address => Element(7, IPAddress.Parse(text).GetAddressBytes()),
        Utf8Mail => Utf8Mailbox(text),
        _ => throw new ArgumentException(kind, nameof(kind)),
    };

    private static byte[] Subtree(string kind, string text)
    {
        if (kind != Address)
        {
            return Name(kind == Utf8Mail ? Mail : kind, text);
        }

        byte[][] parts = [.. text.Split('/').Select(part => IPAddress.Parse(part).GetAddressBytes())];
        return Element(7, [.. parts[0], .. parts[1]]);
    }

    private static byte[] Utf8Mailbox(string text)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            writer.WriteObjectIdentifier("1.3.6.1.5.5.7.8.9");
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                writer.WriteCharacterString(UniversalTagNumber.UTF8String, text);
            }
        }

        return writer.Encode();
    }

    /// <summary>An element; small numbers are those of a GeneralName.</summary>
    private static byte[] Element(byte tag, byte[] content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(content);
        byte[] element = writer.Encode();
        element[0] = tag < 0x20 ? (byte)(0x80 | tag) : tag;
        return element;
    }
}
