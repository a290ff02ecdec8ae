using System.Collections.Generic;
using System.Linq;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 section 4.4.2; before TLS 1.3, RFC 5246 section 7.4.2.</summary>
internal sealed class CertificateMessage : HostileMessage
{
    private readonly bool _isTls13;

    public CertificateMessage(bool isTls13)
        : base(Certificate) => _isTls13 = isTls13;

    /// <summary>TLS 1.3.</summary>
    public byte[] Context { get; set; } = [];

    /// <summary>The certificates, leaf first, with their extensions in TLS 1.3.</summary>
    public List<(byte[] Der, ExtensionList Extensions)> Entries { get; } = [];

    protected override byte[] Encode() => _isTls13
        ? [.. Wire.Opaque8(Context), .. Wire.Opaque24([.. Entries.SelectMany(EncodeEntry)])]
        : Wire.Opaque24([.. Entries.SelectMany(entry => Wire.Opaque24(entry.Der))]);

    private static byte[] EncodeEntry((byte[] Der, ExtensionList Extensions) entry) =>
        [.. Wire.Opaque24(entry.Der), .. entry.Extensions.Encode()];
}
