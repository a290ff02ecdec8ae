using System;
using IronSsl.Tls.Crypto.Records;
using IronSsl.Tls.Engine.Handshake;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Guards;

/// <summary>Passes over the early data of a client that holds another server's ticket: ours allow none, and
/// none is ever accepted. RFC 8446 section 4.2.10, OpenSSL `ossl_statem_skip_early_data`.</summary>
/// <remarks>
/// After a HelloRetryRequest every encrypted record is early data, until the second ClientHello. Otherwise a record is
/// if the keys of the handshake don't open it; the first one that they do open ends the early data.
/// </remarks>
internal sealed class EarlyDataSkipper
{
    // OpenSSL's default of `recv_max_early_data`, which is what its servers' tickets allow, and its
    // `EARLY_DATA_CIPHERTEXT_OVERHEAD`.
    private const int MaximumBytes = Wire.MaximumPlaintextBytes + (6 * (16 + 1)) + 2;

    private readonly ConnectionFacts _facts;
    private readonly PlaintextSlot _slot;
    private bool _hasRetried;
    private int _bytes;

    public EarlyDataSkipper(ConnectionFacts facts, PlaintextSlot slot)
    {
        _facts = facts;
        _slot = slot;
        _slot.KeepsCipher = true;
    }

    /// <summary>Whether a record that looks like application data is early data, which nobody processes.</summary>
    /// <exception cref="FailureAlert">There is more of it than a ticket allows.</exception>
    public bool IsEarlyData(ReadOnlySpan<byte> record, RecordRules rules)
    {
        if (rules.HasOpenedRecord || _facts.Version != IronSsl.Tls.OpenSsl.TlsVersion.Tls13)
        {
            return false;
        }

        bool isRetrying = rules.Protocol is { IsReadProtected: false };
        _hasRetried |= isRetrying;
        if (!isRetrying && (_hasRetried || _slot.FirstCipher is not { } cipher || Opens(cipher, record)))
        {
            return false;
        }

        _bytes += record.Length - Wire.RecordHeaderLength;
        return _bytes <= MaximumBytes
            ? true
            : throw FailureAlert.Ssl(BcAlert.unexpected_message, "TOO_MUCH_EARLY_DATA");
    }

    /// <summary>Forgets the keys of the handshake.</summary>
    public void End()
    {
        _slot.KeepsCipher = false;
        _slot.FirstCipher = null;
    }

    // Of a copy, because a cipher writes over what it opens.
    private static bool Opens(TlsCipher cipher, ReadOnlySpan<byte> record)
    {
        byte[] copy = record.ToArray();
        try
        {
            cipher.DecodeCiphertext(
                0, ContentType.application_data, ProtocolVersion.TLSv12, copy, Wire.RecordHeaderLength,
                copy.Length - Wire.RecordHeaderLength);
            return true;
        }
        catch (TlsFatalAlert)
        {
            return false;
        }
    }
}
