using System;
using IronSsl.Tls.Engine.Handshake;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>A server's side of pre-shared keys: the hint now, the key once the program was asked for it.</summary>
internal sealed class PskManager : TlsPskIdentityManager
{
    private readonly ConnectionFacts _facts;

    public PskManager(ConnectionFacts facts) => _facts = facts;

    public byte[]? GetHint() => _facts.Settings.Callbacks.PskIdentityHint;

    public byte[]? GetPsk(byte[] identity) => _facts.Psk is { } key && identity.AsSpan().SequenceEqual(key.Identity)
        ? key.CopyKey()
        : null;
}
