using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Negotiation;

/// <summary>OpenSSL's names for what is negotiated, and BouncyCastle's.</summary>
internal static class BouncyCastleNames
{
    /// <summary>A version as BouncyCastle names it.</summary>
    public static ProtocolVersion ToProtocolVersion(int version) => version switch
    {
        TlsVersion.Tls13 => ProtocolVersion.TLSv13,
        TlsVersion.Tls12 => ProtocolVersion.TLSv12,
        TlsVersion.Tls11 => ProtocolVersion.TLSv11,
        TlsVersion.Tls10 => ProtocolVersion.TLSv10,
        _ => throw new ArgumentOutOfRangeException(nameof(version)),
    };

    /// <summary>Versions as BouncyCastle names them, in the same order.</summary>
    public static ProtocolVersion[] ToProtocolVersions(ImmutableArray<int> versions)
    {
        var names = new ProtocolVersion[versions.Length];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = ToProtocolVersion(versions[i]);
        }

        return names;
    }

    /// <summary>BouncyCastle's number for the hash of a TLS 1.3 suite.</summary>
    public static int PrfAlgorithmOf(int cipherSuite) => cipherSuite == CipherSuite.TLS_AES_256_GCM_SHA384
        ? PrfAlgorithm.tls13_hkdf_sha384
        : PrfAlgorithm.tls13_hkdf_sha256;

    /// <summary>A scheme as BouncyCastle names it.</summary>
    public static SignatureAndHashAlgorithm ToAlgorithm(SignatureSchemeEntry scheme) =>
        SignatureScheme.GetSignatureAndHashAlgorithm(scheme.Id);

    /// <summary>The scheme of a signature; null for one without a name in the table (TLS 1.1 and below).</summary>
    public static SignatureSchemeEntry? FromAlgorithm(SignatureAndHashAlgorithm? algorithm) =>
        algorithm is null ? null : SignatureSchemeTable.ById(SignatureScheme.From(algorithm));

    /// <summary>The schemes of a peer's list, without those that have no name in the table.</summary>
    public static List<SignatureSchemeEntry> FromAlgorithms(IList<SignatureAndHashAlgorithm> algorithms)
    {
        var schemes = new List<SignatureSchemeEntry>(algorithms.Count);
        foreach (SignatureAndHashAlgorithm algorithm in algorithms)
        {
            if (FromAlgorithm(algorithm) is { } scheme)
            {
                schemes.Add(scheme);
            }
        }

        return schemes;
    }
}
