using System;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 section 4.4.3; RFC 5246 section 7.4.8.</summary>
internal sealed class CertificateVerifyMessage : HostileMessage
{
    private readonly Func<int, byte[]> _sign;

    /// <param name="scheme">The scheme of an honest message.</param>
    /// <param name="sign">Makes the right signature with a scheme.</param>
    public CertificateVerifyMessage(int scheme, Func<int, byte[]> sign)
        : base(CertificateVerify)
    {
        Scheme = scheme;
        _sign = sign;
    }

    public int Scheme { get; set; }

    /// <summary>Null: the right one with <see cref="Scheme"/>.</summary>
    public byte[]? Signature { get; set; }

    protected override byte[] Encode() => [.. Wire.U16(Scheme), .. Wire.Opaque16(Signature ?? _sign(Scheme))];
}
