using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Pem;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>
/// `load_cert_chain` and `load_dh_params` on odd certificates, keys and groups, compared with what CPython made of them
/// (Expected/keys.json, made by Expected/keys.py).
/// </summary>
public sealed class KeyLoadTests : IDisposable
{
    private static readonly Lazy<JsonNode> s_expected = new(() => JsonNode.Parse(File.ReadAllText(ExpectedPath()))!);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public static TheoryData<string> Pairs => Names("pairs");

    public static TheoryData<string> Groups => Names("groups");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_key_is_loaded_or_refused_as_by_CPython(string name)
    {
        JsonNode entry = Find("pairs", name);
        string certificate =
            Write("certificate", (string)s_expected.Value["certificates"]![(string)entry["certificate"]!]!);
        string key = Write("key", (string?)entry["file"] ?? Encode(entry));
        var password = new PasswordSource(() => Encoding.UTF8.GetBytes((string)s_expected.Value["password"]!));

        AssertSame(
            entry, Record.Exception(() => Credential.Load(certificate, key, password, (int)entry["level"]!)));
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void A_group_is_loaded_or_refused_as_by_CPython(string name)
    {
        JsonNode entry = Find("groups", name);
        string path = Write("group", (string)entry["file"]!);

        AssertSame(entry, Record.Exception(() => DhParameterFile.Read(path, (int)entry["level"]!)));
    }

    private static void AssertSame(JsonNode entry, Exception? error)
    {
        var failure = error as TlsFailure;
        Assert.True(error is null || failure is not null, error?.ToString());
        Assert.Equal(
            ((string?)entry["library"], (string?)entry["reason"], (string?)entry["text"]),
            (failure?.Library, failure is null ? null : ErrorTable.PublicReason(failure.Library, failure.Reason),
             failure?.Message));
    }

    private static string Encode(JsonNode entry) => PemEncoding.WriteString(
        (string)entry["label"]!,
        Convert.FromBase64String((string)s_expected.Value["encodings"]![(string)entry["encoding"]!]!)) + "\n";

    private static TheoryData<string> Names(string kind) =>
        new(s_expected.Value[kind]!.AsArray().Select(entry => (string)entry!["name"]!));

    private static JsonNode Find(string kind, string name) =>
        s_expected.Value[kind]!.AsArray().First(entry => (string?)entry!["name"] == name)!;

    private static string ExpectedPath([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "Expected", "keys.json");

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
