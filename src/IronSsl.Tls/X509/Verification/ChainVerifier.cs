using System.Collections.Generic;
using System.Collections.Immutable;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Trust;

namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// Decides whether a peer's chain is to be trusted: OpenSSL's `X509_verify_cert`, which tries other paths where OpenSSL
/// gives up. It has no input but its arguments, and never asks the network.
/// </summary>
/// <remarks>
/// Theory of operation. OpenSSL builds one path, from names alone, and checks it; a fault ends the verification. That
/// is done first here (<see cref="ChainBuilder"/>, <see cref="PathChecker"/>): for nearly all chains it is the answer,
/// and where the chain is bad, its first fault is the error that OpenSSL reports, to the number and the depth. Only
/// when it has failed are other paths tried (<see cref="PathSearch"/>), and every one of them must pass the very same
/// check; if none does, the first error stands. So a chain that OpenSSL accepts is accepted for the same reason, and
/// one that is accepted beyond that is valid in full by another path. Never does a name, a key identifier or the search
/// alone make trust:
/// <see cref="PathChecker"/> has seen every signature from the store down to the leaf.
/// </remarks>
internal static class ChainVerifier
{
    /// <summary>Judges <paramref name="leaf"/>.</summary>
    /// <param name="leaf">The peer's own certificate.</param>
    /// <param name="others">What the peer sent besides, in any order.</param>
    /// <param name="trust">What the context trusts.</param>
    /// <param name="policy">Purpose, names, time and flags.</param>
    public static ChainVerification Verify(
        ParsedCertificate leaf,
        IReadOnlyList<ParsedCertificate> others,
        TrustSnapshot trust,
        VerificationPolicy policy)
    {
        var scope = new VerificationScope(trust, policy);
        if (PathChecker.CheckLeafKey(scope, leaf) is { } weakness)
        {
            return Refuse(weakness, policy);
        }

        CandidatePath? first = ChainBuilder.Build(scope, leaf, others, out PathError error);
        if (first is not null)
        {
            if (PathChecker.Check(scope, first) is not { } fault)
            {
                return Trust(first);
            }

            error = fault;
        }

        CandidatePath? found = null;
        bool maySearch = !scope.Has(VerifyFlag.X509_V_FLAG_NO_ALT_CHAINS) && PathChecker.MayPass(scope, leaf);
        if (maySearch && PathSearch.TryFind(scope, leaf, others, path =>
            {
                found = path;
                return PathChecker.Check(scope, path) is null;
            }))
        {
            return Trust(found!);
        }

        return Refuse(error, policy);
    }

    private static ChainVerification Trust(CandidatePath path) =>
        ChainVerification.Trusted(new Proof([.. path.Certificates]), VerifyCode.Text(VerifyCode.X509_V_OK));

    private static ChainVerification Refuse(PathError error, VerificationPolicy policy)
    {
        // CPython `_ssl.c` `fill_and_set_sslerror` has texts of its own for these two.
        string message = error.Code switch
        {
            VerifyCode.X509_V_ERR_HOSTNAME_MISMATCH =>
                $"Hostname mismatch, certificate is not valid for '{policy.DisplayName ?? policy.HostName}'.",
            VerifyCode.X509_V_ERR_IP_ADDRESS_MISMATCH =>
                "IP address mismatch, certificate is not valid for "
                    + $"'{policy.DisplayName ?? policy.IpAddress?.ToString()}'.",
            _ => VerifyCode.Text(error.Code),
        };
        return ChainVerification.Refused(error.Code, message, error.Depth, VerificationAlert.Of(error.Code));
    }

    /// <summary>The only chains there are that count as verified.</summary>
    private sealed class Proof(ImmutableArray<ParsedCertificate> certificates) : VerifiedChain(certificates);
}
