using System.Threading;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>The buffers that records are sealed into: one for each thread that writes, however many connections it
/// serves. Its content is valid until the thread seals another record.</summary>
internal sealed class RecordBuffers
{
    // The most that TLS 1.2 lets a record carry (RFC 5246 section 6.2.3), and its header.
    private const int InitialLength =
        RecordSizes.HeaderLength + RecordSizes.MaximumPlaintextBytes + RecordSizes.MaximumExpansionBytes;

    private readonly ThreadLocal<byte[]> _buffer = new(static () => new byte[InitialLength]);

    /// <summary>This thread's buffer, at least <paramref name="length"/> bytes long.</summary>
    public byte[] ForThisThread(int length)
    {
        byte[] buffer = _buffer.Value!;
        if (buffer.Length < length)
        {
            buffer = new byte[length];
            _buffer.Value = buffer;
        }

        return buffer;
    }
}
