using System;
using IronSsl.ChainBench;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Trust;
using IronSsl.Tls.X509.Verification;

// What it costs to judge a server's chain: `dotnet run -c Release --project bench/chain`. Every check is the one of a
// handshake, with host name and security level 2; the issuers' keys are in the cache, as from the second connection on.
const string HostName = "server.example";
Console.WriteLine($"{"CPU µs per check",-38}{"median",8}{"least",8}");
foreach (bool isRsa in new[] { true, false })
{
    var root = new Authority(isRsa, "Root");
    var intermediate = new Authority(isRsa, "Intermediate", root);
    string kind = isRsa ? "RSA 2048" : "ECDSA P-256";
    Measure($"{kind}, one hop", root, new Authority(isRsa, HostName, root, isServer: true));
    Measure(
        $"{kind}, three certificates", root, new Authority(isRsa, HostName, intermediate, isServer: true),
        intermediate);
}

return;

static void Measure(string name, Authority root, Authority leaf, params Authority[] sent)
{
    var store = new TrustStore();
    store.LoadDer(root.Der);
    TrustSnapshot trust = store.Snapshot();
    var policy = new VerificationPolicy { HostName = HostName, SecurityLevel = 2, Time = DateTimeOffset.UtcNow };
    byte[] leafDer = leaf.Der;
    byte[][] sentDer = Array.ConvertAll(sent, authority => authority.Der);
    ParsedCertificate parsedLeaf = ParsedCertificate.Parse(leafDer);
    ParsedCertificate[] parsedSent = ParseAll();

    Report(name + ", parsed", () => Check(parsedLeaf, parsedSent));
    Report(name + ", from bytes", () => Check(ParsedCertificate.Parse(leafDer), ParseAll()));

    ParsedCertificate[] ParseAll() => Array.ConvertAll(sentDer, der => ParsedCertificate.Parse(der));

    void Check(ParsedCertificate first, ParsedCertificate[] others)
    {
        ChainVerification verdict = ChainVerifier.Verify(first, others, trust, policy);
        if (verdict.Chain is not { } chain || chain.Certificates.Length != others.Length + 2)
        {
            throw new InvalidOperationException(verdict.Message);
        }
    }
}

static void Report(string name, Action operation)
{
    CpuTime time = CpuTime.Of(operation);
    Console.WriteLine($"{name,-38}{time.MedianMicroseconds,8:f0}{time.LeastMicroseconds,8:f0}");
}
