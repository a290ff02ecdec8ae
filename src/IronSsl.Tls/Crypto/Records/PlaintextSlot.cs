using System;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>Hands decrypted data from the cipher straight to the engine, past BouncyCastle's queue: in the record's own
/// array, or in another one if the record must stay as it is.</summary>
/// <remarks>
/// What a cipher hands to BouncyCastle's record layer is copied into a queue that never gives up its array, so that
/// every connection that ever got a full record would keep 32 KiB. The record layer is told of an empty record instead,
/// after the same checks: that the cipher accepts it, its length, its type, and whether application data may come now.
/// There is no way to pass an argument through BouncyCastle to a cipher, hence one slot for each thread; it's open only
/// during a scope, and for one record.
/// </remarks>
internal sealed class PlaintextSlot
{
    // RFC 8446 section 5.1, RFC 5246 section 6.2.1.

    [ThreadStatic]
    private static PlaintextSlot? s_open;

    private readonly IRecordInspector? _inspector;
    private byte[]? _record;
    private byte[]? _destination;

    /// <param name="inspector">Is shown the content of every record.</param>
    public PlaintextSlot(IRecordInspector? inspector = null) => _inspector = inspector;

    /// <summary>Whether <see cref="FirstCipher"/> is to be kept.</summary>
    public bool KeepsCipher { get; set; }

    /// <summary>The cipher that was made first while the slot was open, which in TLS 1.3 is the handshake's.</summary>
    public TlsCipher? FirstCipher { get; set; }

    /// <summary>Whether the connection's cipher can write the text to another array and leave the record as it is.
    /// Known once the cipher has opened a record.</summary>
    public bool CanSpareRecords { get; private set; }

    /// <summary>Where the data begin in their array.</summary>
    public int Offset { get; private set; }

    /// <summary>How many bytes of data there are; 0 when the cipher delivered none.</summary>
    public int Length { get; private set; }

    /// <summary>Empties the slot and lets the ciphers of this thread use it until the scope is disposed, for data that
    /// lie in
    /// <paramref name="record"/>; a record in any other array goes to BouncyCastle's queue.</summary>
    public Scope Open(byte[]? record) => Open(record, record);

    /// <summary>The same for a record that nobody may write to: its text goes to <paramref name="destination"/>, which
    /// is at least as long.</summary>
    /// <exception cref="InvalidOperationException">Not known that the cipher <see cref="CanSpareRecords"/>.</exception>
    public Scope OpenSparing(byte[] record, byte[] destination) => CanSpareRecords
        ? Open(record, destination)
        : throw new InvalidOperationException("The cipher decrypts in place.");

    /// <summary>Where a cipher that can spare records is to put the text that it has found in one.</summary>
    internal static ArraySegment<byte> PlaceFor(byte[] record, int offset, int length)
    {
        var inPlace = new ArraySegment<byte>(record, offset, length);
        if (s_open is not { } slot || !ReferenceEquals(record, slot._record))
        {
            return inPlace;
        }

        slot.CanSpareRecords = true;
        return ReferenceEquals(record, slot._destination)
            ? inPlace
            : new ArraySegment<byte>(slot._destination!, 0, length);
    }

    /// <summary>Shows what a cipher has found in a record.</summary>
    internal static void Inspect(short contentType, ReadOnlySpan<byte> content) =>
        s_open?._inspector?.Inspect(contentType, content);

    /// <summary>A connection has new keys.</summary>
    internal static void NoteCipher(TlsCipher cipher)
    {
        if (s_open is { KeepsCipher: true } slot)
        {
            slot.FirstCipher ??= cipher;
        }
    }

    /// <summary>What a cipher answers for a record that it has opened and found good; its text lies in
    /// <paramref name="array"/>.</summary>
    internal static TlsDecodeResult Deliver(
        byte[] array, int offset, int length, short contentType, SecurityParameters parameters)
    {
        Inspect(contentType, array.AsSpan(offset, length));

        // A shorter limit that the peers have agreed on (RFC 6066 section 4) is the record layer's to check.
        if (s_open is not { } slot || !ReferenceEquals(array, slot._destination)
            || contentType != ContentType.application_data || length > RecordSizes.MaximumPlaintextBytes
            || parameters.MaxFragmentLength >= 0)
        {
            return new TlsDecodeResult(array, offset, length, contentType);
        }

        slot.Offset = offset;
        slot.Length = length;
        return new TlsDecodeResult(array, offset, 0, contentType);
    }

    private Scope Open(byte[]? record, byte[]? destination)
    {
        (_record, _destination) = (record, destination);
        Offset = 0;
        Length = 0;
        var scope = new Scope(this, s_open);
        s_open = this;
        return scope;
    }

    /// <summary>Closes the slot when it's disposed.</summary>
    public readonly ref struct Scope
    {
        private readonly PlaintextSlot _slot;
        private readonly PlaintextSlot? _outer;

        internal Scope(PlaintextSlot slot, PlaintextSlot? outer)
        {
            _slot = slot;
            _outer = outer;
        }

        public void Dispose()
        {
            s_open = _outer;
            (_slot._record, _slot._destination) = (null, null);
        }
    }
}
