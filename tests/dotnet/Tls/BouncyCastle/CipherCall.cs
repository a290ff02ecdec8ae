using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>What the record layer asked of a cipher.</summary>
/// <param name="IsSealing">A record was to be sealed, not opened.</param>
/// <param name="ThreadId">The thread that asked.</param>
/// <param name="Cipher">Which of the connection's ciphers was asked; the first that was made is 0.</param>
/// <param name="Sequence">The record's number.</param>
/// <param name="Type">The content type: of the text when sealing, of the record when opening.</param>
/// <param name="Version">The version in the record's header.</param>
/// <param name="Array">The array that the record lies in, when opening.</param>
/// <param name="Offset">Where the record's body begins in it.</param>
/// <param name="Length">The length of the text when sealing, of the record's body when opening.</param>
internal sealed record CipherCall(
    bool IsSealing, int ThreadId, int Cipher, long Sequence, short Type, ProtocolVersion Version, byte[] Array,
    int Offset, int Length);
