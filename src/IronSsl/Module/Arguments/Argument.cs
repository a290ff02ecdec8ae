using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Text;
using IronPython.Runtime;
using IronPython.Runtime.Exceptions;
using IronPython.Runtime.Operations;
using IronPython.Runtime.Types;
using Microsoft.Scripting.Runtime;

namespace IronSsl.Module.Arguments;

/// <summary>
/// Converts arguments from Python with the exceptions and texts that CPython's argument clinic gives. Methods that
/// Python calls take <c>object</c> and come here, because IronPython's own binding has other rules and other texts.
/// </summary>
internal static class Argument
{
    // Strict: a string with a lone surrogate, or bytes that are no UTF-8, name no file that .NET could open.
    private static readonly UTF8Encoding s_strictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>A C int by the rules of argument clinic's <c>int</c>.</summary>
    internal static int Int32(object? value)
    {
        if (value is int small)
        {
            return small;
        }

        BigInteger number = Index(value);
        return number >= int.MinValue && number <= int.MaxValue
            ? (int)number
            : throw Overflow("Python int too large to convert to C int");
    }

    /// <summary>A C int by the rules of the format unit <c>i</c>, which attribute setters use.</summary>
    internal static int SignedInt(object? value)
    {
        long number = SignedLong(value);
        return number switch
        {
            > int.MaxValue => throw Overflow("signed integer is greater than maximum"),
            < int.MinValue => throw Overflow("signed integer is less than minimum"),
            _ => (int)number,
        };
    }

    /// <summary>A C long of 64 bits.</summary>
    internal static long SignedLong(object? value)
    {
        BigInteger number = Index(value);
        return number >= long.MinValue && number <= long.MaxValue
            ? (long)number
            : throw Overflow("Python int too large to convert to C long");
    }

    /// <summary>A size or a length: a Py_ssize_t, which has 64 bits.</summary>
    internal static long Size(object? value)
    {
        BigInteger number = Index(value);
        return number >= long.MinValue && number <= long.MaxValue
            ? (long)number
            : throw Overflow("Python int too large to convert to C ssize_t");
    }

    /// <summary>The low 64 bits of an int, by the rules of the format unit <c>k</c>: no check for overflow.</summary>
    internal static ulong UnsignedLongMask(object? value) =>
        value is int or BigInteger or bool or Extensible<BigInteger>
            ? (ulong)(Index(value) & ulong.MaxValue)
            : throw TypeError($"argument must be int, not {TypeNameOrNone(value)}");

    /// <summary>The low 32 bits of an int, by the rules of the format unit <c>I</c>.</summary>
    internal static uint UnsignedIntMask(object? value) => (uint)(Index(value) & uint.MaxValue);

    /// <summary>
    /// Raises argument clinic's TypeError if a required argument is not given. The parameter is declared optional,
    /// because IronPython's own TypeError for a missing argument has other words.
    /// </summary>
    /// <param name="value">The argument; <see cref="Missing"/> when it isn't given.</param>
    /// <param name="function">What is called.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="position">Its position; the first is 1.</param>
    internal static void Require(object? value, string function, string name, int position)
    {
        if (value is Missing)
        {
            throw Lacking(function, name, position);
        }
    }

    /// <summary>The TypeError for a required argument that isn't given.</summary>
    internal static Exception Lacking(string function, string name, int position) => TypeError(string.Create(
        CultureInfo.InvariantCulture, $"{function}() missing required argument '{name}' (pos {position})"));

    /// <summary>Whether <see cref="Index"/> takes a value for an int.</summary>
    internal static bool IsIndex(object? value) =>
        value is int or BigInteger or bool or Extensible<BigInteger> || TryGetSpecial(value, "__index__", out _);

    /// <summary>An int of any size; an object that is no int is asked for its <c>__index__</c>.</summary>
    internal static BigInteger Index(object? value)
    {
        switch (value)
        {
            case int number:
                return number;
            case BigInteger number:
                return number;
            case bool flag:
                return flag ? 1 : 0;
            case Extensible<BigInteger> number:
                return number.Value;
        }

        if (!IsIndex(value))
        {
            throw TypeError($"'{TypeName(value)}' object cannot be interpreted as an integer");
        }

        object index = PythonOps.Index(value);
        return index is int small ? small : (BigInteger)index;
    }

    /// <summary>A Python int of the size that fits: IronPython shows other .NET integers as types of their
    /// own.</summary>
    internal static object Number(BigInteger value) =>
        value >= int.MinValue && value <= int.MaxValue ? (int)value : value;

    /// <inheritdoc cref="Number(BigInteger)"/>
    internal static object Number(long value) =>
        value is >= int.MinValue and <= int.MaxValue ? (int)value : (BigInteger)value;

    /// <summary>A C double; an int is converted (CPython `PyFloat_AsDouble`).</summary>
    internal static double Real(object? value)
    {
        switch (value)
        {
            case double number:
                return number;
            case Extensible<double> number:
                return number.Value;
            case int or BigInteger or bool or Extensible<BigInteger>:
                break;
            default:
                if (TryGetSpecial(value, "__float__", out object? method))
                {
                    object? answer = PythonCalls.Call(DefaultContext.Default, method, value);
                    return answer is double real
                        ? real
                        : throw TypeError($"{TypeName(value)}.__float__ returned non-float (type {TypeName(answer)})");
                }

                if (!IsIndex(value))
                {
                    throw TypeError($"must be real number, not {TypeName(value)}");
                }

                break;
        }

        double converted = (double)Index(value);
        return double.IsFinite(converted) ? converted : throw Overflow("int too large to convert to float");
    }

    /// <summary>The truth of any object, as <c>if</c> sees it.</summary>
    internal static bool Truth(object? value) => PythonOps.IsTrue(value);

    /// <summary>A string that C code reads up to its end: no null characters.</summary>
    /// <param name="value">The argument.</param>
    /// <param name="owner">How CPython names the argument in its TypeError: "set_ciphers() argument".</param>
    internal static string Text(object? value, string owner)
    {
        string text = AsString(value)
            ?? throw TypeError($"{owner} must be str, not {TypeNameOrNone(value)}");
        RequireUtf8(text);
        return text.Contains('\0', StringComparison.Ordinal) ? throw ValueError("embedded null character") : text;
    }

    /// <summary>The UTF-8 of a text; UnicodeEncodeError for a lone surrogate, which .NET would replace by
    /// "?".</summary>
    internal static byte[] Utf8(string text)
    {
        RequireUtf8(text);
        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>UnicodeEncodeError for a text that has no UTF-8.</summary>
    internal static void RequireUtf8(string text)
    {
        int start = LoneSurrogate(text, 0);
        if (start < 0)
        {
            return;
        }

        int end = start + 1;
        while (LoneSurrogate(text, end) == end)
        {
            end++;
        }

        throw PythonOps.CreateThrowable(
            PythonExceptions.UnicodeEncodeError, "utf-8", text, start, end, "surrogates not allowed");
    }

    /// <summary>The text of a str or of an instance of its subclasses; null for anything else.</summary>
    internal static string? AsString(object? value) => value switch
    {
        string text => text,
        Extensible<string> text => text.Value,
        _ => null,
    };

    /// <summary>The bytes of a bytes-like object, copied; the object may change afterwards.</summary>
    internal static byte[] Bytes(object? value) =>
        TryBytes(value, out byte[]? bytes)
            ? bytes
            : throw TypeError($"a bytes-like object is required, not '{TypeName(value)}'");

    /// <summary>Copies the bytes of a bytes-like object; false if the value is not bytes-like.</summary>
    internal static bool TryBytes(object? value, [NotNullWhen(true)] out byte[]? bytes)
    {
        if (value is not IBufferProtocol exporter)
        {
            bytes = null;
            return false;
        }

        using IPythonBuffer buffer = exporter.GetBuffer();
        bytes = buffer.AsReadOnlySpan().ToArray();
        return true;
    }

    /// <summary>A file name given as str, bytes or an object with <c>__fspath__</c>, as `PyUnicode_FSConverter` takes
    /// it.</summary>
    internal static string Path(object? value) =>
        TryPath(value, out string? path)
            ? path
            : throw TypeError(
                $"expected str, bytes or os.PathLike object, not {TypeName(value)}");

    /// <summary>The same where CPython words the TypeError itself: "certfile should be a valid filesystem
    /// path".</summary>
    internal static string Path(object? value, string name) =>
        TryPath(value, out string? path) ? path : throw TypeError($"{name} should be a valid filesystem path");

    /// <summary>A callable or None, for the attributes that hold a callback.</summary>
    internal static object? Callback(CodeContext context, object? value) =>
        value is null || PythonOps.IsCallable(context, value) ? value : throw TypeError("not a callable object");

    internal static Exception TypeError(string message) =>
        PythonOps.CreateThrowable(PythonExceptions.TypeError, message);

    internal static Exception ValueError(string message) =>
        PythonOps.CreateThrowable(PythonExceptions.ValueError, message);

    internal static Exception Overflow(string message) =>
        PythonOps.CreateThrowable(PythonExceptions.OverflowError, message);

    private static bool TryPath(object? value, [NotNullWhen(true)] out string? path)
    {
        object? candidate = value;
        if (AsString(value) is null && value is not IronPython.Runtime.Bytes
            && TryGetSpecial(value, "__fspath__", out object? method))
        {
            candidate = PythonCalls.Call(DefaultContext.Default, method, value);
        }

        path = candidate switch
        {
            string or Extensible<string> => FileName(AsString(candidate)!),
            Bytes bytes => FileName(bytes),
            _ => null,
        };
        if (path is null)
        {
            return false;
        }

        return !path.Contains('\0', StringComparison.Ordinal) ? true : throw ValueError("embedded null byte");
    }

    private static string FileName(Bytes bytes)
    {
        try
        {
            return s_strictUtf8.GetString([.. (IList<byte>)bytes]);
        }
        catch (DecoderFallbackException)
        {
            throw NoFileName();
        }
    }

    private static string FileName(string text)
    {
        // U+DC80 to U+DCFF stand for bytes that are no UTF-8 (PEP 383). The exception names the first other surrogate.
        int lone = LoneSurrogate(text, 0);
        for (int i = lone; i >= 0; i = LoneSurrogate(text, i + 1))
        {
            if (text[i] is < '\udc80' or > '\udcff')
            {
                throw PythonOps.CreateThrowable(
                    PythonExceptions.UnicodeEncodeError, "utf-8", text, i, i + 1, "surrogates not allowed");
            }
        }

        return lone < 0 ? text : throw NoFileName();
    }

    // .NET has no way to open such a file; it would take one whose name has U+FFFD in that place.
    private static Exception NoFileName() => ValueError("a file name in bytes must be UTF-8");

    private static int LoneSurrogate(string text, int from)
    {
        for (int i = from; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return i;
                }

                i++;
            }
        }

        return -1;
    }

    /// <summary>
    /// A special method, unbound. Python looks for it in the class only: neither an attribute of the instance nor
    /// <c>__getattr__</c> counts.
    /// </summary>
    private static bool TryGetSpecial(object? value, string name, [NotNullWhen(true)] out object? method) =>
        PythonOps.TryGetBoundAttr(DynamicHelpers.GetPythonType(value), name, out method) && method is not null;

    /// <summary>The name of a value's Python class; IronPython calls the class of small ints "Int32".</summary>
    internal static string TypeName(object? value) =>
        value is int ? "int" : PythonType.Get__name__(DynamicHelpers.GetPythonType(value));

    // Some format units say "None" where the rest of CPython says "NoneType".
    internal static string TypeNameOrNone(object? value) => value is null ? "None" : TypeName(value);
}
