using IronSsl.Tls.Engine.Sessions;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>A ticket of TLS 1.3 as a pre-shared key; its key is of the type that makes the binder's label the right
/// one.</summary>
internal sealed class ResumptionPskIdentity : TlsPskExternal
{
    public ResumptionPskIdentity(EngineSession session, byte[] identity, TlsSecret key, int prfAlgorithm)
    {
        Session = session;
        Identity = identity;
        Key = key;
        PrfAlgorithm = prfAlgorithm;
    }

    /// <summary>The session that the ticket resumes.</summary>
    public EngineSession Session { get; }

    public byte[] Identity { get; }

    public TlsSecret Key { get; }

    public int PrfAlgorithm { get; }
}
