using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Trust;
using IronSsl.Tls.X509.Verification;
using Xunit;
using Xunit.Abstractions;

namespace IronSsl.Tls.Tests.Engine.Limbo;

/// <summary>
/// The chains of x509-limbo, presented by one engine to another: the handshake ends as <see cref="ChainVerifier"/>
/// judges, with the same code. That its judgement is right is the matter of tests/python/differential.
/// </summary>
public sealed class LimboHandshakeTests(ITestOutputHelper output)
{
    // `load_cert_chain` takes neither a DSA key nor a certificate whose extensions can't be decoded. What the verifier
    // says of them is in tests/python/differential.
    private static readonly string[] s_notPresented =
    [
        "rfc5280::duplicate-extensions: X509V3 INVALID_CERTIFICATE",
        "rfc5280::san::malformed: X509V3 INVALID_CERTIFICATE",
        "webpki::forbidden-dsa-leaf: SSL UNKNOWN_CERTIFICATE_TYPE",
    ];

    // The groups of a client, which bind a server's key up to TLS 1.2, are without the curve P-192. An authority's key
    // usage lacks digitalSignature, without which no ECDSA suite of TLS 1.2 is chosen.
    private static readonly string[] s_notPresentedIn12 =
    [
        .. new[]
        {
            "pathlen::validation-ignores-pathlen-in-leaf", "rfc5280::ca-as-leaf", "rfc5280::ca-as-leaf-wrong-san",
            "webpki::ca-as-leaf", "webpki::forbidden-p192-leaf",
        }.Select(id => id + ": SSL SSLV3_ALERT_HANDSHAKE_FAILURE; NO_SHARED_CIPHER"),
    ];

    // TLS 1.3 has no signature scheme for it.
    private static readonly string[] s_notPresentedIn13 =
        ["webpki::forbidden-p192-leaf: SSL TLSV1_ALERT_PROTOCOL_VERSION; UNSUPPORTED_PROTOCOL"];

    [LimboTheory]
    [InlineData(TlsVersion.Tls12, true)]
    [InlineData(TlsVersion.Tls13, false)]
    public void A_handshake_ends_as_the_chain_is_judged(int version, bool isStrict)
    {
        var verdicts = new Dictionary<string, int>();
        var wrong = new List<string>();
        var notPresented = new Dictionary<string, string>();
        int withoutKey = 0;
        foreach (LimboCase @case in LimboCase.Read())
        {
            if (@case.Key is null)
            {
                withoutKey++;
                continue;
            }

            try
            {
                Compare(@case, version, isStrict, verdicts, wrong, notPresented);
            }
            catch (TlsFailure e)
            {
                notPresented.Add(@case.Id, $"{e.Library} {e.Reason}");
            }
        }

        output.WriteLine(
            $"{verdicts.Count} handshakes, {verdicts.Values.Count(code => code == 0)} accepted; "
                + $"{withoutKey} cases without a "
            + $"key; not presented:");
        foreach ((string id, string reason) in notPresented)
        {
            output.WriteLine($"{id}: {reason}");
        }

        Assert.Empty(wrong);
        Assert.Equal(Expected(version), notPresented.Select(p => $"{p.Key}: {p.Value}").Order());
        Assert.Equal((189, 19), (verdicts.Count + notPresented.Count, withoutKey));
    }

    /// <summary>Cases with a key, of which no handshake comes to a judgement, and why: the judge's failure, the peer's.
    /// </summary>
    private static IEnumerable<string> Expected(int version) =>
        s_notPresented.Concat(version == TlsVersion.Tls13 ? s_notPresentedIn13 : s_notPresentedIn12).Order();

    private static void Compare(
        LimboCase @case,
        int version,
        bool isStrict,
        Dictionary<string, int> verdicts,
        List<string> wrong,
        Dictionary<string, string> notPresented)
    {
        Credential credential = @case.LoadCredential();
        TrustSnapshot trust = @case.MakeTrust();
        VerificationPolicy policy = @case.MakePolicy(isStrict);
        ChainVerification expected = ChainVerifier.Verify(credential.Chain[0], credential.Chain[1..], trust, policy);

        using EnginePair pair = MakePair(@case, credential, trust, policy, version);
        pair.Handshake();
        (TlsEngine judge, TlsEngine presenter) =
            @case.IsServer ? (pair.Client, pair.Server) : (pair.Server, pair.Client);
        if (judge.Failure is { Kind: not FailureKind.CertificateVerification } failure)
        {
            notPresented.Add(@case.Id, $"{failure.Library} {failure.Reason}; {presenter.Failure?.Reason}");
            return;
        }

        bool isSame = expected.IsTrusted
            ? judge.VerifiedChain is { } verified && verified.Certificates.SequenceEqual(expected.Chain!.Certificates)
                && presenter.Failure is null
            : judge.Failure is { } refusal && judge.VerifiedChain is null
                && (refusal.VerifyCode, refusal.VerifyMessage, refusal.Alert)
                    == (expected.Code, expected.Message, expected.Alert)
                && presenter.Failure?.Alert == expected.Alert;
        if (!isSame)
        {
            wrong.Add(
                $"{@case}: judged {expected.Code} {expected.Message}, handshake {judge.Failure?.VerifyCode} "
                + $"{judge.Failure?.VerifyMessage} {judge.Failure?.Alert}; peer {presenter.Failure?.Reason}");
        }

        verdicts.Add(@case.Id, expected.Code);
    }

    /// <summary>The presenter takes no offence at its own chain (level 0): what is to be seen is the judge's.</summary>
    private static EnginePair MakePair(
        LimboCase @case, Credential credential, TrustSnapshot trust, VerificationPolicy policy, int version)
    {
        EngineSettings client = TestSettings.Client().Only(version);
        EngineSettings server = (@case.IsServer ? TestSettings.Server() : TestSettings.Server("p256")).Only(version);
        return @case.IsServer
            ? new EnginePair(Judge(client) with { ServerName = @case.HostName }, Present(server))
            : new EnginePair(Present(client), Judge(server));

        EngineSettings Judge(EngineSettings settings) => settings with
        {
            VerifyMode = VerifyMode.Required,
            SecurityLevel = policy.SecurityLevel,
            Trust = trust,
            Requirements = new PeerRequirements
            {
                Flags = policy.Flags,
                MaximumDepth = policy.MaximumDepth,
                HostName = policy.HostName,
                IpAddress = policy.IpAddress,
            },
            Time = new TestClock(@case.Time),
        };

        EngineSettings Present(EngineSettings settings) => settings with
        {
            Credentials = [credential],
            SecurityLevel = 0,
            Ciphers = TestSettings.Suites("ALL:@SECLEVEL=0"),
        };
    }
}
