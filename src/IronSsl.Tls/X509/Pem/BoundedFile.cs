using System;
using System.IO;
using System.Security.Cryptography;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.X509.Pem;

/// <summary>Reads whole files of certificates and keys. Failures are the IO exceptions of .NET, which tell the
/// errno.</summary>
internal static class BoundedFile
{
    /// <summary>
    /// More than any bundle or CRL that is in use; without a limit a path such as `/dev/zero` would be read for ever.
    /// </summary>
    public const int MaxBytes = 256 << 20;

    private const int ErrnoIsDirectory = 21;

    /// <summary>The file's bytes; the caller owns the array, and zeroes it when it can hold a key.</summary>
    /// <exception cref="IOException">Or one of its kind, or <see cref="UnauthorizedAccessException"/>.</exception>
    /// <exception cref="TlsFailure">The file has more than <see cref="MaxBytes"/>.</exception>
    public static byte[] Read(string path)
    {
        if (path.Length == 0)
        {
            throw new FileNotFoundException("No such file or directory", path);
        }

        if (Directory.Exists(path))
        {
            // .NET would call this a lack of permission. On Unix an IOException's HResult is the errno.
            throw new IOException("Is a directory", ErrnoIsDirectory);
        }

        using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        byte[] buffer = new byte[file.CanSeek ? (int)Math.Min(file.Length, MaxBytes) + 1 : 1 << 14];
        int length = 0;
        while (true)
        {
            int read = file.Read(buffer, length, buffer.Length - length);
            if (read == 0)
            {
                byte[] content = buffer.AsSpan(0, length).ToArray();
                CryptographicOperations.ZeroMemory(buffer);
                return content;
            }

            length += read;
            if (length > MaxBytes)
            {
                throw TlsFailure.Of("ASN1", "TOO_LONG");
            }

            if (length == buffer.Length)
            {
                byte[] larger = new byte[2 * buffer.Length];
                buffer.CopyTo(larger, 0);
                CryptographicOperations.ZeroMemory(buffer);
                buffer = larger;
            }
        }
    }
}
