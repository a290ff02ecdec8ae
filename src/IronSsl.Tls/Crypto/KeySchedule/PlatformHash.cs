#if NET10_0_OR_GREATER
using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Crypto.KeySchedule;

/// <summary>A running hash on .NET's. From .NET 10 on only: earlier versions can't fork a hash half way, which every
/// handshake does several times.</summary>
internal sealed class PlatformHash : TlsHash
{
    private readonly IncrementalHash _hash;

    public PlatformHash(HashAlgorithmName name)
        : this(IncrementalHash.CreateHash(name))
    {
    }

    private PlatformHash(IncrementalHash hash) => _hash = hash;

    public void Update(byte[] input, int inOff, int length) => _hash.AppendData(input, inOff, length);

    public void Update(ReadOnlySpan<byte> input) => _hash.AppendData(input);

    public byte[] CalculateHash() => _hash.GetHashAndReset();

    public TlsHash CloneHash() => new PlatformHash(_hash.Clone());

    public void Reset()
    {
        Span<byte> unused = stackalloc byte[_hash.HashLengthInBytes];
        _hash.GetHashAndReset(unused);
    }
}
#endif
