using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Trust;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>
/// `load_verify_locations` on odd data, compared with what CPython made of it (Expected/loads.json, made by
/// Expected/load.py).
/// </summary>
public sealed class TrustLoadTests
{
    private static readonly Lazy<JsonArray> s_entries = new(
        () => JsonNode.Parse(File.ReadAllText(ExpectedPath()))!["loads"]!.AsArray());

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (JsonNode? entry in s_entries.Value)
            {
                cases.Add((string)entry!["form"]!, (string)entry["name"]!);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Data_is_loaded_or_refused_as_by_CPython(string form, string name)
    {
        JsonNode entry = s_entries.Value.First(
            candidate => (string?)candidate!["form"] == form && (string?)candidate["name"] == name)!;
        var store = new TrustStore();

        (string? library, string? reason, string? text) = Load(
            store, form, Convert.FromBase64String((string)entry["data"]!));

        Assert.Equal(
            ((string?)entry["library"], (string?)entry["reason"], WithoutPrefix((string?)entry["text"])),
            (library, reason, text));
        Assert.Equal(
            ((int)entry["stats"]!["x509"]!, (int)entry["stats"]!["crl"]!, (int)entry["stats"]!["x509_ca"]!),
            (store.CertificateCount, store.CrlCount, store.CaCount));
    }

    /// <summary>The three facts of Python's exception, from what the store answered.</summary>
    private static (string? Library, string? Reason, string? Text) Load(TrustStore store, string form, byte[] data)
    {
        try
        {
            switch (form)
            {
                case "bytes":
                    return store.LoadDer(data) > 0
                        ? default
                        : (null, null, "not enough data: cadata does not contain a certificate");
                case "text":
                    return store.LoadPem(Encoding.Latin1.GetString(data)) > 0
                        ? default
                        : (null, null, "no start line: cadata does not contain a certificate");
                default:
                    LoadFile(store, data);
                    return default;
            }
        }
        catch (TlsFailure e)
        {
            return (e.Library, ErrorTable.IsCommon(e.Library, e.Reason) ? null : e.Reason, e.Message);
        }
    }

    private static void LoadFile(TrustStore store, byte[] data)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, data);
            store.LoadFile(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>`[PEM] ASN1 lib` without what stands in brackets.</summary>
    private static string? WithoutPrefix(string? text) =>
        text is not null && text.StartsWith('[') ? text[(text.IndexOf(']', StringComparison.Ordinal) + 2)..] : text;

    private static string ExpectedPath([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "Expected", "loads.json");
}
