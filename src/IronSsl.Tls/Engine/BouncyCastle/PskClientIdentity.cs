using IronSsl.Tls.Engine.Handshake;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>A client's pre-shared key in TLS 1.2 and below. BouncyCastle wants the object before the server's hint has
/// been read, and the key only after it: by then the program has been asked.</summary>
internal sealed class PskClientIdentity : TlsPskIdentity
{
    private readonly ConnectionFacts _facts;

    public PskClientIdentity(ConnectionFacts facts) => _facts = facts;

    // OpenSSL `tls_construct_cke_psk_preamble`.
    private PskKey Key => _facts.Psk
        ?? throw FailureAlert.Ssl(AlertDescription.handshake_failure, "PSK_IDENTITY_NOT_FOUND");

    public byte[] GetPskIdentity() => Key.Identity;

    public byte[] GetPsk() => Key.CopyKey();

    public void SkipIdentityHint()
    {
        // The hint is read from the message itself, see TlsEngine.
    }

    public void NotifyIdentityHint(byte[] psk_identity_hint)
    {
        // As above.
    }
}
