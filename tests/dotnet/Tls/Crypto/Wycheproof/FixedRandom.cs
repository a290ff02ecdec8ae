using System;
using Org.BouncyCastle.Security;

namespace IronSsl.Tls.Tests.Crypto.Wycheproof;

/// <summary>Randomness that always gives the same bytes: how a private key of a vector gets into an exchange that makes
/// its own.</summary>
internal sealed class FixedRandom : SecureRandom
{
    private readonly byte[] _bytes;

    public FixedRandom(byte[] bytes)
        : base(generator: null)
    {
        _bytes = bytes;
    }

    public override void NextBytes(byte[] buf) => NextBytes(buf.AsSpan());

    public override void NextBytes(byte[] buf, int off, int len) => NextBytes(buf.AsSpan(off, len));

    public override void NextBytes(Span<byte> buffer) => _bytes.AsSpan(0, buffer.Length).CopyTo(buffer);
}
