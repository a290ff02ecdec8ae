using System;
using System.Runtime.InteropServices;

namespace IronSsl.Tls.Crypto.Native;

/// <summary>An object of <see cref="LibCrypto"/>'s. Made of an address and not by the marshaller, which does it by
/// reflection.</summary>
internal sealed class LibCryptoHandle : SafeHandle
{
    private readonly Action<nint> _free;

    /// <summary>Takes ownership of what a function has made; of nothing when it has failed (null).</summary>
    public LibCryptoHandle(nint made, Action<nint> free)
        : base(made, ownsHandle: true) => _free = free;

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        _free(handle);
        return true;
    }
}
