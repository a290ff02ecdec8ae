namespace IronSsl.Tls.X509.Trust;

/// <summary>What CPython's `_ssl.get_default_verify_paths` returns, in its order.</summary>
internal sealed record DefaultVerifyPaths(
    string FileVariable, string File, string DirectoryVariable, string Directory);
