using System.Globalization;
using System.Security.Cryptography;
using IronPython.Runtime;
using IronPython.Runtime.Operations;
using IronSsl.X509;

namespace IronSsl.Module;

/// <summary>The <c>password</c> of <c>load_cert_chain</c>: text, bytes, or a function that gives one of them.</summary>
internal sealed class PasswordArgument
{
    // OpenSSL `PEM_BUFSIZE`, what its password callback can hold.
    private const int MaximumBytes = 1024;

    private readonly CodeContext _context;
    private readonly object _password;

    /// <summary>Takes the argument, and checks what can be checked before a key asks.</summary>
    internal PasswordArgument(CodeContext context, object password)
    {
        _context = context;
        _password = password;
        if (!IsText(password) && !PythonOps.IsCallable(context, password))
        {
            throw Arguments.TypeError("password should be a string or callable");
        }

        if (Arguments.AsString(password) is { } text)
        {
            Arguments.RequireUtf8(text);
        }
    }

    internal PasswordSource Source => new(Read);

    // The length is checked when a key asks, as in CPython.
    private byte[] Read()
    {
        if (TryEncode(_password, out byte[] bytes))
        {
            return CheckLength(bytes);
        }

        return TryEncode(PythonCalls.Call(_context, _password), out bytes)
            ? CheckLength(bytes)
            : throw Arguments.TypeError("password callback must return a string");
    }

    private static bool IsText(object? password) => Arguments.AsString(password) is not null || password is Bytes or ByteArray;

    private static bool TryEncode(object? password, out byte[] bytes)
    {
        bytes = [];
        if (!IsText(password))
        {
            return false;
        }

        bytes = Arguments.AsString(password) is { } text ? Arguments.Utf8(text) : Arguments.Bytes(password);
        return true;
    }

    private static byte[] CheckLength(byte[] bytes)
    {
        if (bytes.Length <= MaximumBytes)
        {
            return bytes;
        }

        CryptographicOperations.ZeroMemory(bytes);
        throw Arguments.ValueError(
            string.Create(CultureInfo.InvariantCulture, $"password cannot be longer than {MaximumBytes} bytes"));
    }
}
