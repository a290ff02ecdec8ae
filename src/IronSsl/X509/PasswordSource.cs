using System;

namespace IronSsl.X509;

/// <summary>
/// Where the password of an encrypted key comes from. Asked only when a key is encrypted, and once for each key, so that a
/// callable that prompts is not called in vain. What the delegate raises comes out as it is.
/// </summary>
internal sealed class PasswordSource(Func<byte[]> read)
{
    /// <summary>Whether the delegate has raised an exception, which then is not one about the key.</summary>
    public bool HasRaised { get; private set; }

    /// <summary>The password's bytes; whoever asks owns the array and zeroes it.</summary>
    public byte[] Read()
    {
        HasRaised = true;
        byte[] password = read();
        HasRaised = false;
        return password;
    }

    /// <summary>A source that gives a copy of these bytes each time.</summary>
    public static PasswordSource Fixed(byte[] password) => new(() => password.AsSpan().ToArray());
}
