using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Security;

namespace IronSsl.Tls.Crypto.Randomness;

/// <summary>BouncyCastle's source of randomness, answered by the operating system through
/// <see cref="RandomNumberGenerator"/>. Without state, so one instance serves all threads.</summary>
internal sealed class PlatformRandom : SecureRandom
{
    public PlatformRandom()
        : base(generator: null)
    {
    }

    public override void NextBytes(byte[] buf) => RandomNumberGenerator.Fill(buf);

    public override void NextBytes(byte[] buf, int off, int len) => RandomNumberGenerator.Fill(buf.AsSpan(off, len));

    public override void NextBytes(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);

    // The system's generator takes no seed; a caller that wants a repeatable sequence must not believe it got one.
    public override void SetSeed(byte[] seed) => throw Unseedable();

    public override void SetSeed(Span<byte> seed) => throw Unseedable();

    public override void SetSeed(long seed) => throw Unseedable();

    private static NotSupportedException Unseedable() => new("the system's random number generator cannot be seeded");
}
