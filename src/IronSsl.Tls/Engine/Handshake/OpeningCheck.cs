using System.Collections.Immutable;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Verification;

namespace IronSsl.Tls.Engine.Handshake;

/// <summary>
/// The last question before a connection opens, and before a client's answer after the handshake counts: was it proved
/// who the peer is? The answer goes by what was proved and not by what the handshake has called, so that a step that
/// BouncyCastle leaves out can't let a stranger in.
/// </summary>
internal static class OpeningCheck
{
    /// <summary>Null when the connection may open; otherwise why not. The same in both roles and all
    /// versions.</summary>
    public static TlsFailure? Refuse(ConnectionFacts facts) =>
        facts.Settings.VerifyMode == VerifyMode.None || IsProved(facts) || MayBeUnknown(facts) ? null : Refusal();

    /// <summary>Server: null when what a client has answered after the handshake may become a fact; otherwise why not.
    /// Nobody is asked later, so that only a verify mode that can do without a certificate excuses its lack.</summary>
    public static TlsFailure? RefuseAnswer(
        VerifyMode mode, ImmutableArray<ParsedCertificate> chain, VerifiedChain? verified)
    {
        bool isGood = chain.IsEmpty ? mode != VerifyMode.Required : IsVerified(chain, verified);
        return mode == VerifyMode.None || isGood ? null : Refusal();
    }

    private static bool IsProved(ConnectionFacts facts) => facts.PeerChain.IsEmpty
        ? facts.HasExternalPsk || facts.Cipher is { Authentication: "PSK" }
        : IsVerified(facts.PeerChain, facts.VerifiedChain);

    // The verified leaf must be the one that was shown (or that the resumed session knows).
    private static bool IsVerified(ImmutableArray<ParsedCertificate> chain, VerifiedChain? verified) =>
        verified is not null && verified.Certificates[0].Equals(chain[0]);

    // A client that has shown no certificate, to a server that can do without or will ask later.
    private static bool MayBeUnknown(ConnectionFacts facts) =>
        facts.Settings.Role == TlsRole.Server && facts.PeerChain.IsEmpty
        && (facts.Settings.VerifyMode == VerifyMode.Optional
            || (facts.Version == TlsVersion.Tls13 && facts.Settings.PostHandshakeAuth));

    private static TlsFailure Refusal() => TlsFailure.Verification(
        VerifyCode.X509_V_ERR_UNSPECIFIED,
        VerifyCode.Text(VerifyCode.X509_V_ERR_UNSPECIFIED),
        VerificationAlert.Of(VerifyCode.X509_V_ERR_UNSPECIFIED));
}
