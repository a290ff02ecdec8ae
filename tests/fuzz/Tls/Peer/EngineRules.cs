using System.Linq;
using System.Text;
using IronSsl.Fuzz.Harness;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Fuzz.Peer;

/// <summary>What holds of an engine whatever its peer has said.</summary>
internal static class EngineRules
{
    /// <summary>Throws if something doesn't.</summary>
    public static void Check(TlsEngine engine)
    {
        // A peer's bytes never are an error inside of us.
        if (engine.Failure is { } failure
            && (failure.Alert == AlertDescription.InternalError || failure.Reason == "INTERNAL_ERROR")
            && !IsReceivedAlert(failure))
        {
            throw new BrokenRuleException($"internal_error: {failure.Message} {failure.VerifyMessage}", failure);
        }

        Require(
            (engine.State == EngineState.Failed) == (engine.Failure is not null), "Failed is a state with a reason.");
        if (engine.State is EngineState.Open or EngineState.Closed)
        {
            CheckOpen(engine);
        }
    }

    private static void CheckOpen(TlsEngine engine)
    {
        EngineSettings settings = engine.Settings;
        Require(settings.Offer.Versions.Contains(engine.NegotiatedVersion), "A version was chosen that is off.");
        Require(engine.Cipher is { } suite
            && settings.Offer.Suites(engine.NegotiatedVersion).Any(ours => ours.Id == suite.Id),
            "A suite was chosen that isn't offered.");
        bool isAnonymous = engine.PeerChain.IsEmpty
            && engine.Cipher!.KeyExchange.Contains("PSK", System.StringComparison.Ordinal);
        if (settings.VerifyMode == VerifyMode.Required && !isAnonymous && settings.Callbacks.PskServer is null)
        {
            Require(engine.VerifiedChain is not null, "A connection is open without a verified chain.");
        }

        Require(
            engine.Alpn is not { } protocol
            || settings.AlpnProtocols.Any(ours => Encoding.Latin1.GetString(ours) == protocol),
            "A protocol was chosen that isn't offered.");
    }

    // The peer may tell that it has had one.
    private static bool IsReceivedAlert(TlsFailure failure) =>
        failure.InnerException is Org.BouncyCastle.Tls.TlsFatalAlertReceived;

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new BrokenRuleException(rule);
        }
    }
}
