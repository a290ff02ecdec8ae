using System;
using System.Runtime.InteropServices;

namespace IronSsl.Tls.Crypto.Native;

/// <summary>Owns an object of <see cref="LibCrypto"/>. Our code makes it from an address, because the marshaller would
/// use reflection.</summary>
internal sealed class LibCryptoHandle : SafeHandle
{
    private readonly Action<nint> _free;

    /// <summary>Takes ownership of what a function has made. A function that failed gives 0, and the handle is
    /// invalid.</summary>
    public LibCryptoHandle(nint made, Action<nint> free)
        : base(made, ownsHandle: true) => _free = free;

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        _free(handle);
        return true;
    }
}
