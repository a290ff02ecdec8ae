using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Numerics;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Asn1;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>A signature algorithm of X.509, decoded from an AlgorithmIdentifier.</summary>
/// <param name="KeyKind">
/// The kind of key that makes such signatures; <see cref="PublicKeyKind.RsaPss"/> also fits plain RSA keys.
/// </param>
/// <param name="Digest">What is signed; null for Edwards curves, which hash for themselves.</param>
internal sealed record SignatureAlgorithm(PublicKeyKind KeyKind, DigestAlgorithm? Digest)
{

    // What OpenSSL 3.0 pairs with a kind of key (`OBJ_find_sigid_algs`), without its national and long broken ones.
    private static readonly Dictionary<string, SignatureAlgorithm> s_byOid = new()
    {
        [Oids.RsaWithMd5] = new(PublicKeyKind.Rsa, DigestAlgorithm.Md5),
        [Oids.RsaWithSha1] = new(PublicKeyKind.Rsa, DigestAlgorithm.Sha1),
        [Oids.RsaWithSha1OfOiw] = new(PublicKeyKind.Rsa, DigestAlgorithm.Sha1),
        [Oids.RsaWithSha224] = new(PublicKeyKind.Rsa, DigestAlgorithm.Sha224),
        [Oids.RsaWithSha256] = new(PublicKeyKind.Rsa, DigestAlgorithm.Sha256),
        [Oids.RsaWithSha384] = new(PublicKeyKind.Rsa, DigestAlgorithm.Sha384),
        [Oids.RsaWithSha512] = new(PublicKeyKind.Rsa, DigestAlgorithm.Sha512),
        [Oids.RsaWithSha3With224] = new(PublicKeyKind.Rsa, DigestAlgorithm.Sha3With224),
        [Oids.RsaWithSha3With256] = new(PublicKeyKind.Rsa, DigestAlgorithm.Sha3With256),
        [Oids.RsaWithSha3With384] = new(PublicKeyKind.Rsa, DigestAlgorithm.Sha3With384),
        [Oids.RsaWithSha3With512] = new(PublicKeyKind.Rsa, DigestAlgorithm.Sha3With512),
        [Oids.EcdsaWithSha1] = new(PublicKeyKind.Ec, DigestAlgorithm.Sha1),
        [Oids.EcdsaWithSha224] = new(PublicKeyKind.Ec, DigestAlgorithm.Sha224),
        [Oids.EcdsaWithSha256] = new(PublicKeyKind.Ec, DigestAlgorithm.Sha256),
        [Oids.EcdsaWithSha384] = new(PublicKeyKind.Ec, DigestAlgorithm.Sha384),
        [Oids.EcdsaWithSha512] = new(PublicKeyKind.Ec, DigestAlgorithm.Sha512),
        [Oids.DsaWithSha1] = new(PublicKeyKind.Dsa, DigestAlgorithm.Sha1),
        [Oids.DsaWithSha224] = new(PublicKeyKind.Dsa, DigestAlgorithm.Sha224),
        [Oids.DsaWithSha256] = new(PublicKeyKind.Dsa, DigestAlgorithm.Sha256),
        [Oids.Ed25519] = new(PublicKeyKind.Ed25519, null),
        [Oids.Ed448] = new(PublicKeyKind.Ed448, null),
    };

    /// <summary>For PSS: the digest of the mask generation function.</summary>
    public DigestAlgorithm? MaskDigest { get; private init; }

    /// <summary>For PSS: the salt's length.</summary>
    public int SaltBytes { get; private init; }

    /// <summary>
    /// Whether a security level takes such signatures (OpenSSL `check_sig_level`), with the bits of
    /// `x509_sig_info_init`.
    /// </summary>
    public bool IsStrongEnough(int level) => KeyKind switch
    {
        PublicKeyKind.Ed25519 => SecurityLevel.AllowsEd25519(level),
        PublicKeyKind.Ed448 => SecurityLevel.AllowsEd448(level),
        _ => SecurityLevel.AllowsDigest(level, Digest!.Name),
    };

    /// <summary>Decodes an AlgorithmIdentifier; null when the algorithm or its parameters are not known.</summary>
    public static SignatureAlgorithm? TryDecode(ReadOnlyMemory<byte> algorithmIdentifier)
    {
        try
        {
            Asn1Cursor fields = new Asn1Cursor(algorithmIdentifier).ReadSequence();
            string oid = fields.ReadOid();
            return oid == Oids.RsaPssKey ? DecodePss(fields) : s_byOid.GetValueOrDefault(oid);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>The parameters of a key that is restricted to RSASSA-PSS; null when they are something else.</summary>
    public static SignatureAlgorithm? TryDecodePssKey(ReadOnlyMemory<byte> parameters)
    {
        try
        {
            var fields = new Asn1Cursor(parameters);
            return fields.NextIs(UniversalTagNumber.Sequence) ? DecodePss(fields, forKey: true) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Whether the algorithm, whatever its parameters, is one for keys of a kind.</summary>
    public static bool FitsKey(string oid, PublicKeyKind key) => oid switch
    {
        Oids.RsaPssKey => key is PublicKeyKind.RsaPss or PublicKeyKind.Rsa,

        // MD2, MD4 and RIPEMD-160, which no signature is checked with.
        Oids.RsaWithMd2 or Oids.RsaWithMd4 or Oids.RsaWithRipeMd160 => key == PublicKeyKind.Rsa,
        _ => s_byOid.GetValueOrDefault(oid) is { } known && known.FitsKey(key),
    };

    /// <summary>Whether a key of this kind can have made such a signature (OpenSSL `check_sig_alg_match`).</summary>
    public bool FitsKey(PublicKeyKind issuerKey) =>
        issuerKey == KeyKind || (issuerKey == PublicKeyKind.Rsa && KeyKind == PublicKeyKind.RsaPss);

    /// <summary>RSASSA-PSS-params (RFC 4055 section 3.1): every field has a default that goes back to SHA-1.</summary>
    /// <param name="fields">The parameters.</param>
    /// <param name="forKey">Of a key OpenSSL looks at the digests only, until it signs.</param>
    private static SignatureAlgorithm? DecodePss(Asn1Cursor fields, bool forKey = false)
    {
        DigestAlgorithm? digest = DigestAlgorithm.Sha1;
        DigestAlgorithm? mask = DigestAlgorithm.Sha1;
        BigInteger salt = 20;
        if (!fields.IsEmpty && !fields.NextIs(UniversalTagNumber.Null))
        {
            Asn1Cursor parameters = fields.ReadSequence();
            if (parameters.NextIsContext(0))
            {
                digest = DigestAlgorithm.TryDecode(parameters.ReadContext(0));
            }

            if (parameters.NextIsContext(1))
            {
                Asn1Cursor generator = parameters.ReadContext(1).ReadSequence();
                mask = generator.ReadOid() == Oids.Mgf1 ? DigestAlgorithm.TryDecode(generator) : null;
            }

            if (parameters.NextIsContext(2))
            {
                salt = parameters.ReadContext(2).ReadInteger();
            }

            if (parameters.NextIsContext(3) && !parameters.ReadContext(3).ReadInteger().IsOne && !forKey)
            {
                return null;
            }

            parameters.ExpectEnd();
        }

        bool hasSalt = salt.Sign >= 0 && salt <= 1024;
        return digest is null || mask is null || !(hasSalt || forKey)
            ? null
            : new SignatureAlgorithm(PublicKeyKind.RsaPss, digest)
            {
                MaskDigest = mask,
                SaltBytes = hasSalt ? (int)salt : int.MaxValue,
            };
    }
}
