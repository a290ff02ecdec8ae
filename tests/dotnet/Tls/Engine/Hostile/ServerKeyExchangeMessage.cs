using System;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>That of ECDHE: RFC 8422 section 5.4.</summary>
internal sealed class ServerKeyExchangeMessage : HostileMessage
{
    private readonly Func<int, byte[], byte[]> _sign;

    /// <param name="sign">Makes the right signature with a scheme, of the parameters.</param>
    public ServerKeyExchangeMessage(Func<int, byte[], byte[]> sign)
        : base(ServerKeyExchange) => _sign = sign;

    /// <summary>3 is named_curve.</summary>
    public byte CurveType { get; set; } = 3;

    public int Group { get; set; }

    public byte[] Point { get; set; } = [];

    /// <summary>Null: what the fields above say.</summary>
    public byte[]? Parameters { get; set; }

    public int Scheme { get; set; }

    /// <summary>Null: the right one with <see cref="Scheme"/>.</summary>
    public byte[]? Signature { get; set; }

    protected override byte[] Encode()
    {
        byte[] parameters = Parameters ?? [CurveType, .. Wire.U16(Group), .. Wire.Opaque8(Point)];
        return [.. parameters, .. Wire.U16(Scheme), .. Wire.Opaque16(Signature ?? _sign(Scheme, parameters))];
    }
}
