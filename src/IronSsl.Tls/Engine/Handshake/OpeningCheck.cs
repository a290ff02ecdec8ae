using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Verification;


namespace IronSsl.Tls.Engine.Handshake;

/// <summary>
/// The last question before a connection opens: is the peer who it should be? It goes by what was proved, not by what the
/// handshake has called on its way here, so that a step that BouncyCastle leaves out can't let a stranger in.
/// </summary>
internal static class OpeningCheck
{
    /// <summary>Null when the connection may open; otherwise why not.</summary>
    public static TlsFailure? Refuse(ConnectionFacts facts, int version) =>
        facts.Settings.VerifyMode == VerifyMode.None || IsProved(facts) || MayBeUnknown(facts, version)
            ? null
            : TlsFailure.Verification(
                VerifyCode.X509_V_ERR_UNSPECIFIED,
                VerifyCode.Text(VerifyCode.X509_V_ERR_UNSPECIFIED),
                VerificationAlert.Of(VerifyCode.X509_V_ERR_UNSPECIFIED));

    // The verified leaf must be the one that was shown (or that the resumed session knows).
    private static bool IsProved(ConnectionFacts facts) => facts.PeerChain.IsEmpty
        ? facts.HasExternalPsk || facts.Cipher is { Authentication: "PSK" }
        : facts.VerifiedChain is { } verified && verified.Certificates[0].Equals(facts.PeerChain[0]);

    // A client that has shown no certificate, to a server that can do without or will ask later.
    private static bool MayBeUnknown(ConnectionFacts facts, int version) =>
        facts.Settings.Role == TlsRole.Server && facts.PeerChain.IsEmpty
        && (facts.Settings.VerifyMode == VerifyMode.Optional
            || (version == TlsVersion.Tls13 && facts.Settings.PostHandshakeAuth));
}
