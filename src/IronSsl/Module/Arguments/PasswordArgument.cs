using System.Globalization;
using System.Security.Cryptography;
using IronPython.Runtime;
using IronPython.Runtime.Operations;
using IronSsl.Tls.X509.Pem;

namespace IronSsl.Module.Arguments;

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
            throw Argument.TypeError("password should be a string or callable");
        }

        if (Argument.AsString(password) is { } text)
        {
            Argument.RequireUtf8(text);
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
            : throw Argument.TypeError("password callback must return a string");
    }

    private static bool IsText(object? password) =>
        Argument.AsString(password) is not null || password is Bytes or ByteArray;

    private static bool TryEncode(object? password, out byte[] bytes)
    {
        bytes = [];
        if (!IsText(password))
        {
            return false;
        }

        bytes = Argument.AsString(password) is { } text ? Argument.Utf8(text) : Argument.Bytes(password);
        return true;
    }

    private static byte[] CheckLength(byte[] bytes)
    {
        if (bytes.Length <= MaximumBytes)
        {
            return bytes;
        }

        CryptographicOperations.ZeroMemory(bytes);
        throw Argument.ValueError(
            string.Create(CultureInfo.InvariantCulture, $"password cannot be longer than {MaximumBytes} bytes"));
    }
}
