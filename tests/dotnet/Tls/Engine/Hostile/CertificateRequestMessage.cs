using System.Collections.Generic;
using System.Linq;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 section 4.3.2; before TLS 1.3, RFC 5246 section 7.4.4.</summary>
internal sealed class CertificateRequestMessage : HostileMessage
{
    private readonly bool _isTls13;

    public CertificateRequestMessage(bool isTls13)
        : base(CertificateRequest) => _isTls13 = isTls13;

    /// <summary>TLS 1.3.</summary>
    public byte[] Context { get; set; } = [];

    /// <summary>TLS 1.3.</summary>
    public ExtensionList Extensions { get; } = new();

    /// <summary>TLS 1.2.</summary>
    public byte[] Types { get; set; } = [1, 64];

    /// <summary>TLS 1.2.</summary>
    public List<int> Schemes { get; } = [0x0403, 0x0804, 0x0401];

    /// <summary>TLS 1.2: distinguished names.</summary>
    public List<byte[]> Authorities { get; } = [];

    protected override byte[] Encode() => _isTls13
        ? [.. Wire.Opaque8(Context), .. Extensions.Encode()]
        :
        [
            .. Wire.Opaque8(Types), .. Wire.List16(Schemes),
            .. Wire.Opaque16([.. Authorities.SelectMany(name => Wire.Opaque16(name))]),
        ];
}
