using System;
using System.Numerics;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;
using BcBigInteger = Org.BouncyCastle.Math.BigInteger;
using CipherSuite = IronSsl.Tls.OpenSsl.Ciphers.CipherSuite;

namespace IronSsl.Tls.Engine.Rules;

/// <summary>
/// The key exchange messages of TLS 1.2 and below: their form, and that curve, point and signature scheme are ones that
/// were offered. OpenSSL `tls_process_key_exchange` and `tls_process_client_key_exchange`. The class that
/// computes with a point checks that it is on its curve.
/// </summary>
internal static class KeyExchangeRules
{
    // OpenSSL's `PSK_MAX_IDENTITY_LEN`.
    private const int MaximumPskIdentityBytes = 256;

    private const int NamedCurve = 3;
    private const byte Uncompressed = 4;

    /// <summary>
    /// A ServerKeyExchange; answers the curve and the scheme of the signature, as far as it has them.
    /// </summary>
    /// <param name="body">The message.</param>
    /// <param name="suite">What was agreed on.</param>
    /// <param name="version">The version that was agreed on.</param>
    /// <param name="offer">What the client offers.</param>
    /// <param name="key">The key in the server's certificate; null for a suite without one.</param>
    /// <param name="securityLevel">How strong a group has to be.</param>
    /// <remarks>
    /// ECDHE (RFC 8422 section 5.4): curve_type, namedcurve, opaque point&lt;1..2^8-1&gt;. DHE (RFC 5246 section
    /// 7.4.3): opaque p, g and Ys&lt;1..2^16-1&gt;. Before them, with a pre-shared key, opaque
    /// psk_identity_hint&lt;0..2^16-1&gt; (RFC 4279 section 2), behind them, with a certificate, scheme and opaque
    /// signature&lt;0..2^16-1&gt;.
    /// </remarks>
    public static (NamedGroupEntry? Group, SignatureSchemeEntry? Scheme) RequireOfServer(
        ReadOnlySpan<byte> body, CipherSuite suite, int version, Offer offer, SubjectPublicKey? key, int securityLevel)
    {
        var reader = new HandshakeReader(body, "LENGTH_MISMATCH");
        bool isPsk = suite.KeyExchange.Contains("PSK", StringComparison.Ordinal);
        if (isPsk && reader.ReadVector16().Length > MaximumPskIdentityBytes)
        {
            throw FailureAlert.Ssl(BcAlert.handshake_failure, "DATA_LENGTH_TOO_LONG");
        }

        NamedGroupEntry? group = null;
        switch (suite.KeyExchange)
        {
            case "ECDH" or "ECDHEPSK":
                RequireLength(reader, 1 + sizeof(ushort));
                int curveType = reader.ReadUInt8();
                group = RequireCurve(curveType, reader.ReadUInt16(), version, offer);
                RequirePoint(reader.ReadVector8(), group.Id, "BAD_ECPOINT");
                break;
            case "DH" or "DHEPSK":
                BigInteger prime = ReadNumber(ref reader);
                BigInteger generator = ReadNumber(ref reader);
                BigInteger value = ReadNumber(ref reader);
                if (prime.IsZero || generator.IsZero)
                {
                    throw FailureAlert.Ssl(BcAlert.illegal_parameter, "BAD_DH_VALUE");
                }

                RequireValueOf(prime, value, "BAD_DH_VALUE");

                // BouncyCastle asks for groups only that have no number.
                new DhGroupVerifier(securityLevel).Accept(new Org.BouncyCastle.Tls.Crypto.DHGroup(
                    ToBouncyCastle(prime), null, ToBouncyCastle(generator), 0));
                break;
        }

        if (isPsk || key is null)
        {
            return reader.IsAtEnd
                ? (group, null)
                : throw FailureAlert.Ssl(BcAlert.decode_error, "EXTRA_DATA_IN_MESSAGE");
        }

        SignatureSchemeEntry? scheme = null;
        if (version >= TlsVersion.Tls12)
        {
            RequireLength(reader, sizeof(ushort));
            scheme = SignatureRules.Require12(reader.ReadUInt16(), offer.Schemes, key, offer.GroupIds);
        }

        reader.ReadVector16();
        reader.RequireEnd();
        return (group, scheme);
    }

    /// <summary>A ClientKeyExchange.</summary>
    /// <param name="body">The message.</param>
    /// <param name="suite">What was agreed on.</param>
    /// <param name="group">The curve of our ServerKeyExchange; null when it had none.</param>
    /// <param name="parameters">The group of our DHE; null when there is none.</param>
    /// <remarks>
    /// RSA (RFC 5246 section 7.4.7.1): opaque encrypted secret&lt;0..2^16-1&gt;. ECDHE (RFC 8422 section 5.7): opaque
    /// point&lt;1..2^8-1&gt;. DHE (RFC 5246 section 7.4.7.2): opaque Yc&lt;1..2^16-1&gt;. Before them, with a
    /// pre-shared key, opaque psk_identity&lt;0..2^16-1&gt; (RFC 4279 section 2).
    /// </remarks>
    public static void RequireOfClient(
        ReadOnlySpan<byte> body, CipherSuite suite, NamedGroupEntry? group, DhParameters? parameters)
    {
        var reader = new HandshakeReader(body, "LENGTH_MISMATCH");
        if (suite.KeyExchange.Contains("PSK", StringComparison.Ordinal)
            && reader.ReadVector16().Length > MaximumPskIdentityBytes)
        {
            throw FailureAlert.Ssl(BcAlert.decode_error, "DATA_LENGTH_TOO_LONG");
        }

        switch (suite.KeyExchange)
        {
            case "RSA" or "RSAPSK":
                reader.ReadVector16();
                break;
            case "ECDH" or "ECDHEPSK":
                // RFC 8422 section 5.7: it could only be missing with a certificate that has the client's key.
                if (reader.IsAtEnd)
                {
                    throw FailureAlert.Ssl(BcAlert.handshake_failure, "MISSING_TMP_ECDH_KEY");
                }

                RequirePoint(reader.ReadVector8(), group!.Id, "BAD_KEY_SHARE");
                break;
            case "DH" or "DHEPSK":
                var value = new HandshakeReader(reader.Take(reader.Remaining), "DH_PUBLIC_VALUE_LENGTH_IS_WRONG");
                BigInteger number = ReadNumber(ref value);
                value.RequireEnd();
                if (body.Length <= sizeof(ushort))
                {
                    throw FailureAlert.Ssl(BcAlert.decode_error, "MISSING_TMP_DH_KEY");
                }

                RequireValueOf(parameters!.P, number, "BAD_KEY_SHARE");
                break;
        }

        reader.RequireEnd();
    }

    // opaque<1..2^16-1>, zero where it is empty.
    private static BigInteger ReadNumber(ref HandshakeReader reader) =>
        new(reader.ReadVector16(), isUnsigned: true, isBigEndian: true);

    private static BcBigInteger ToBouncyCastle(BigInteger number) =>
        new(1, number.ToByteArray(isUnsigned: true, isBigEndian: true));

    // RFC 7919 sections 3 and 4, which have the alert: 1 < Y < p - 1. OpenSSL `DH_check_pub_key`, with
    // illegal_parameter.
    private static void RequireValueOf(BigInteger prime, BigInteger value, string reason)
    {
        if (value <= BigInteger.One || value >= prime - BigInteger.One)
        {
            throw FailureAlert.Ssl(BcAlert.handshake_failure, reason);
        }
    }

    private static void RequireLength(HandshakeReader reader, int bytes)
    {
        if (reader.Remaining < bytes)
        {
            throw FailureAlert.Ssl(BcAlert.decode_error, "LENGTH_TOO_SHORT");
        }
    }

    // RFC 8422 sections 5.1 and 5.4: one of those that the client named, by its name.
    private static NamedGroupEntry RequireCurve(int curveType, int id, int version, Offer offer)
    {
        NamedGroupEntry? group = GroupTable.ById(id);
        return curveType == NamedCurve && group is { IsCurve: true } && offer.GroupIds.Contains(id)
            && NamedGroup.CanBeNegotiated(id, BouncyCastleNames.ToProtocolVersion(version))
                ? group
                : throw FailureAlert.Ssl(BcAlert.illegal_parameter, "WRONG_CURVE");
    }

    // RFC 8422 section 5.4.1: uncompressed, with coordinates of the field's length. RFC 7748 has one coordinate alone.
    private static void RequirePoint(ReadOnlySpan<byte> point, int group, string reason)
    {
        bool isWellFormed = Curve.ByGroup(group) is { } curve && point.Length == curve.PointBytes
            && (curve.Oid is null || point[0] == Uncompressed);
        if (!isWellFormed)
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, reason);
        }
    }
}
