using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using System.Security.Cryptography;
using IronSsl.Tls.X509.Asn1;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>
/// A digest of a certificate's signature. The platform computes those that it has everywhere, BouncyCastle the others.
/// </summary>
internal sealed class DigestAlgorithm
{
    public static readonly DigestAlgorithm Md5 = new("MD5", Oids.Md5, 16, HashAlgorithmName.MD5, MD5.HashData);
    public static readonly DigestAlgorithm Sha1 = new("SHA1", Oids.Sha1, 20, HashAlgorithmName.SHA1, SHA1.HashData);
    public static readonly DigestAlgorithm Sha256 =
        new("SHA256", Oids.Sha256, 32, HashAlgorithmName.SHA256, SHA256.HashData);
    public static readonly DigestAlgorithm Sha384 =
        new("SHA384", Oids.Sha384, 48, HashAlgorithmName.SHA384, SHA384.HashData);
    public static readonly DigestAlgorithm Sha512 =
        new("SHA512", Oids.Sha512, 64, HashAlgorithmName.SHA512, SHA512.HashData);
    public static readonly DigestAlgorithm Sha224 = new("SHA224", Oids.Sha224, 28, () => new Sha224Digest());
    public static readonly DigestAlgorithm Sha512With224 =
        new("SHA512-224", Oids.Sha512With224, 28, () => new Sha512tDigest(224));
    public static readonly DigestAlgorithm Sha512With256 =
        new("SHA512-256", Oids.Sha512With256, 32, () => new Sha512tDigest(256));
    public static readonly DigestAlgorithm Sha3With224 =
        new("SHA3-224", Oids.Sha3With224, 28, () => new Sha3Digest(224));
    public static readonly DigestAlgorithm Sha3With256 =
        new("SHA3-256", Oids.Sha3With256, 32, () => new Sha3Digest(256));
    public static readonly DigestAlgorithm Sha3With384 =
        new("SHA3-384", Oids.Sha3With384, 48, () => new Sha3Digest(384));
    public static readonly DigestAlgorithm Sha3With512 =
        new("SHA3-512", Oids.Sha3With512, 64, () => new Sha3Digest(512));

    private static readonly Dictionary<string, DigestAlgorithm> s_byOid = new()
    {
        [Md5.Oid] = Md5,
        [Sha1.Oid] = Sha1,
        [Sha224.Oid] = Sha224,
        [Sha256.Oid] = Sha256,
        [Sha384.Oid] = Sha384,
        [Sha512.Oid] = Sha512,
        [Sha512With224.Oid] = Sha512With224,
        [Sha512With256.Oid] = Sha512With256,
        [Sha3With224.Oid] = Sha3With224,
        [Sha3With256.Oid] = Sha3With256,
        [Sha3With384.Oid] = Sha3With384,
        [Sha3With512.Oid] = Sha3With512,
    };

    private readonly PlatformDigest? _compute;
    private readonly Func<IDigest>? _create;

    private DigestAlgorithm(
        string name, string oid, int bytes, HashAlgorithmName platformName, PlatformDigest compute)
    {
        Name = name;
        Oid = oid;
        Bytes = bytes;
        PlatformName = platformName;
        _compute = compute;
    }

    private DigestAlgorithm(string name, string oid, int bytes, Func<IDigest> create)
    {
        Name = name;
        Oid = oid;
        Bytes = bytes;
        _create = create;
    }

    private delegate int PlatformDigest(ReadOnlySpan<byte> data, Span<byte> digest);

    /// <summary>OpenSSL's name for it.</summary>
    public string Name { get; }

    public string Oid { get; }

    /// <summary>The length of the digest.</summary>
    public int Bytes { get; }

    /// <summary>.NET's name for it, null when .NET has it not on every platform.</summary>
    public HashAlgorithmName? PlatformName { get; }

    /// <summary>Reads an AlgorithmIdentifier; null when the digest is not known.</summary>
    /// <exception cref="AsnContentException">It is not an AlgorithmIdentifier.</exception>
    public static DigestAlgorithm? TryDecode(Asn1Cursor cursor) =>
        s_byOid.GetValueOrDefault(cursor.ReadSequence().ReadOid());

    /// <summary>The digest with OpenSSL's name; null when there is none.</summary>
    public static DigestAlgorithm? ByName(string name) => s_byOid.Values.FirstOrDefault(digest => digest.Name == name);

    /// <summary>The digest of <paramref name="data"/>.</summary>
    public byte[] Compute(ReadOnlySpan<byte> data)
    {
        if (_compute is not null)
        {
            byte[] result = new byte[Bytes];
            _compute(data, result);
            return result;
        }

        IDigest digest = _create!();
        digest.BlockUpdate(data);
        byte[] hash = new byte[Bytes];
        digest.DoFinal(hash, 0);
        return hash;
    }
}
