using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine.Handshake;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>pre_shared_key (RFC 8446 section 4.2.11): struct { opaque identity&lt;1..2^16-1&gt;; uint32
/// obfuscated_ticket_age; } PskIdentity; struct { PskIdentity identities&lt;7..2^16-1&gt;; PskBinderEntry
/// binders&lt;33..2^16-1&gt;; } OfferedPsks, with a binder for each identity; the answer is the number of an identity.
/// BouncyCastle makes and checks the binders.</summary>
internal static class PreSharedKeyExtension
{
    // PskBinderEntry is opaque<32..255>; one identity takes 7 bytes at least, one binder 33.
    private const int SmallestBinder = 32;
    private const int SmallestIdentities = 7;
    private const int SmallestBinders = 33;

    /// <summary>Client: puts the identities that are offered into a ClientHello, before its binders are computed.
    /// BouncyCastle leaves the age of a ticket at 0, but GnuTLS insists on the true one.</summary>
    public static void Send(IDictionary<int, byte[]> extensions, List<PskIdentity> identities) =>
        TlsExtensionsUtilities.AddPreSharedKeyClientHello(extensions, new OfferedPsks(identities));

    /// <summary>Client: the bytes that the binders for these keys take.</summary>
    public static int BindersSize(List<TlsPskExternal> psks)
    {
        const int Sha384Length = 48;
        const int Sha256Length = 32;
        return psks.Count == 0 ? 0 : 2 + psks.Sum(psk => 1 + HashLength(psk.PrfAlgorithm));

        static int HashLength(int algorithm) =>
            algorithm == PrfAlgorithm.tls13_hkdf_sha384 ? Sha384Length : Sha256Length;
    }

    /// <summary>Client: the key that a server has chosen, of those that were sent.</summary>
    public static TlsPskExternal ReadAnswer(ReadOnlySpan<byte> data, IReadOnlyList<TlsPskExternal> sent)
    {
        var reader = new HandshakeReader(data, "LENGTH_MISMATCH");
        int index = reader.ReadUInt16();
        reader.RequireEnd();
        return index < sent.Count
            ? sent[index]
            : throw FailureAlert.Ssl(AlertDescription.illegal_parameter, "BAD_PSK_IDENTITY");
    }

    /// <summary>Server: the identities.</summary>
    public static List<byte[]> Read(ReadOnlySpan<byte> data)
    {
        var reader = new HandshakeReader(data, "BAD_EXTENSION");
        var list = new HandshakeReader(reader.ReadVector16(SmallestIdentities), "BAD_EXTENSION");
        var binders = new HandshakeReader(reader.ReadVector16(SmallestBinders), "BAD_EXTENSION");
        reader.RequireEnd();
        var identities = new List<byte[]>();
        while (!list.IsAtEnd)
        {
            identities.Add(list.ReadVector16(1).ToArray());
            list.ReadUInt32();
        }

        int count = 0;
        for (; !binders.IsAtEnd; count++)
        {
            binders.ReadVector8(SmallestBinder);
        }

        return count == identities.Count ? identities : throw ExtensionRules.Bad();
    }

    /// <summary>Server: sets the ages of tickets to 0. BouncyCastle looks the chosen identity up with that age, which
    /// only keys agreed on outside of TLS have. The binder is computed over the message as it came, which stays as it
    /// is.</summary>
    public static void HideTicketAges(IDictionary<int, byte[]>? extensions)
    {
        const int AgeLength = 4;
        if (extensions is null || !extensions.TryGetValue(ExtensionType.pre_shared_key, out byte[]? data)
            || data.Length < sizeof(ushort))
        {
            return;
        }

        int end = Math.Min(data.Length, sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(data));
        int position = sizeof(ushort);
        while (position + sizeof(ushort) <= end)
        {
            position += sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(position));
            if (position + AgeLength > end)
            {
                return;
            }

            data.AsSpan(position, AgeLength).Clear();
            position += AgeLength;
        }
    }
}
