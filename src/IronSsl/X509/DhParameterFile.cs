using System;
using System.Formats.Asn1;
using System.Numerics;
using IronSsl.OpenSsl;
using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Parameters;

namespace IronSsl.X509;

/// <summary>Reads a Diffie-Hellman group, as OpenSSL `PEM_read_bio_DHparams` does.</summary>
internal static class DhParameterFile
{
    // OpenSSL `OPENSSL_DH_MAX_MODULUS_BITS`; it bounds the work of every handshake.
    private const int MaximumBits = 10_000;

    private static readonly DHParameters[] s_namedGroups =
    [
        DHStandardGroups.rfc3526_1536, DHStandardGroups.rfc3526_2048, DHStandardGroups.rfc3526_3072,
        DHStandardGroups.rfc3526_4096, DHStandardGroups.rfc3526_6144, DHStandardGroups.rfc3526_8192,
        DHStandardGroups.rfc7919_ffdhe2048, DHStandardGroups.rfc7919_ffdhe3072, DHStandardGroups.rfc7919_ffdhe4096,
        DHStandardGroups.rfc7919_ffdhe6144, DHStandardGroups.rfc7919_ffdhe8192,
    ];

    /// <summary>The first group in a PEM file. The last part of the answer is the size of the subgroup's order, or that of
    /// the private exponents that the file asks for, as far as it tells: it limits the group's strength.</summary>
    /// <exception cref="TlsFailure">PEM/NO_START_LINE when there is none, and others for one that's malformed.</exception>
    public static (BigInteger Prime, BigInteger Generator, int? ExponentBits) Read(string path)
    {
        var reader = new PemReader(BoundedFile.Read(path));
        if (!reader.TryRead(label => label is "DH PARAMETERS" or "X9.42 DH PARAMETERS", out PemBlock? block))
        {
            throw TlsFailure.Of("PEM", "NO_START_LINE");
        }

        using (block)
        {
            return Parse(block.Data, hasSubgroup: block.Label.StartsWith("X9.42", StringComparison.Ordinal));
        }
    }

    // PKCS #3: DHParameter ::= SEQUENCE { prime INTEGER, base INTEGER, privateValueLength INTEGER OPTIONAL }
    // X9.42 (RFC 3279 section 2.3.3): DomainParameters ::= SEQUENCE { p INTEGER, g INTEGER, q INTEGER, ... }
    private static (BigInteger Prime, BigInteger Generator, int? ExponentBits) Parse(
        ReadOnlyMemory<byte> der, bool hasSubgroup)
    {
        BigInteger prime;
        BigInteger generator;
        int? exponentBits;
        try
        {
            AsnReader sequence = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            prime = sequence.ReadInteger();
            generator = sequence.ReadInteger();
            exponentBits = hasSubgroup ? (int)sequence.ReadInteger().GetBitLength() : ReadPrivateValueLength(sequence);
        }
        catch (AsnContentException e)
        {
            throw TlsFailure.Of("ASN1", "NESTED_ASN1_ERROR", e);
        }

        if (prime.GetBitLength() > MaximumBits)
        {
            throw TlsFailure.Of("DH", "MODULUS_TOO_LARGE");
        }

        // An even modulus or a generator of a trivial subgroup would give the shared secret away.
        if (prime.Sign <= 0 || prime.IsEven || generator <= BigInteger.One || generator >= prime - BigInteger.One)
        {
            throw TlsFailure.Of("DH", "BAD_GENERATOR");
        }

        // OpenSSL `ossl_dh_cache_named_group`: of a group that it knows, it knows the order too, and goes by that.
        return (prime, generator, !hasSubgroup && generator == 2 && IsNamed(prime) ? null : exponentBits);
    }

    /// <summary>The last field of PKCS #3's structure; null when it's absent or zero, which OpenSSL takes for absent.</summary>
    private static int? ReadPrivateValueLength(AsnReader sequence)
    {
        if (!sequence.HasData)
        {
            return null;
        }

        bool isSmall = sequence.TryReadInt32(out int length);
        sequence.ThrowIfNotEmpty();

        // OpenSSL `DH_security_bits` compares without asking for the sign, and takes a negative length for none.
        return isSmall && length > 0 ? length : null;
    }

    /// <summary>Whether the prime is one of RFC 3526 or RFC 7919.</summary>
    private static bool IsNamed(BigInteger prime)
    {
        var wanted = new Org.BouncyCastle.Math.BigInteger(1, prime.ToByteArray(isUnsigned: true, isBigEndian: true));
        return Array.Exists(s_namedGroups, group => group.P.Equals(wanted));
    }
}
