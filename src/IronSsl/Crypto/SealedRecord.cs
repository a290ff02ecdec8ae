using System;

namespace IronSsl.Crypto;

/// <summary>The array that a record was sealed into, for a program that gets its output as arrays.</summary>
/// <remarks>
/// BouncyCastle's record layer copies what a cipher gives it into a queue, from which it would have to be copied once more.
/// There is no way to pass an argument through it to a cipher, hence one slot for each thread, open only during
/// <see cref="Open"/>'s scope (as <see cref="PlaintextSlot"/> is).
/// </remarks>
internal sealed class SealedRecord
{
    [ThreadStatic]
    private static SealedRecord? t_open;

    private byte[]? _array;
    private int _count;

    /// <summary>The array of the one record of the last scope, with its header; null if there were none or several.</summary>
    public byte[]? Only => _count == 1 ? _array : null;

    /// <summary>Forgets what there was, and has the ciphers of this thread seal into arrays of their own until the scope is
    /// disposed.</summary>
    public Scope Open()
    {
        Forget();
        var scope = new Scope(t_open);
        t_open = this;
        return scope;
    }

    /// <summary>Lets go of the array.</summary>
    public void Forget() => (_array, _count) = (null, 0);

    /// <summary>Room for a record of that length: an array of just that length if somebody waits for it.</summary>
    internal static byte[] Room(RecordBuffers buffers, int length)
    {
        if (t_open is not { } slot)
        {
            return buffers.ForThisThread(length);
        }

        slot._count++;
        return slot._array = OutputArrays.Take(length);
    }

    /// <summary>Closes the slot when it's disposed.</summary>
    public readonly ref struct Scope
    {
        private readonly SealedRecord? _outer;

        internal Scope(SealedRecord? outer)
        {
            _outer = outer;
        }

        public void Dispose() => t_open = _outer;
    }
}
