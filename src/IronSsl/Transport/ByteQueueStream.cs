using System;
using System.IO;

namespace IronSsl.Transport;

/// <summary>Appends to a <see cref="ByteQueue"/> what is written, whether or not the queue was ended.</summary>
internal sealed class ByteQueueStream : Stream
{
    private readonly ByteQueue _queue;

    public ByteQueueStream(ByteQueue queue) => _queue = queue;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => _queue.Append(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => _queue.Append(buffer);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
