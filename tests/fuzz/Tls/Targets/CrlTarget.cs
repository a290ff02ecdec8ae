using System;
using System.Numerics;
using IronSsl.Fuzz.Harness;
using IronSsl.Fuzz.Peer;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Trust;
using IronSsl.Tls.X509.Verification;

namespace IronSsl.Fuzz.Targets;

/// <summary>A certificate revocation list: read, searched, and asked about a chain.</summary>
internal sealed class CrlTarget : FuzzTarget
{
    private static readonly VerificationPolicy s_policy = new()
    {
        Time = PeerIdentity.Now,
        Flags = VerifyFlag.X509_V_FLAG_CRL_CHECK | VerifyFlag.X509_V_FLAG_CRL_CHECK_ALL,
    };

    public override string Name => "crl";

    public override InputShape Shape => InputShape.Der;

    public override void Run(ReadOnlySpan<byte> input)
    {
        ParsedCrl list;
        try
        {
            list = ParsedCrl.Parse(input);
        }
        catch (TlsFailure)
        {
            return;
        }

        if (!list.HasUnhandledEntries)
        {
            _ = list.FindEntry(BigInteger.One);
        }

        _ = list.IsInvalid;
        _ = list.ThisUpdateField.Instant;
        _ = list.NextUpdateField?.Instant;
        var trust = new TrustSnapshot([new TrustLayer([new TrustAnchor(PeerIdentity.Root)], [list])], []);
        ChainVerifier.Verify(PeerIdentity.Server, [PeerIdentity.Root], trust, s_policy);
    }
}
