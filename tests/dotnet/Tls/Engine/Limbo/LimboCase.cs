using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.Json;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Trust;
using IronSsl.Tls.X509.Verification;

namespace IronSsl.Tls.Tests.Engine.Limbo;

/// <summary>A case of x509-limbo: a chain, and what the one who judges it trusts and asks for.</summary>
internal sealed class LimboCase
{
    /// <summary>The clock of cases without a time, which are valid for centuries.</summary>
    private static readonly DateTimeOffset s_anyTime = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly JsonElement _json;

    private LimboCase(JsonElement json) => _json = json;

    /// <summary>Where the cases are; null if nowhere.</summary>
    public static string? File { get; } = VectorFolder.Find("limbo.json");

    public string Id => Text("id")!;

    /// <summary>Whether a client judges a server, rather than a server a client.</summary>
    public bool IsServer => Text("validation_kind") == "SERVER";

    /// <summary>The private key of the peer's certificate; null where the suite has none.</summary>
    public string? Key => Text("peer_certificate_key");

    /// <summary>The peer's certificate and what it sends with it.</summary>
    public IEnumerable<string> Sent => [Text("peer_certificate")!, .. Texts("untrusted_intermediates")];

    public DateTimeOffset Time => Text("validation_time") is { } time
        ? DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)
        : s_anyTime;

    /// <summary>The DNS name that is asked for; null for none.</summary>
    public string? HostName => Name("DNS");

    /// <summary>All cases, in the order of the file.</summary>
    public static IReadOnlyList<LimboCase> Read()
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(File!));
        return [.. document.RootElement.GetProperty("testcases").Clone().EnumerateArray().Select(
            c => new LimboCase(c))];
    }

    /// <summary>The trusted certificates and CRLs, loaded as a context loads them.</summary>
    /// <exception cref="TlsFailure">One of them cannot be read.</exception>
    public TrustSnapshot MakeTrust()
    {
        var store = new TrustStore();
        foreach (string pem in Texts("trusted_certs"))
        {
            store.LoadPem(pem);
        }

        if (HasCrls)
        {
            WithFile(Texts("crls"), store.LoadFile);
        }

        return store.Snapshot();
    }

    /// <summary>What is asked of the chain.</summary>
    public VerificationPolicy MakePolicy(bool isStrict) => new()
    {
        Purpose = IsServer ? CertificatePurpose.TlsServer : CertificatePurpose.TlsClient,
        Flags = VerifyFlag.X509_V_FLAG_TRUSTED_FIRST
            | (isStrict ? VerifyFlag.X509_V_FLAG_X509_STRICT | VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN : VerifyFlag.None)
            | (HasCrls ? VerifyFlag.X509_V_FLAG_CRL_CHECK | VerifyFlag.X509_V_FLAG_CRL_CHECK_ALL : VerifyFlag.None),
        SecurityLevel = Defaults.SecurityLevel,
        MaximumDepth = _json.GetProperty("max_chain_depth") is { ValueKind: JsonValueKind.Number } depth
            ? depth.GetInt32()
            : null,
        HostName = HostName,
        IpAddress = Name("IP") is { } address ? IPAddress.Parse(address) : null,
        Time = Time,
    };

    /// <summary>The peer's credential, loaded as `load_cert_chain` loads it.</summary>
    /// <exception cref="TlsFailure">It cannot be loaded.</exception>
    public Credential LoadCredential()
    {
        Credential? credential = null;
        WithFile([.. Sent, Key!], path => credential = Credential.Load(path, keyFile: null, password: null));
        return credential!;
    }

    public override string ToString() => Id;

    private bool HasCrls => Texts("crls").Any();

    private string? Name(string kind) =>
        _json.GetProperty("expected_peer_name") is { ValueKind: JsonValueKind.Object } name
        && name.GetProperty("kind").GetString() == kind
            ? name.GetProperty("value").GetString()
            : null;

    private string? Text(string key) => _json.GetProperty(key).GetString();

    private IEnumerable<string> Texts(string key) =>
        _json.GetProperty(key).EnumerateArray().Select(e => e.GetString()!);

    private static void WithFile(IEnumerable<string> parts, Action<string> use)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            System.IO.File.WriteAllText(path, string.Join('\n', parts));
            use(path);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }
}
