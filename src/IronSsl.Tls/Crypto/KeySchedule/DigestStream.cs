using System;
using System.IO;
using System.Security.Cryptography;

namespace IronSsl.Tls.Crypto.KeySchedule;

/// <summary>A stream to write a message into that keeps its hash only. The hash can be had once, also after the stream
/// was closed: BouncyCastle closes it as soon as the message is in.</summary>
internal sealed class DigestStream : Stream
{
    private readonly IncrementalHash _hash;

    public DigestStream(HashAlgorithmName name) => _hash = IncrementalHash.CreateHash(name);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The hash of all that was written.</summary>
    public byte[] Finish()
    {
        byte[] hash = _hash.GetHashAndReset();
        _hash.Dispose();
        return hash;
    }

    public override void Write(byte[] buffer, int offset, int count) => _hash.AppendData(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _hash.AppendData(buffer);

    public override void WriteByte(byte value) => _hash.AppendData([value]);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
