using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Asn1;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Pem;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>
/// What `getpeercert()` shows, compared with the output of CPython on the same certificates
/// (Expected/descriptions.json, made by Expected/describe.py).
/// </summary>
public sealed class CertificateDescriptionTests
{
    private static readonly Lazy<JsonArray> s_entries = new(
        () => JsonNode.Parse(File.ReadAllText(ExpectedPath()))!["certificates"]!.AsArray());

    public static TheoryData<string> Described => Names("info");

    public static TheoryData<string> Refused => Names("error");

    [Theory]
    [MemberData(nameof(Described))]
    public void A_certificate_is_described_as_by_CPython(string name)
    {
        JsonNode entry = Find(name);

        JsonObject actual = ToJson(CertificateDescription.From(Load(entry)));

        Assert.Equal(entry["info"]!.ToJsonString(), actual.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_CPython_refuses_is_refused(string name)
    {
        JsonNode entry = Find(name);

        TlsFailure error = Assert.Throws<TlsFailure>(() => CertificateDescription.From(Load(entry)));

        if ((string?)entry["error"] == "UnicodeDecodeError")
        {
            var text = Assert.IsType<Utf8TextException>(error.InnerException);
            Assert.Equal(
                ((string?)entry["object"], (int?)entry["start"], (int?)entry["end"], (string?)entry["reason"]),
                (Convert.ToHexStringLower(text.Octets), text.Start, text.End, text.Reason));
        }
        else
        {
            // CPython's own text where OpenSSL can't read the certificate, OpenSSL's where it can't convert a name.
            string found = error.Library == "ASN1" ? "Error decoding PEM-encoded file" : error.Message;
            Assert.Equal((string?)entry["text"], found);
        }
    }

    private static TheoryData<string> Names(string kind) =>
        new(s_entries.Value.Where(entry => entry![kind] is not null).Select(entry => (string)entry!["name"]!));

    private static JsonNode Find(string name) => s_entries.Value.First(entry => (string?)entry!["name"] == name)!;

    private static ParsedCertificate Load(JsonNode entry)
    {
        if (entry["der"] is { } der)
        {
            return ParsedCertificate.Parse(Convert.FromBase64String((string)der!));
        }

        var reader = new PemReader(File.ReadAllBytes(CPythonFiles.Find((string)entry["name"]!)));
        Assert.True(reader.TryRead(PemLabel.IsCertificate, out PemBlock? block));
        return ParsedCertificate.Parse(block.Data);
    }

    private static JsonObject ToJson(CertificateDescription description)
    {
        var json = new JsonObject
        {
            ["subject"] = ToJson(description.Subject),
            ["issuer"] = ToJson(description.Issuer),
            ["version"] = description.Version,
            ["serialNumber"] = description.SerialNumber,
            ["notBefore"] = description.NotBefore,
            ["notAfter"] = description.NotAfter,
        };
        if (description.HasSubjectAlternativeNames)
        {
            json["subjectAltName"] = new JsonArray(
            [
                .. description.SubjectAlternativeNames.Select(name => new JsonArray(
                    name.Kind, name.DirectoryName is { } directory ? ToJson(directory) : JsonValue.Create(name.Value))),
            ]);
        }

        AddUnlessEmpty(json, "OCSP", description.Ocsp);
        AddUnlessEmpty(json, "caIssuers", description.CaIssuers);
        AddUnlessEmpty(json, "crlDistributionPoints", description.CrlDistributionPoints);
        return json;
    }

    private static JsonArray ToJson(ImmutableArray<ImmutableArray<DescribedAttribute>> name) => new(
    [
        .. name.Select(relative => new JsonArray(
        [
            .. relative.Select(attribute => new JsonArray(
                attribute.Name,
                attribute.Octets is { } octets
                    ? new JsonObject { ["hex"] = Convert.ToHexStringLower(octets) }
                    : JsonValue.Create(attribute.Value))),
        ])),
    ]);

    private static void AddUnlessEmpty(JsonObject json, string key, ImmutableArray<string> values)
    {
        if (!values.IsEmpty)
        {
            json[key] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        }
    }

    private static string ExpectedPath([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "Expected", "descriptions.json");
}
