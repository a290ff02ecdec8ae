using System;
using System.Text;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>A secret of a key schedule that begins with <see cref="WatchedCrypto.HkdfInit"/>. It notes its uses.
/// </summary>
internal sealed class WatchedSecret : BcTlsSecret
{
    private readonly WatchedCrypto _owner;

    public WatchedSecret(WatchedCrypto owner, byte[] data)
        : base(owner, data) => _owner = owner;

    public override TlsSecret HkdfExtract(int cryptoHashAlgorithm, TlsSecret ikm)
    {
        _owner.Extracted.Add(ikm);
        return new WatchedSecret(_owner, base.HkdfExtract(cryptoHashAlgorithm, ikm).Extract());
    }

    public override TlsSecret HkdfExpand(int cryptoHashAlgorithm, ReadOnlySpan<byte> info, int length)
    {
        // struct { uint16 length; opaque label<7..255>; opaque context<0..255>; } HkdfLabel;  (RFC 8446 section 7.1)
        _owner.Labels.Add(Encoding.ASCII.GetString(info.Slice(3, info[2])));
        return new WatchedSecret(_owner, base.HkdfExpand(cryptoHashAlgorithm, info, length).Extract());
    }
}
