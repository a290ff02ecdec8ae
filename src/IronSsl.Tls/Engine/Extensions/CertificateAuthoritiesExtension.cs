using System;
using System.Formats.Asn1;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>certificate_authorities (RFC 8446 section 4.2.4): opaque DistinguishedName&lt;1..2^16-1&gt;;
/// DistinguishedName authorities&lt;3..2^16-1&gt;. In a request for a certificate BouncyCastle sends it; in a
/// ClientHello nobody asks about it.
/// </summary>
internal static class CertificateAuthoritiesExtension
{
    /// <summary>Refuses a list that is none, in a ClientHello as in a request for a certificate.</summary>
    public static void Require(ReadOnlySpan<byte> data)
    {
        var reader = new HandshakeReader(data, "BAD_EXTENSION");
        RequireNames(reader.ReadVector16());
        reader.RequireEnd();
    }

    /// <summary>A list of distinguished names, without the length of the whole. OpenSSL `parse_ca_names`.</summary>
    public static void RequireNames(ReadOnlySpan<byte> list)
    {
        var reader = new HandshakeReader(list, "LENGTH_MISMATCH");
        while (!reader.IsAtEnd)
        {
            byte[] name = reader.ReadVector16().ToArray();
            int length = EncodedValue.LengthOf(name, out _);
            if (length > 0 && length < name.Length)
            {
                throw FailureAlert.Ssl(BcAlert.decode_error, "CA_DN_LENGTH_MISMATCH");
            }

            try
            {
                DistinguishedName.Decode(name);
            }
            catch (AsnContentException e)
            {
                throw new FailureAlert(
                    BcAlert.decode_error, TlsFailure.Ssl("ASN1_LIB", BcAlert.decode_error, e));
            }
        }
    }
}
