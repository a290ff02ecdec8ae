using System;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.X509.Pem;

/// <summary>
/// Where the password of an encrypted key comes from. Asked only when a key is encrypted, and once for each key, so
/// that a callable that prompts is not called in vain. It keeps nothing of an answer: contexts share the one of the
/// terminal.
/// </summary>
internal sealed class PasswordSource(Func<byte[]> read)
{
    /// <summary>The password's bytes; the caller owns the array and zeroes it.</summary>
    /// <exception cref="TlsFailure">There is no password to be had.</exception>
    /// <exception cref="PasswordSourceException">The delegate raised another exception, which is the inner
    /// one.</exception>
    public byte[] Read()
    {
        try
        {
            return read();
        }
        catch (Exception raised) when (raised is not (TlsFailure or PasswordSourceException))
        {
            throw new PasswordSourceException(raised);
        }
    }
}
