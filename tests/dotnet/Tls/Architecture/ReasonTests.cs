using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using IronSsl.Tls.OpenSsl;
using Xunit;

namespace IronSsl.Tls.Tests.Architecture;

/// <summary>Every reason and library that the source writes out is one of OpenSSL's.</summary>
public sealed partial class ReasonTests
{
    // Names with underscores that are no reasons: labels of the key log, variables of the environment, a protocol.
    private static readonly string[] s_otherNames =
    [
        "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_RANDOM", "CLIENT_TRAFFIC_SECRET_0", "EXPORTER_SECRET",
        "SERVER_HANDSHAKE_TRAFFIC_SECRET", "SERVER_TRAFFIC_SECRET_0", "PROTOCOL_TLS", "SSL_CERT_DIR", "SSL_CERT_FILE",
    ];

    [Fact]
    public void Every_reason_belongs_to_its_library()
    {
        List<(string File, string Library, string Reason)> uses = [.. SourceTree.Files().SelectMany(UsesIn)];

        Assert.True(uses.Count > 200, $"{uses.Count} uses were found.");
        Assert.Empty(uses.Where(use => !IsKnown(use.Library, use.Reason)).Select(use => use.ToString()));
    }

    [Fact]
    public void Every_name_in_capitals_is_a_reason() => Assert.Empty(
        from file in SourceTree.Files()
        where !file.EndsWith(".Generated.cs", StringComparison.Ordinal)
        from Match match in CapitalsWithUnderscore().Matches(Code(file))
        let name = match.Groups[1].Value
        where !s_otherNames.Contains(name) && !ErrorTable.Libraries.Values.Any(library => IsKnown(library, name))
        select $"{Path.GetFileName(file)}: {name}");

    [Theory]
    [InlineData("throw TlsFailure.Ssl(\"NO_SHARED_CIPHR\");", "SSL", "NO_SHARED_CIPHR")]
    [InlineData("throw TlsFailure.Ssl(isLeaf ? \"EE_KEY_TOO_SMALL\" : \"CA_KEY_TO_SMALL\")", "SSL", "CA_KEY_TO_SMALL")]
    [InlineData("FailureAlert.Ssl(Alert(a, b), \"WRONGCURVE\")", "SSL", "WRONGCURVE")]
    [InlineData("TlsFailure.Of(\"PEN\", \"BAD_DECRYPT\", e)", "PEN", "BAD_DECRYPT")]
    [InlineData("TlsFailure.Of(\"PEM\", \"KEY_VALUES_MISMATCH\", e)", "PEM", "KEY_VALUES_MISMATCH")]
    [InlineData("TlsFailure Failure(string reason) => TlsFailure.Of(\"ASN1\", reason); Failure(\"TO_LONG\")", "ASN1",
        "TO_LONG")]
    public void A_wrong_one_is_found(string code, string library, string reason)
    {
        Assert.Contains((library, reason), Uses(code));
        Assert.False(IsKnown(library, reason));
    }

    private static bool IsKnown(string library, string reason) =>
        ErrorTable.LibraryNumber(library) != 0 && ErrorTable.ReasonNumber(library, reason) != 0;

    private static IEnumerable<(string File, string Library, string Reason)> UsesIn(string file) =>
        Uses(Code(file)).Select(use => (Path.GetFileName(file), use.Library, use.Reason));

    private static IEnumerable<(string Library, string Reason)> Uses(string code)
    {
        // A method that takes the reason: which library it adds.
        Dictionary<string, string> helpers = Helper().Matches(code)
            .GroupBy(match => match.Groups[1].Value)
            .ToDictionary(group => group.Key, group =>
                group.First().Groups[2] is { Success: true } library ? library.Value : "SSL");
        foreach (Match call in Call().Matches(code))
        {
            string name = call.Groups[1].Value;
            string arguments = Arguments(code, call.Index + call.Length);
            bool saysLibrary = name == "TlsFailure.Of";
            int comma = saysLibrary ? arguments.IndexOf(',', StringComparison.Ordinal) : -1;
            string? library = name.EndsWith(".Ssl", StringComparison.Ordinal) ? "SSL"
                : saysLibrary ? Literals(arguments[..Math.Max(comma, 0)]).FirstOrDefault()
                : helpers.GetValueOrDefault(name);
            if (library is not null)
            {
                foreach (string reason in Literals(arguments[(comma + 1)..]))
                {
                    yield return (library, reason);
                }
            }
        }
    }

    // Without its empty ones: where OpenSSL gives no reason there is neither a reason nor a library.
    private static IEnumerable<string> Literals(string code) =>
        Literal().Matches(code).Select(match => match.Groups[1].Value).Where(literal => literal.Length > 0);

    /// <summary>The text up to the parenthesis that closes a call.</summary>
    private static string Arguments(string code, int start)
    {
        int depth = 1;
        int end = start;
        while (end < code.Length && depth > 0)
        {
            depth += code[end] switch { '(' => 1, ')' => -1, _ => 0 };
            end++;
        }

        return code[start..end];
    }

    private static string Code(string file) => Comment().Replace(File.ReadAllText(file), "");

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("\\b(TlsFailure\\.Of|TlsFailure\\.Ssl|FailureAlert\\.Ssl|(?<!\\.)[A-Z]\\w*)\\(")]
    private static partial Regex Call();

    [GeneratedRegex("\\b(?:TlsFailure|FailureAlert) (\\w+)\\(string reason\\) =>\\s*"
        + "(?:TlsFailure\\.Of\\([^;]*?\"([A-Z0-9]+)\"|FailureAlert\\.Ssl)")]
    private static partial Regex Helper();

    [GeneratedRegex("\"([A-Z0-9_]*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\"")]
    private static partial Regex CapitalsWithUnderscore();
}
