using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Trust;
using IronSsl.Tls.X509.Verification;

namespace IronSsl.ChainCheck;

/// <summary>
/// Answers a question with the code that a handshake uses: the trust store is filled as `load_verify_locations` fills
/// it, and <see cref="ChainVerifier"/> decides.
/// </summary>
internal static class Judge
{
    public static Answer Decide(Question question, TimeProvider clock)
    {
        if (question.NameKind is not (null or "DNS" or "IP"))
        {
            return new Answer(question.Id, "skip", $"the module cannot look for a name of kind {question.NameKind}");
        }

        string usual = question.IsServer ? "serverAuth" : "clientAuth";
        foreach (string purpose in question.Purposes)
        {
            if (purpose != usual)
            {
                return new Answer(question.Id, "skip", $"the module cannot ask for the purpose {purpose}");
            }
        }

        try
        {
            var store = new TrustStore();
            foreach (string pem in question.Trusted)
            {
                if (store.LoadPem(pem) == 0)
                {
                    // What `load_verify_locations(cadata=...)` raises.
                    throw TlsFailure.Of("PEM", "NO_START_LINE");
                }
            }

            LoadCrls(store, question.Crls);
            ParsedCertificate leaf = ParsePem(question.Peer);
            ChainVerification verdict = ChainVerifier.Verify(
                leaf, ParseAll(question.Intermediates), store.Snapshot(), MakePolicy(question, clock));
            return verdict.Chain is { } chain
                ? new Answer(question.Id, "accept", "")
                {
                    Chain = [.. chain.Certificates.Select(c => Convert.ToHexString(SHA256.HashData(c.Der)))],
                }
                : new Answer(question.Id, "reject", verdict.Message) { Code = verdict.Code, Depth = verdict.Depth };
        }
        catch (TlsFailure failure)
        {
            return new Answer(question.Id, "reject", failure.Message);
        }
    }

    private static VerificationPolicy MakePolicy(Question question, TimeProvider clock)
    {
        VerifyFlag flags = VerifyFlag.X509_V_FLAG_TRUSTED_FIRST;
        if (question.IsStrict)
        {
            flags |= VerifyFlag.X509_V_FLAG_X509_STRICT | VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN;
        }

        if (question.Crls.Count > 0)
        {
            flags |= VerifyFlag.X509_V_FLAG_CRL_CHECK | VerifyFlag.X509_V_FLAG_CRL_CHECK_ALL;
        }

        return new VerificationPolicy
        {
            Purpose = question.IsServer ? CertificatePurpose.TlsServer : CertificatePurpose.TlsClient,
            Flags = question.Flags is { } given ? (VerifyFlag)given : flags,
            SecurityLevel = question.SecurityLevel,
            MaximumDepth = question.Depth,
            HostName = question.NameKind == "DNS" ? question.NameValue : null,
            IpAddress = question.NameKind == "IP" ? IPAddress.Parse(question.NameValue!) : null,
            DisplayName = question.NameValue,
            CheckCommonName = question.ChecksCommonName,
            Time = question.Time ?? clock.GetUtcNow(),
        };
    }

    /// <summary>CRLs come into a store from files, as for a user of the module.</summary>
    private static void LoadCrls(TrustStore store, IReadOnlyList<string> crls)
    {
        if (crls.Count == 0)
        {
            return;
        }

        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            File.WriteAllText(path, string.Join('\n', crls));
            store.LoadFile(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>An intermediate that cannot be read is passed over: it may not be needed.</summary>
    private static List<ParsedCertificate> ParseAll(IReadOnlyList<string> pems)
    {
        var certificates = new List<ParsedCertificate>();
        foreach (string pem in pems)
        {
            try
            {
                certificates.Add(ParsePem(pem));
            }
            catch (TlsFailure failure)
            {
                Console.Error.WriteLine($"an intermediate cannot be read: {failure.Message}");
            }
        }

        return certificates;
    }

    private static ParsedCertificate ParsePem(string pem)
    {
        const string Begin = "-----BEGIN CERTIFICATE-----";
        const string End = "-----END CERTIFICATE-----";
        int start = pem.IndexOf(Begin, StringComparison.Ordinal);
        int end = pem.IndexOf(End, StringComparison.Ordinal);
        if (start < 0 || end < start)
        {
            throw TlsFailure.Of("PEM", "NO_START_LINE");
        }

        byte[] der = new byte[end - start];
        return Convert.TryFromBase64String(pem[(start + Begin.Length)..end], der, out int length)
            ? ParsedCertificate.Parse(der.AsSpan(0, length))
            : throw TlsFailure.Of("PEM", "BAD_BASE64_DECODE");
    }
}
