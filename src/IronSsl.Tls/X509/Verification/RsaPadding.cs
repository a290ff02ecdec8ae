using System;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// RSA signatures in the forms that .NET does not check: digests that it lacks on some platform, and PSS with a salt or
/// a mask digest other than the usual. Only public values are handled here, so time may depend on them.
/// </summary>
internal static class RsaPadding
{
    /// <summary>RFC 8017 section 8.2.2: the expected encoding is built and compared, nothing is parsed.</summary>
    public static bool VerifyPkcs1(
        RSAParameters key, DigestAlgorithm digest, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        byte[]? encoded = Recover(key, signature);
        if (encoded is null)
        {
            return false;
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(digest.Oid);
                writer.WriteNull();
            }

            writer.WriteOctetString(hash);
        }

        byte[] digestInfo = writer.Encode();
        if (encoded.Length < digestInfo.Length + 11)
        {
            return false;
        }

        byte[] expected = new byte[encoded.Length];
        expected.AsSpan().Fill(0xFF);
        expected[0] = 0;
        expected[1] = 1;
        expected[^(digestInfo.Length + 1)] = 0;
        digestInfo.CopyTo(expected, expected.Length - digestInfo.Length);
        return CryptographicOperations.FixedTimeEquals(expected, encoded);
    }

    /// <summary>RFC 8017 section 9.1.2, EMSA-PSS-VERIFY.</summary>
    public static bool VerifyPss(
        RSAParameters key, SignatureAlgorithm algorithm, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        byte[]? whole = Recover(key, signature);
        if (whole is null)
        {
            return false;
        }

        int modulusBits = (int)new BigInteger(key.Modulus, isUnsigned: true, isBigEndian: true).GetBitLength();
        int encodedBits = modulusBits - 1;
        int encodedBytes = (encodedBits + 7) / 8;
        if (whole.Length > encodedBytes && whole[0] != 0)
        {
            return false;
        }

        Span<byte> encoded = whole.AsSpan(whole.Length - encodedBytes);
        int saltBytes = algorithm.SaltBytes;
        if (encodedBytes < hash.Length + saltBytes + 2 || encoded[^1] != 0xBC)
        {
            return false;
        }

        int blockBytes = encodedBytes - hash.Length - 1;
        Span<byte> block = encoded[..blockBytes];
        ReadOnlySpan<byte> mark = encoded.Slice(blockBytes, hash.Length);
        byte topMask = (byte)(0xFF >> ((8 * encodedBytes) - encodedBits));
        if ((block[0] & ~topMask) != 0)
        {
            return false;
        }

        ApplyMask(block, mark, algorithm.MaskDigest!);
        block[0] &= topMask;
        int separator = blockBytes - saltBytes - 1;
        if (block[..separator].ContainsAnyExcept((byte)0) || block[separator] != 1)
        {
            return false;
        }

        byte[] message = new byte[8 + hash.Length + saltBytes];
        hash.CopyTo(message.AsSpan(8));
        block[(separator + 1)..].CopyTo(message.AsSpan(8 + hash.Length));
        return CryptographicOperations.FixedTimeEquals(algorithm.Digest!.Compute(message), mark);
    }

    /// <summary>The RSA public operation, as long as the modulus; null when the signature is out of range.</summary>
    private static byte[]? Recover(RSAParameters key, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != key.Modulus!.Length)
        {
            return null;
        }

        var modulus = new BigInteger(key.Modulus, isUnsigned: true, isBigEndian: true);
        var value = new BigInteger(signature, isUnsigned: true, isBigEndian: true);
        if (value >= modulus)
        {
            return null;
        }

        var exponent = new BigInteger(key.Exponent, isUnsigned: true, isBigEndian: true);
        byte[] number = BigInteger.ModPow(value, exponent, modulus).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] whole = new byte[key.Modulus.Length];
        number.CopyTo(whole, whole.Length - number.Length);
        return whole;
    }

    /// <summary>MGF1 (RFC 8017 appendix B.2.1), added to <paramref name="block"/>.</summary>
    private static void ApplyMask(Span<byte> block, ReadOnlySpan<byte> seed, DigestAlgorithm digest)
    {
        byte[] input = new byte[seed.Length + 4];
        seed.CopyTo(input);
        for (int offset = 0, counter = 0; offset < block.Length; offset += digest.Bytes, counter++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(seed.Length), counter);
            byte[] mask = digest.Compute(input);
            for (int i = 0; i < mask.Length && offset + i < block.Length; i++)
            {
                block[offset + i] ^= mask[i];
            }
        }
    }
}
