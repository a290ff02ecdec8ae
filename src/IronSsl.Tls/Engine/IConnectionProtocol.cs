using System;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine;

/// <summary>
/// The calls that <see cref="TlsEngine"/> makes on BouncyCastle's protocol objects, the same for both roles. Not safe
/// for threads: the engine's lock covers every call. Methods that touch the wire throw BouncyCastle's exceptions.
/// </summary>
internal interface IConnectionProtocol
{
    /// <summary>Encrypted bytes to be sent.</summary>
    public ByteQueue Output { get; }

    /// <summary>Decrypted bytes to be read.</summary>
    public int ApplicationDataAvailable { get; }

    /// <summary>True once the handshake is complete and application data may flow.</summary>
    public bool IsOpen { get; }

    /// <summary>True once the peer's records have to be encrypted.</summary>
    public bool IsReadProtected { get; }

    /// <summary>True when BouncyCastle takes no more input.</summary>
    public bool IsClosed { get; }

    /// <summary>Begins the handshake; a client writes its ClientHello.</summary>
    public void Start();

    /// <summary>Processes one whole record, in place.</summary>
    public void OfferInput(byte[] input, int inputOff, int inputLen);

    /// <summary>Takes decrypted bytes; at most <see cref="ApplicationDataAvailable"/>.</summary>
    public int ReadApplicationData(Span<byte> buffer);

    /// <summary>Encrypts bytes into <see cref="Output"/>.</summary>
    public void WriteApplicationData(ReadOnlySpan<byte> buffer);

    /// <summary>Writes a close_notify alert and leaves the reading half open.</summary>
    public void SendCloseNotify();

    /// <summary>Writes a fatal alert and ends the connection.</summary>
    public void Abort(short alert);
}
