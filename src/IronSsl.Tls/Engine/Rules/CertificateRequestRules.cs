using System;
using System.Collections.Generic;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Handshake;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Rules;

/// <summary>A server's request for a certificate; OpenSSL `tls_process_certificate_request`.</summary>
internal static class CertificateRequestRules
{
    /// <summary>
    /// That of TLS 1.3 (RFC 8446 section 4.3.2). Answers the same message with what a client needs of it, context and
    /// signature_algorithms: BouncyCastle would take the names of authorities apart, which nobody asks about.
    /// </summary>
    public static byte[] Require13(ReadOnlySpan<byte> body, bool isPostHandshake)
    {
        var reader = new HandshakeReader(body, "LENGTH_MISMATCH");
        ReadOnlySpan<byte> context = reader.ReadVector8();
        ReadOnlySpan<byte> block = reader.ReadVector16();
        reader.RequireEnd();

        // Empty in the handshake; after it the context is what tells the answers to several requests apart.
        if (context.IsEmpty == isPostHandshake)
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "INVALID_CONTEXT");
        }

        IDictionary<int, byte[]> extensions = ExtensionRules.Read(block, ExtensionPlace.CertificateRequest);
        if (!extensions.TryGetValue(ExtensionType.signature_algorithms, out byte[]? schemes))
        {
            throw FailureAlert.Ssl(BcAlert.missing_extension, "MISSING_SIGALGS_EXTENSION");
        }

        SignatureAlgorithmsExtension.RequireRequest(schemes);
        if (extensions.TryGetValue(ExtensionType.signature_algorithms_cert, out byte[]? certificateSchemes))
        {
            SignatureAlgorithmsExtension.RequireRequest(certificateSchemes);
        }

        if (extensions.TryGetValue(ExtensionType.certificate_authorities, out byte[]? authorities))
        {
            CertificateAuthoritiesExtension.Require(authorities);
        }

        int blockLength = 2 + 2 + schemes.Length;
        return
        [
            (byte)context.Length, .. context, (byte)(blockLength >> 8), (byte)blockLength,
            0, (byte)ExtensionType.signature_algorithms, (byte)(schemes.Length >> 8), (byte)schemes.Length, .. schemes,
        ];
    }

    /// <summary>
    /// That of TLS 1.2 and below (RFC 5246 section 7.4.4). Answers the same message without the names of authorities,
    /// as above, and with a type of certificate that BouncyCastle knows: it would end the connection, where OpenSSL
    /// doesn't look at them.
    /// </summary>
    /// <param name="body">The message.</param>
    /// <param name="namesSchemes">TLS 1.2: signature schemes follow the types.</param>
    /// <remarks>
    /// ClientCertificateType certificate_types&lt;1..2^8-1&gt;; SignatureAndHashAlgorithm
    /// supported_signature_algorithms&lt;2..2^16-1&gt;; DistinguishedName certificate_authorities&lt;0..2^16-1&gt;;
    /// </remarks>
    public static byte[] Require12(ReadOnlySpan<byte> body, bool namesSchemes)
    {
        var reader = new HandshakeReader(body, "LENGTH_MISMATCH");
        ReadOnlySpan<byte> types = reader.ReadVector8(1);
        ReadOnlySpan<byte> schemes = namesSchemes ? reader.ReadVector16() : default;
        ReadOnlySpan<byte> names = reader.ReadVector16();
        reader.RequireEnd();
        if (namesSchemes && (schemes.IsEmpty || schemes.Length % sizeof(ushort) != 0))
        {
            throw FailureAlert.Ssl(BcAlert.decode_error, "SIGNATURE_ALGORITHMS_ERROR");
        }

        CertificateAuthoritiesExtension.RequireNames(names);
        byte[] knownTypes = types.ContainsAny(
            (byte)ClientCertificateType.rsa_sign, (byte)ClientCertificateType.dss_sign,
            (byte)ClientCertificateType.ecdsa_sign)
                ? types.ToArray()
                : [(byte)ClientCertificateType.rsa_sign];
        byte[] schemeList = namesSchemes ? [(byte)(schemes.Length >> 8), (byte)schemes.Length, .. schemes] : [];
        return [(byte)knownTypes.Length, .. knownTypes, .. schemeList, 0, 0];
    }
}
