using System;
using System.Formats.Asn1;
using System.Numerics;
using IronSsl.OpenSsl;

namespace IronSsl.X509;

/// <summary>Reads a Diffie-Hellman group, as OpenSSL `PEM_read_bio_DHparams` does.</summary>
internal static class DhParameterFile
{
    // OpenSSL `OPENSSL_DH_MAX_MODULUS_BITS`; it bounds the work of every handshake.
    private const int MaximumBits = 10_000;

    /// <summary>The prime and the generator of the first group in a PEM file.</summary>
    /// <exception cref="TlsFailure">PEM/NO_START_LINE when there is none, and others for one that's malformed.</exception>
    public static (BigInteger Prime, BigInteger Generator) Read(string path)
    {
        var reader = new PemReader(BoundedFile.Read(path));
        if (!reader.TryRead(label => label is "DH PARAMETERS" or "X9.42 DH PARAMETERS", out PemBlock? block))
        {
            throw TlsFailure.Of("PEM", "NO_START_LINE");
        }

        using (block)
        {
            return Parse(block.Data);
        }
    }

    // PKCS #3: DHParameter ::= SEQUENCE { prime INTEGER, base INTEGER, privateValueLength INTEGER OPTIONAL }
    // X9.42 (RFC 3279 section 2.3.3): DomainParameters ::= SEQUENCE { p INTEGER, g INTEGER, q INTEGER, ... }
    private static (BigInteger Prime, BigInteger Generator) Parse(ReadOnlyMemory<byte> der)
    {
        BigInteger prime;
        BigInteger generator;
        try
        {
            AsnReader sequence = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            prime = sequence.ReadInteger();
            generator = sequence.ReadInteger();
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

        return (prime, generator);
    }
}
