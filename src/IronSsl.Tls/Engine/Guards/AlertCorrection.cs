using System;
using System.IO;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Guards;

/// <summary>
/// Replaces an alert of BouncyCastle 2.7.0 by the one that OpenSSL sends in the same place. A message that ends too
/// early is a decoding error and no internal one. A record that is too short for its cipher, or has no whole blocks, is
/// as bad as one with a wrong MAC (RFC 5246 section 7.2.2: decryption_failed MUST NOT be sent).
/// </summary>
internal sealed class AlertCorrection
{
    private bool _isDecoding;

    /// <summary>A record came in; its cipher opens it next.</summary>
    public void BeginRecord() => _isDecoding = true;

    /// <summary>The cipher has opened the record: a fault that is found from now on is not the cipher's.</summary>
    public void RecordIsDecoded() => _isDecoding = false;

    /// <summary>The alert to send for BouncyCastle's alert and exception.</summary>
    public short Correct(short alert, Exception? exception)
    {
        short corrected = exception is EndOfStreamException ? AlertDescription.decode_error : alert;
        return corrected == AlertDescription.decryption_failed
            || (_isDecoding && corrected == AlertDescription.decode_error)
                ? AlertDescription.bad_record_mac
                : corrected;
    }
}
