using System;
using System.Linq;
using System.Security.Cryptography;

namespace IronSsl.Fuzz.Harness;

/// <summary>An input that breaks its target's rule.</summary>
/// <param name="Input">The bytes.</param>
/// <param name="Kind">What is broken, the same for findings with the same cause as far as can be told.</param>
/// <param name="Description">All that is known.</param>
internal sealed record Finding(byte[] Input, string Kind, string Description)
{
    /// <summary>The name of an input: the start of its SHA-256.</summary>
    public static string NameOf(ReadOnlySpan<byte> input) =>
        Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, 8));

    /// <summary>For what a target let out.</summary>
    public static Finding Of(byte[] input, Exception exception)
    {
        Exception origin = exception;
        while (origin.InnerException is { } inner)
        {
            origin = inner;
        }

        // The innermost frames tell causes apart.
        string[] frames = (origin.StackTrace ?? exception.StackTrace ?? "").Split('\n');
        string place = string.Join(" < ", frames.Take(3).Select(frame => frame.Trim().Split(" in ")[0]));
        string rule = exception is BrokenRuleException
            ? exception.Message.Split('\n')[0]
            : exception.GetType().FullName!;
        return new Finding(input, $"{rule} / {origin.GetType().Name} {place}", exception.ToString());
    }
}
