using System.Security.Cryptography;

namespace IronSsl.Fuzz.Peer;

/// <summary>The suites of TLS 1.2 that the scripted peer can seal with.</summary>
/// <param name="KeyBytes">Of the cipher.</param>
/// <param name="MacHash">Null for an AEAD.</param>
/// <param name="IsChaCha">ChaCha20-Poly1305; of the AEADs the others are AES-GCM.</param>
/// <param name="PrfHash">Of the pseudo-random function.</param>
internal sealed record Tls12Suite(int KeyBytes, HashAlgorithmName? MacHash, bool IsChaCha, HashAlgorithmName PrfHash)
{
    /// <summary>Length of the MAC, 0 for an AEAD.</summary>
    public int MacBytes => MacHash is { } hash
        ? hash == HashAlgorithmName.SHA1 ? 20 : hash == HashAlgorithmName.SHA256 ? 32 : 48
        : 0;

    /// <summary>Length of the part of the nonce that comes with the keys.</summary>
    public int FixedIvBytes => MacHash is not null ? 0 : IsChaCha ? 12 : 4;

    /// <summary>By number; null for one that isn't known here.</summary>
    public static Tls12Suite? Find(int suite) => suite switch
    {
        0xC02B or 0xC02F or 0x009E or 0x009C => new(16, null, false, HashAlgorithmName.SHA256),
        0xC02C or 0xC030 or 0x009F or 0x009D => new(32, null, false, HashAlgorithmName.SHA384),
        0xCCA8 or 0xCCA9 or 0xCCAA => new(32, null, true, HashAlgorithmName.SHA256),
        0xC009 or 0xC013 => new(16, HashAlgorithmName.SHA1, false, HashAlgorithmName.SHA256),
        0xC00A or 0xC014 => new(32, HashAlgorithmName.SHA1, false, HashAlgorithmName.SHA256),
        0xC023 or 0xC027 => new(16, HashAlgorithmName.SHA256, false, HashAlgorithmName.SHA256),
        0xC024 or 0xC028 => new(32, HashAlgorithmName.SHA384, false, HashAlgorithmName.SHA384),
        _ => null,
    };
}
