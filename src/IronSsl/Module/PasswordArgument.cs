using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IronPython.Runtime;
using IronPython.Runtime.Operations;
using IronSsl.X509;

namespace IronSsl.Module;

/// <summary>The <c>password</c> of <c>load_cert_chain</c>: text, bytes, or a function that gives one of them.</summary>
internal static class PasswordArgument
{
    // OpenSSL `PEM_BUFSIZE`, what its password callback can hold.
    private const int MaximumBytes = 1024;

    /// <summary>Checks what can be checked before a key asks.</summary>
    internal static PasswordSource From(CodeContext context, object password)
    {
        if (TryEncode(password, out byte[]? fixedBytes))
        {
            return PasswordSource.Fixed(CheckLength(fixedBytes));
        }

        if (!PythonOps.IsCallable(context, password))
        {
            throw Arguments.TypeError("password should be a string or callable");
        }

        return new PasswordSource(() =>
            TryEncode(PythonCalls.Call(context, password), out byte[]? bytes)
                ? CheckLength(bytes)
                : throw Arguments.TypeError("password callback must return a string"));
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
