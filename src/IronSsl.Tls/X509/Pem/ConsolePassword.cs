using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.X509.Pem;

/// <summary>
/// Asks at the terminal for the password of a key, as OpenSSL does when `load_cert_chain` is given none
/// (`PEM_def_callback`). Where no terminal is attached there is no password; OpenSSL would read a line of a redirected
/// input instead.
/// </summary>
internal static class ConsolePassword
{
    private const int MaxCharacters = 1024;

    public static PasswordSource Source { get; } = new(Ask);

    private static byte[] Ask()
    {
        if (Console.IsInputRedirected)
        {
            throw TlsFailure.Of("PEM", "BAD_PASSWORD_READ");
        }

        char[] typed = new char[MaxCharacters];
        try
        {
            Console.Error.Write("Enter PEM pass phrase:");
            int length = ReadLine(typed);
            Console.Error.WriteLine();
            return Encoding.UTF8.GetBytes(typed, 0, length);
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException)
        {
            // The terminal has gone.
            throw TlsFailure.Of("PEM", "BAD_PASSWORD_READ", failure);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(typed.AsSpan()));
        }
    }

    /// <summary>What is typed up to the end of the line, without showing it.</summary>
    private static int ReadLine(Span<char> typed)
    {
        int length = 0;
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return length;
                case ConsoleKey.Backspace:
                    length = Math.Max(0, length - 1);
                    break;
                default:
                    if (key.KeyChar != '\0' && length < typed.Length)
                    {
                        typed[length++] = key.KeyChar;
                    }

                    break;
            }
        }
    }
}
