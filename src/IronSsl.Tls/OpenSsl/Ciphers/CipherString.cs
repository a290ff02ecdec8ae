using System;
using System.Collections.Generic;
using System.Collections.Immutable;

namespace IronSsl.Tls.OpenSsl.Ciphers;

/// <summary>
/// OpenSSL's cipher strings (`openssl ciphers`, <c>SSLContext.set_ciphers</c>): a small language of rules that are
/// carried out from left to right on a list of all suites.
/// </summary>
/// <remarks>
/// <para>A rule is an operator, one or several words joined by <c>+</c> (the suites that all of them name), and a
/// separator, one of <c>: , ;</c> or a space. No operator selects and puts at the end; <c>-</c> deselects; <c>+</c>
/// moves to the end what is selected; <c>!</c> takes away for good; <c>@STRENGTH</c> sorts; <c>@SECLEVEL=n</c> sets
/// the security level. <c>DEFAULT</c> may only stand at the start.</para>
/// <para>A word that names nothing makes its rule do nothing: the strings of twenty years name ciphers that are long
/// gone. A character that fits nowhere, and an unknown <c>@</c> command, make the whole string invalid, though the
/// rules around them are carried out first: the security level of an invalid string is in force, as it is in
/// OpenSSL.</para>
/// </remarks>
internal static class CipherString
{
    // What DEFAULT stands for: OpenSSL `OSSL_default_cipher_list`.
    private const string OpenSslDefault = "ALL:!COMPLEMENTOFDEFAULT:!eNULL";

    // Longer than any string in use; the work grows with the length.
    private const int MaximumLength = 16 * 1024;

    /// <summary>
    /// Carries a cipher string out for <c>set_ciphers</c>. False means that the string is invalid or that it leaves
    /// no suite ("No cipher can be selected."); <paramref name="list"/> is what the context then holds in either
    /// case: an invalid string leaves the suites as they were, one that selects nothing leaves those of TLS 1.3.
    /// </summary>
    internal static bool TryParse(string text, CipherList current, out CipherList list)
    {
        list = current;

        // The Suite B modes also restrict curves and signatures, which is more than a list of suites can promise.
        if (text.Length > MaximumLength
            || text.StartsWith("SUITEB128", StringComparison.Ordinal)
            || text.StartsWith("SUITEB192", StringComparison.Ordinal))
        {
            return false;
        }

        CipherOrder order = CipherOrder.Start();
        int level = current.SecurityLevel;
        bool valid = true;
        ReadOnlySpan<char> rules = text;
        const string DefaultWord = "DEFAULT";
        if (rules.StartsWith(DefaultWord))
        {
            valid = Run(OpenSslDefault, order, ref level);
            rules = rules[DefaultWord.Length..];
        }

        valid = Run(rules, order, ref level) && valid;
        list = current with { SecurityLevel = level };
        if (!valid)
        {
            return false;
        }

        list = list with { Legacy = order.Selected };
        return !list.Legacy.IsEmpty;
    }

    /// <summary>
    /// Parses the names of TLS 1.3's suites, joined by <c>:</c>, for <c>set_ciphersuites</c>. As in OpenSSL 3.0
    /// unknown names are passed over, but a text that names no suite at all is an error. The empty text is the empty
    /// list.
    /// </summary>
    internal static bool TryParseTls13(string text, out ImmutableArray<CipherSuite> suites)
    {
        suites = [];
        if (text.Length > MaximumLength)
        {
            return false;
        }

        var list = new List<CipherSuite>();
        foreach (string name in text.Split(':', StringSplitOptions.TrimEntries))
        {
            if (CipherSuiteTable.ByName(name) is { IsTls13: true } suite)
            {
                list.Add(suite);
            }
        }

        suites = [.. list];
        return text.Length == 0 || list.Count > 0;
    }

    private static bool Run(ReadOnlySpan<char> rules, CipherOrder order, ref int level)
    {
        bool valid = true;
        while (!rules.IsEmpty)
        {
            char first = rules[0];
            if (IsSeparator(first))
            {
                rules = rules[1..];
                continue;
            }

            if (first is '-' or '+' or '!' or '@')
            {
                rules = rules[1..];
            }

            valid &= first == '@'
                ? RunCommand(ref rules, order, ref level)
                : RunSelection(ref rules, order, first);
        }

        return valid;
    }

    private static bool RunCommand(ref ReadOnlySpan<char> rules, CipherOrder order, ref int level)
    {
        ReadOnlySpan<char> command = TakeWord(ref rules);
        SkipToSeparator(ref rules);
        if (command.SequenceEqual("STRENGTH"))
        {
            order.SortByStrength();
            return true;
        }

        const string LevelCommand = "SECLEVEL=";
        if (command.Length == LevelCommand.Length + 1 && command.StartsWith(LevelCommand)
            && command[^1] - '0' is >= 0 and <= SecurityLevel.Maximum and int number)
        {
            level = number;
            return true;
        }

        return false;
    }

    private static bool RunSelection(ref ReadOnlySpan<char> rules, CipherOrder order, char operation)
    {
        Predicate<CipherSuite>? set = null;
        bool another = true;
        while (another)
        {
            ReadOnlySpan<char> word = TakeWord(ref rules);
            if (word.IsEmpty)
            {
                SkipToSeparator(ref rules);
                return false;
            }

            if (CipherAlias.Find(word.ToString()) is not { } next)
            {
                SkipToSeparator(ref rules);
                return true;
            }

            set = set is { } previous ? suite => previous(suite) && next(suite) : next;
            another = !rules.IsEmpty && rules[0] == '+';
            if (another)
            {
                rules = rules[1..];
            }
        }

        switch (operation)
        {
            case '-':
                order.Remove(set!);
                break;
            case '+':
                order.MoveToEnd(set!);
                break;
            case '!':
                order.Kill(set!);
                break;
            default:
                order.Add(set!);
                break;
        }

        return true;
    }

    private static ReadOnlySpan<char> TakeWord(ref ReadOnlySpan<char> rules)
    {
        int length = 0;
        while (length < rules.Length && IsWordCharacter(rules[length]))
        {
            length++;
        }

        ReadOnlySpan<char> word = rules[..length];
        rules = rules[length..];
        return word;
    }

    private static void SkipToSeparator(ref ReadOnlySpan<char> rules)
    {
        int length = 0;
        while (length < rules.Length && !IsSeparator(rules[length]))
        {
            length++;
        }

        rules = rules[length..];
    }

    private static bool IsSeparator(char character) => character is ':' or ' ' or ';' or ',';

    private static bool IsWordCharacter(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '=';
}
