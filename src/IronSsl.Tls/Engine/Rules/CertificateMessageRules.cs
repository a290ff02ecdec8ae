using System;
using System.Collections.Generic;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Rules;

/// <summary>A Certificate message (RFC 8446 section 4.4.2, RFC 5246 section 7.4.2): its form, and in TLS 1.3 that each
/// extension in it was asked for.</summary>
internal static class CertificateMessageRules
{
    /// <summary>A server's, whose extensions answer those of the ClientHello; OpenSSL
    /// `tls_process_server_certificate`.</summary>
    public static void RequireOfServer(ReadOnlySpan<byte> body, IDictionary<int, byte[]> asked)
    {
        // Section 4.4.2.4: one certificate at least.
        const int SmallestList = 1;
        var reader = new HandshakeReader(body, "LENGTH_MISMATCH");
        if (!reader.ReadVector8().IsEmpty)
        {
            throw reader.Malformed();
        }

        ReadOnlySpan<byte> list = reader.ReadVector24(SmallestList);
        reader.RequireEnd();
        RequireEntries(list, asked);
    }

    /// <summary>A client's, which answers the request with that context. We ask for no extension; OpenSSL
    /// `tls_process_client_certificate`.</summary>
    public static void RequireOfClient(ReadOnlySpan<byte> body, ReadOnlySpan<byte> requestContext)
    {
        var context = new HandshakeReader(body, "INVALID_CONTEXT");
        if (!context.ReadVector8().SequenceEqual(requestContext))
        {
            throw context.Malformed();
        }

        var reader = new HandshakeReader(body[(1 + requestContext.Length)..], "LENGTH_MISMATCH");
        ReadOnlySpan<byte> list = reader.ReadVector24();
        reader.RequireEnd();
        RequireEntries(list, null);
    }

    /// <summary>That of TLS 1.2 and below: opaque ASN.1Cert&lt;1..2^24-1&gt;; ASN.1Cert
    /// certificate_list&lt;0..2^24-1&gt;; a server has one certificate at least.</summary>
    public static void Require12(ReadOnlySpan<byte> body, bool isOfServer)
    {
        var reader = new HandshakeReader(body, "LENGTH_MISMATCH");
        var list = new HandshakeReader(reader.ReadVector24(isOfServer ? 1 : 0), "CERT_LENGTH_MISMATCH");
        reader.RequireEnd();
        while (!list.IsAtEnd)
        {
            RequireCertificate(list.ReadVector24(1));
        }
    }

    /// <summary>The number of the scheme in a CertificateVerify (section 4.4.3): struct { SignatureScheme algorithm;
    /// opaque signature&lt;0..2^16-1&gt;; }. OpenSSL `tls_process_cert_verify`.</summary>
    public static int RequireVerify(ReadOnlySpan<byte> body)
    {
        int scheme = new HandshakeReader(body, "BAD_PACKET").ReadUInt16();
        var reader = new HandshakeReader(body[sizeof(ushort)..], "LENGTH_MISMATCH");
        reader.ReadVector16();
        reader.RequireEnd();
        return scheme;
    }

    // struct { opaque cert_data<1..2^24-1>; Extension extensions<0..2^16-1>; } CertificateEntry;
    private static void RequireEntries(ReadOnlySpan<byte> list, IDictionary<int, byte[]>? asked)
    {
        var reader = new HandshakeReader(list, "CERT_LENGTH_MISMATCH");
        while (!reader.IsAtEnd)
        {
            RequireCertificate(reader.ReadVector24(1));
            ReadOnlySpan<byte> block = reader.ReadVector16();
            if (!block.IsEmpty)
            {
                ExtensionRules.Read(block, ExtensionPlace.Certificate, asked);
            }
        }
    }

    // OpenSSL answers a client's with decode_error. The decoded certificate is kept for the verifier.
    private static void RequireCertificate(ReadOnlySpan<byte> der)
    {
        int length = EncodedValue.LengthOf(der, out _);
        if (length > 0 && length < der.Length)
        {
            throw FailureAlert.Ssl(BcAlert.decode_error, "CERT_LENGTH_MISMATCH");
        }

        try
        {
            CertificateCache.Shared.Parse(der.ToArray());
        }
        catch (TlsFailure e)
        {
            throw new FailureAlert(
                BcAlert.bad_certificate, TlsFailure.Ssl("ASN1_LIB", BcAlert.bad_certificate, e));
        }
    }
}
