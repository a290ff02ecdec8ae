using IronSsl.Tls.OpenSsl.Objects;
using Xunit;

namespace IronSsl.Tls.Tests.OpenSsl;

/// <summary>The registry of objects, as <c>txt2obj</c> and <c>nid2obj</c> see it.</summary>
public sealed class ObjectTableTests
{
    private const int UnknownObject = -1;
    private const int NoObject = -2;

    public static TheoryData<string, int, int> Texts => ObjectCases.Texts;

    public static TheoryData<string, int> Surprises => ObjectCases.Surprises;

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_means_the_object_that_it_means_to_OpenSSL(string text, int withNames, int withoutNames)
    {
        Assert.Equal(withNames, Answer(ObjectTable.Find(text, oidOnly: false)));
        Assert.Equal(withoutNames, Answer(ObjectTable.Find(text, oidOnly: true)));
    }

    [Theory]
    [MemberData(nameof(Surprises))]
    public void A_text_of_two_objects_finds_the_one_that_OpenSSL_finds(string text, int nid) =>
        Assert.Equal(nid, ObjectTable.ByName(text, oidOnly: false)!.Nid);

    [Fact]
    public void Every_other_text_of_an_object_finds_it()
    {
        int found = 0;
        for (int nid = 1; nid < 1300; nid++)
        {
            if (ObjectTable.ByNid(nid) is not { } entry)
            {
                continue;
            }

            found++;
            foreach (string? text in new[] { entry.ShortName, entry.LongName, entry.Oid })
            {
                Assert.True(
                    text is null or "1.3" or "NULL" || ObjectTable.ByName(text, oidOnly: false) == entry,
                    $"{nid}: {text}");
            }
        }

        Assert.Equal(1238, found);
    }

    [Theory]
    [InlineData(13, "CN", "commonName", "2.5.4.3")]
    [InlineData(129, "serverAuth", "TLS Web Server Authentication", "1.3.6.1.5.5.7.3.1")]
    [InlineData(181, "ISO", "iso", null)]
    [InlineData(6, "rsaEncryption", "rsaEncryption", "1.2.840.113549.1.1.1")]
    public void A_number_finds_its_object(int nid, string shortName, string longName, string? oid) =>
        Assert.Equal(new ObjectEntry(nid, shortName, longName, oid), ObjectTable.ByNid(nid));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(99999)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void An_unknown_number_finds_nothing(int nid) => Assert.Null(ObjectTable.ByNid(nid));

    [Theory]
    [InlineData("2.5.4.03")]
    [InlineData("CN")]
    [InlineData("")]
    [InlineData("1.2.3.4.5")]
    public void Only_plain_dotted_forms_are_found_by_identifier(string oid) => Assert.Null(ObjectTable.ByOid(oid));

    [Fact]
    public void The_length_of_an_identifier_is_bounded() =>
        Assert.False(ObjectTable.Find("2.5.4." + new string('0', 2000) + "3", oidOnly: true).IsObject);

    private static int Answer(ObjectLookup lookup) =>
        lookup.Entry?.Nid ?? (lookup.IsObject ? UnknownObject : NoObject);
}
