namespace IronSsl.Tls.X509.Verification;

/// <summary>Why a path is refused: an `X509_V_ERR_*` number and where in the chain, the leaf being 0.</summary>
internal readonly record struct PathError(int Code, int Depth);
