using System;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
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
    private Exception? _raised;

    /// <summary>Takes the argument, and checks what can be checked before a key asks.</summary>
    internal PasswordArgument(CodeContext context, object password)
    {
        _context = context;
        _password = password;
        if (TryEncode(password, out byte[] bytes))
        {
            Source = PasswordSource.Fixed(CheckLength(bytes));
            return;
        }

        Source = PythonOps.IsCallable(context, password)
            ? new PasswordSource(Call)
            : throw Arguments.TypeError("password should be a string or callable");
    }

    internal PasswordSource Source { get; }

    /// <summary>
    /// Raises what the function raised, as itself. The readers of keys take many .NET exceptions for a malformed key, and
    /// some Python exceptions are such.
    /// </summary>
    internal void ThrowIfRaised()
    {
        if (_raised is not null)
        {
            ExceptionDispatchInfo.Throw(_raised);
        }
    }

    private byte[] Call()
    {
        try
        {
            return TryEncode(PythonCalls.Call(_context, _password), out byte[] bytes)
                ? CheckLength(bytes)
                : throw Arguments.TypeError("password callback must return a string");
        }
        catch (Exception raised)
        {
            _raised = raised;
            throw;
        }
    }

    private static bool TryEncode(object? password, out byte[] bytes)
    {
        if (Arguments.AsString(password) is { } text)
        {
            bytes = Encoding.UTF8.GetBytes(text);
            return true;
        }

        bytes = [];
        return password is Bytes or ByteArray && Arguments.TryBytes(password, out bytes!);
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
