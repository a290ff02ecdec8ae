using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;

namespace IronSsl.Tls.Tests.Support;

/// <summary>A good ECDSA signature in wrong encodings, and encodings of values that are none.</summary>
internal static class DssForms
{
    private static readonly BigInteger s_order = new(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"),
        isUnsigned: true, isBigEndian: true);

    private static readonly Dictionary<string, Func<BigInteger, BigInteger, byte[]>> s_forms = new()
    {
        ["a length of two octets where one is enough"] = static (r, s) => WithLength(0x81, Content(r, s)),
        ["a length of three octets"] = static (r, s) => WithLength(0x82, Content(r, s)),
        ["an indefinite length"] = static (r, s) => [0x30, 0x80, .. Content(r, s), 0, 0],
        ["a long length inside"] = static (r, s) => Sequence([2, 0x81, .. Element(r)[1..], .. Element(s)]),
        ["a needless zero before r"] = static (r, s) => Sequence([.. Padded(r), .. Element(s)]),
        ["a needless zero before s"] = static (r, s) => Sequence([.. Element(r), .. Padded(s)]),
        ["r without its sign's zero"] = static (r, s) => Sequence([.. Unsigned(r), .. Element(s)]),
        ["s without its sign's zero"] = static (r, s) => Sequence([.. Element(r), .. Unsigned(s)]),
        ["r negative"] = static (r, s) => Sequence(Content(-r, s)),
        ["s negative"] = static (r, s) => Sequence(Content(r, -s)),
        ["r zero"] = static (r, s) => Sequence(Content(0, s)),
        ["s zero"] = static (r, s) => Sequence(Content(r, 0)),
        ["both zero"] = static (r, s) => Sequence(Content(0, 0)),
        ["r plus the order"] = static (r, s) => Sequence(Content(r + s_order, s)),
        ["s plus the order"] = static (r, s) => Sequence(Content(r, s + s_order)),
        ["r the order"] = static (r, s) => Sequence(Content(s_order, s)),
        ["a hundred octets of r"] = static (r, s) => Sequence(Content(r + (s_order << 544), s)),
        ["an octet after the sequence"] = static (r, s) => [.. Sequence(Content(r, s)), 0],
        ["an octet before the sequence"] = static (r, s) => [0, .. Sequence(Content(r, s))],
        ["a third integer"] = static (r, s) => Sequence([.. Content(r, s), 2, 1, 1]),
        ["one integer"] = static (r, s) => Sequence(Element(r)),
        ["no integer"] = static (r, s) => [0x30, 0],
        ["an integer of no octets"] = static (r, s) => Sequence([2, 0, .. Element(s)]),
        ["a set"] = static (r, s) => [0x31, .. Sequence(Content(r, s))[1..]],
        ["enumerations for integers"] = static (r, s) => Sequence([0x0A, .. Element(r)[1..], 0x0A, .. Element(s)[1..]]),
        ["fixed fields, as in IEEE P1363"] = static (r, s) => [.. Fixed(r), .. Fixed(s)],
        ["nothing"] = static (r, s) => [],
    };

    /// <summary>What the forms are called.</summary>
    public static IEnumerable<string> Names => s_forms.Keys;

    /// <summary>
    /// A signature over P-256 in a wrong form. The right one must have r and s with the highest bit set, or some forms
    /// would be no wrong ones: see <see cref="IsTelling"/>.
    /// </summary>
    public static byte[] Make(string name, byte[] signature)
    {
        (BigInteger r, BigInteger s) = Read(signature);
        return s_forms[name](r, s);
    }

    /// <summary>Whether both integers of a signature need a zero before them.</summary>
    public static bool IsTelling(byte[] signature)
    {
        (BigInteger r, BigInteger s) = Read(signature);
        return r.GetBitLength() == 256 && s.GetBitLength() == 256;
    }

    /// <summary>Signs until the signature is telling.</summary>
    public static byte[] Sign(ECDsa key, byte[] data)
    {
        byte[] signature;
        do
        {
            signature = key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        while (!IsTelling(signature));
        return signature;
    }

    private static (BigInteger R, BigInteger S) Read(byte[] signature)
    {
        AsnReader sequence = new AsnReader(signature, AsnEncodingRules.DER).ReadSequence();
        return (sequence.ReadInteger(), sequence.ReadInteger());
    }

    private static byte[] Content(BigInteger r, BigInteger s) => [.. Element(r), .. Element(s)];

    private static byte[] Element(BigInteger value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteInteger(value);
        return writer.Encode();
    }

    private static byte[] Padded(BigInteger value) => Integer([0, .. value.ToByteArray(isBigEndian: true)]);

    private static byte[] Unsigned(BigInteger value) => Integer(Fixed(value));

    private static byte[] Integer(byte[] content) => [2, (byte)content.Length, .. content];

    private static byte[] Fixed(BigInteger value)
    {
        byte[] bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. Enumerable.Repeat((byte)0, 32 - bytes.Length), .. bytes];
    }

    private static byte[] Sequence(byte[] content) => content.Length < 0x80
        ? [0x30, (byte)content.Length, .. content]
        : WithLength(0x81, content);

    private static byte[] WithLength(byte first, byte[] content) => first == 0x81
        ? [0x30, first, (byte)content.Length, .. content]
        : [0x30, first, 0, (byte)content.Length, .. content];
}
