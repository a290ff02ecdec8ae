using System;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Crypto.KeySchedule;

/// <summary>The early secret of a resumed TLS 1.3 session: derives the binder's key under the label for tickets. See
/// <see cref="ResumptionPsk"/>.</summary>
internal sealed class ResumptionEarlySecret : PlatformSecret
{
    // struct { uint16 length; opaque label<7..255>; opaque context<0..255>; } HkdfLabel;  (RFC 8446 section 7.1)
    private const int LabelLengthOffset = 2;
    private const int LabelOffset = 3;

    /// <summary>Takes ownership of <paramref name="data"/>.</summary>
    public ResumptionEarlySecret(PlatformTlsCrypto crypto, byte[] data)
        : base(crypto, data)
    {
    }

    private static ReadOnlySpan<byte> ExternalLabel => "tls13 ext binder"u8;

    private static ReadOnlySpan<byte> ResumptionLabel => "tls13 res binder"u8;

    public override TlsSecret HkdfExpand(int cryptoHashAlgorithm, ReadOnlySpan<byte> info, int length)
    {
        bool isBinder = info.Length > LabelOffset + ExternalLabel.Length
            && info[LabelLengthOffset] == ExternalLabel.Length
            && info.Slice(LabelOffset, ExternalLabel.Length).SequenceEqual(ExternalLabel);
        if (!isBinder)
        {
            return base.HkdfExpand(cryptoHashAlgorithm, info, length);
        }

        byte[] relabelled = info.ToArray();
        ResumptionLabel.CopyTo(relabelled.AsSpan(LabelOffset));
        return base.HkdfExpand(cryptoHashAlgorithm, (ReadOnlySpan<byte>)relabelled, length);
    }
}
