using System;
using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Negotiation;
using Org.BouncyCastle.Tls;
using Curve = IronSsl.Tls.OpenSsl.Curve;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>key_share (RFC 8446 section 4.2.8): struct { NamedGroup group; opaque key_exchange&lt;1..2^16-1&gt;; }
/// KeyShareEntry; KeyShareEntry client_shares&lt;0..2^16-1&gt;; the answer is one entry, that of a HelloRetryRequest a
/// group. BouncyCastle makes and uses the shares.</summary>
internal static class KeyShareExtension
{
    // FIPS 203 table 3: the encapsulation key, which a client sends, and the ciphertext, which a server sends.
    private const int MlKem768Key = 1184;
    private const int MlKem768Text = 1088;
    private const int MlKem1024Key = 1568;
    private const int MlKem1024Text = 1568;

    /// <summary>Client: the groups for which a share goes with the first ClientHello.</summary>
    public static IList<int>? Offer(Offer offer) => offer.GroupIds13 is [var group, ..] ? [group] : null;

    /// <summary>Server: the groups of the shares, which are of supported_groups, and one for each at most.</summary>
    public static int[] Read(ReadOnlySpan<byte> data, int[] groups)
    {
        var reader = new HandshakeReader(data, "LENGTH_MISMATCH");
        var list = new HandshakeReader(reader.ReadVector16(), "LENGTH_MISMATCH");
        reader.RequireEnd();
        if (groups.Length == 0)
        {
            throw FailureAlert.Ssl(AlertDescription.missing_extension, "MISSING_SUPPORTED_GROUPS_EXTENSION");
        }

        var shares = new List<int>();
        while (!list.IsAtEnd)
        {
            int group = list.ReadUInt16();
            ReadOnlySpan<byte> share = list.ReadVector16(1);
            RequireLength(group, share, isClients: true);
            if (!groups.Contains(group) || shares.Contains(group))
            {
                throw Bad();
            }

            shares.Add(group);
        }

        return [.. shares];
    }

    /// <summary>Client: the share of a ServerHello is for a group for which the ClientHello has one.</summary>
    public static void RequireAnswer(ReadOnlySpan<byte> data, ReadOnlySpan<byte> sent)
    {
        var reader = new HandshakeReader(data, "LENGTH_MISMATCH");
        int group = reader.ReadUInt16();
        if (!HasShare(sent, group))
        {
            throw Bad();
        }

        RequireLength(group, reader.ReadVector16(1), isClients: false);
        reader.RequireEnd();
    }

    /// <summary>Client: a HelloRetryRequest names a group that was offered, and for which there was no share.</summary>
    public static void RequireRetry(ReadOnlySpan<byte> data, ReadOnlySpan<byte> sent, Offer offer)
    {
        var reader = new HandshakeReader(data, "LENGTH_MISMATCH");
        int group = reader.ReadUInt16();
        reader.RequireEnd();
        if (HasShare(sent, group) || !offer.GroupIds13.Contains(group))
        {
            throw Bad();
        }
    }

    // Whether a ClientHello has a share for that group.
    private static bool HasShare(ReadOnlySpan<byte> sent, int group)
    {
        var reader = new HandshakeReader(sent[sizeof(ushort)..], "LENGTH_MISMATCH");
        while (!reader.IsAtEnd)
        {
            int candidate = reader.ReadUInt16();
            reader.ReadVector16();
            if (candidate == group)
            {
                return true;
            }
        }

        return false;
    }

    private static FailureAlert Bad() => FailureAlert.Ssl(AlertDescription.illegal_parameter, "BAD_KEY_SHARE");

    // BouncyCastle 2.7.0 cuts a share that is made of two without looking at its length; that of others is checked
    // where they are used.
    private static void RequireLength(int group, ReadOnlySpan<byte> share, bool isClients)
    {
        int length = group switch
        {
            NamedGroup.X25519MLKEM768 => Curve.X25519.PointBytes + (isClients ? MlKem768Key : MlKem768Text),
            NamedGroup.SecP256r1MLKEM768 => Curve.P256.PointBytes + (isClients ? MlKem768Key : MlKem768Text),
            NamedGroup.SecP384r1MLKEM1024 => Curve.P384.PointBytes + (isClients ? MlKem1024Key : MlKem1024Text),
            _ => share.Length,
        };
        if (share.Length != length)
        {
            throw FailureAlert.Ssl(AlertDescription.illegal_parameter, "BAD_ECPOINT");
        }
    }
}
