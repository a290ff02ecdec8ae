using System;
using System.Formats.Asn1;
using System.Numerics;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Asn1;
using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Parameters;

namespace IronSsl.Tls.X509.Pem;

/// <summary>Reads a Diffie-Hellman group, as OpenSSL `PEM_read_bio_DHparams` does.</summary>
internal static class DhParameterFile
{
    // OpenSSL `OPENSSL_DH_MAX_MODULUS_BITS`; it bounds the work of every handshake.
    private const int MaximumBits = 10_000;

    private const string X942Label = "X9.42 DH PARAMETERS";

    private static readonly DHParameters[] s_namedGroups =
    [
        DHStandardGroups.rfc3526_1536, DHStandardGroups.rfc3526_2048, DHStandardGroups.rfc3526_3072,
        DHStandardGroups.rfc3526_4096, DHStandardGroups.rfc3526_6144, DHStandardGroups.rfc3526_8192,
        DHStandardGroups.rfc7919_ffdhe2048, DHStandardGroups.rfc7919_ffdhe3072, DHStandardGroups.rfc7919_ffdhe4096,
        DHStandardGroups.rfc7919_ffdhe6144, DHStandardGroups.rfc7919_ffdhe8192,
    ];

    /// <summary>The first group in a PEM file.</summary>
    /// <exception cref="TlsFailure">
    /// PEM with NO_START_LINE when there is none, with ASN1_LIB for one that is malformed; SSL with DH_KEY_TOO_SMALL
    /// for the level; DH for an unsafe group, which OpenSSL takes.
    /// </exception>
    public static DhGroup Read(string path, int securityLevel)
    {
        DhGroup group = Parse(path);
        if (!SecurityLevel.AllowsDhKey(securityLevel, (int)group.Prime.GetBitLength(), group.ExponentBits))
        {
            throw TlsFailure.Ssl("DH_KEY_TOO_SMALL");
        }

        RequireSafe(group);
        return group;
    }

    /// <summary>The group as it stands in the file, whether or not it can be used.</summary>
    internal static DhGroup Parse(string path)
    {
        var reader = new PemReader(BoundedFile.Read(path));
        if (!reader.TryRead(label => label is "DH PARAMETERS" or X942Label, out PemBlock? block))
        {
            throw TlsFailure.Of("PEM", "NO_START_LINE");
        }

        using (block)
        {
            PemEncryption.RefuseEncrypted(block);
            return Parse(block);
        }
    }

    private static DhGroup Parse(PemBlock block)
    {
        try
        {
            Asn1Cursor fields = new Asn1Cursor(block.Data).ReadSequence();
            BigInteger prime = ReadUnsigned(ref fields);
            BigInteger generator = ReadUnsigned(ref fields);
            int? exponentBits = block.Label == X942Label ? ReadSubgroup(ref fields) : ReadLength(ref fields);
            fields.ExpectEnd();
            if (block.Label != X942Label && generator == 2 && IsNamed(prime))
            {
                // OpenSSL `ossl_dh_cache_named_group`: of a group that it knows, it knows the order too, and goes by
                // that.
                exponentBits = null;
            }

            return new DhGroup(prime, generator, exponentBits);
        }
        catch (AsnContentException e)
        {
            throw TlsFailure.Of("PEM", "ASN1_LIB", e);
        }
    }

    /// <summary>The rest of a DHParameter (PKCS #3): the length of private values, if there is one.</summary>
    private static int? ReadLength(ref Asn1Cursor fields)
    {
        if (fields.IsEmpty)
        {
            return null;
        }

        BigInteger length = fields.ReadInteger();
        if (length < int.MinValue || length > int.MaxValue)
        {
            throw new AsnContentException("Too long.");
        }

        // OpenSSL `DH_security_bits` compares without asking for the sign, and takes a negative length for none.
        return length.Sign > 0 ? (int)length : null;
    }

    /// <summary>The rest of DomainParameters (RFC 3279 section 2.3.3): the order of the subgroup, a factor, and how
    /// they were made.</summary>
    private static int? ReadSubgroup(ref Asn1Cursor fields)
    {
        int bits = (int)ReadUnsigned(ref fields).GetBitLength();
        if (fields.NextIs(UniversalTagNumber.Integer))
        {
            fields.ReadUnsignedBytes();
        }

        if (fields.NextIs(UniversalTagNumber.Sequence))
        {
            Asn1Cursor validation = fields.ReadSequence();
            validation.ReadBitString(out _);
            validation.ReadUnsignedBytes();
            validation.ExpectEnd();
        }

        return bits;
    }

    private static BigInteger ReadUnsigned(ref Asn1Cursor fields) =>
        new(fields.ReadUnsignedBytes().Span, isUnsigned: true, isBigEndian: true);

    /// <summary>Whether the prime is one of RFC 3526 or RFC 7919.</summary>
    private static bool IsNamed(BigInteger prime)
    {
        var wanted = new Org.BouncyCastle.Math.BigInteger(1, prime.ToByteArray(isUnsigned: true, isBigEndian: true));
        return Array.Exists(s_namedGroups, group => group.P.Equals(wanted));
    }

    private static void RequireSafe(DhGroup group)
    {
        if (group.Prime.GetBitLength() > MaximumBits)
        {
            throw TlsFailure.Of("DH", "MODULUS_TOO_LARGE");
        }

        // An even modulus or a generator of a trivial subgroup would give the shared secret away.
        if (group.Prime.IsEven || group.Generator <= BigInteger.One || group.Generator >= group.Prime - BigInteger.One)
        {
            throw TlsFailure.Of("DH", "BAD_GENERATOR");
        }
    }
}
