namespace IronSsl.Tls.OpenSsl.Ciphers;

/// <summary>
/// A cipher suite as OpenSSL describes it: the facts of `SSL_CIPHER_description`, of CPython's <c>get_ciphers()</c>
/// and of <c>cipher()</c>. Two suites are the same when their number is.
/// </summary>
internal sealed record CipherSuite
{
    /// <summary>
    /// The number on the wire, such as 0x1301. OpenSSL's own identifier is <see cref="OpenSslId"/>.
    /// </summary>
    internal required int Id { get; init; }

    /// <summary>OpenSSL's name, such as <c>ECDHE-RSA-AES128-GCM-SHA256</c>.</summary>
    internal required string Name { get; init; }

    /// <summary>The name of the IANA registry, such as <c>TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256</c>.</summary>
    internal required string StandardName { get; init; }

    /// <summary>
    /// The oldest protocol with this suite as <c>cipher()</c> says it: SSLv3, TLSv1.0, TLSv1.2 or TLSv1.3.
    /// </summary>
    internal required string ProtocolName { get; init; }

    /// <summary>
    /// Key exchange as `openssl ciphers -v` prints it after Kx=: <c>ECDH</c> for ECDHE, <c>any</c> in TLS 1.3.
    /// </summary>
    internal required string KeyExchange { get; init; }

    /// <summary>Authentication as printed after Au=: <c>RSA</c>, <c>ECDSA</c>, <c>None</c>, …</summary>
    internal required string Authentication { get; init; }

    /// <summary>Whether a server of TLS 1.2 and below shows a certificate.</summary>
    internal bool UsesCertificate => Authentication is not ("None" or "PSK");

    /// <summary>Encryption as printed after Enc=: <c>AESGCM(256)</c>, <c>None</c>, …</summary>
    internal required string Encryption { get; init; }

    /// <summary>Message authentication as printed after Mac=: <c>AEAD</c>, <c>SHA1</c>, …</summary>
    internal required string Mac { get; init; }

    internal required int StrengthBits { get; init; }

    internal required int AlgorithmBits { get; init; }

    internal required bool IsAead { get; init; }

    /// <summary>
    /// <c>symmetric</c> of <c>get_ciphers()</c>, such as <c>aes-256-gcm</c>; null for no encryption.
    /// </summary>
    internal required string? Symmetric { get; init; }

    /// <summary><c>digest</c> of <c>get_ciphers()</c>, such as <c>sha256</c>; null for an AEAD.</summary>
    internal required string? Digest { get; init; }

    /// <summary><c>kea</c> of <c>get_ciphers()</c>, such as <c>kx-ecdhe</c>.</summary>
    internal required string? KeyExchangeName { get; init; }

    /// <summary><c>auth</c> of <c>get_ciphers()</c>, such as <c>auth-rsa</c>.</summary>
    internal required string? AuthenticationName { get; init; }

    /// <summary>The classes of cipher strings (HIGH, FIPS, …) that the suite belongs to.</summary>
    internal required CipherClass Classes { get; init; }

    /// <summary>OpenSSL's 32-bit identifier, <c>id</c> of <c>get_ciphers()</c>.</summary>
    internal int OpenSslId => 0x03000000 | Id;

    internal bool IsTls13 => MinimumVersion == TlsVersion.Tls13;

    /// <summary>The oldest protocol version on the wire that has this suite.</summary>
    internal int MinimumVersion => ProtocolName switch
    {
        "TLSv1.3" => TlsVersion.Tls13,
        "TLSv1.2" => TlsVersion.Tls12,
        "TLSv1.0" => TlsVersion.Tls10,
        _ => TlsVersion.Ssl3,
    };

    /// <summary>
    /// Whether the key exchange gives forward secrecy by fresh Diffie-Hellman keys; TLS 1.3's suites say nothing.
    /// </summary>
    internal bool HasEphemeralKeys => KeyExchange is "ECDH" or "DH" or "ECDHEPSK" or "DHEPSK";

    /// <summary>The line of OpenSSL's `SSL_CIPHER_description`, without its line feed.</summary>
    internal string Description
    {
        get
        {
            string version = ProtocolName == "TLSv1.0" ? "TLSv1" : ProtocolName;
            return $"{Name,-30} {version,-7} Kx={KeyExchange,-8} Au={Authentication,-5} "
                + $"Enc={Encryption,-22} Mac={Mac,-4}";
        }
    }

    public bool Equals(CipherSuite? other) => other is not null && other.Id == Id;

    public override int GetHashCode() => Id;

    public override string ToString() => Name;
}
