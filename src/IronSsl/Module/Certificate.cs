using System;
using System.Collections.Generic;
using IronPython.Runtime;
using IronPython.Runtime.Types;
using IronSsl.Module.Arguments;
using IronSsl.Module.Results;
using IronSsl.Tls.X509.Certificates;
using Microsoft.Scripting;
using Microsoft.Scripting.Runtime;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    /// <summary>A certificate of a peer's chain. Programs get them from a connection and can't make one.</summary>
    [PythonType]
    public sealed class Certificate : IEquatable<Certificate>
    {
        public const string __module__ = "_ssl";

        private readonly Errors _errors;
        private readonly ParsedCertificate _certificate;

        internal Certificate(Errors errors, ParsedCertificate certificate)
        {
            _errors = errors;
            _certificate = certificate;
        }

        public static object __new__(
            PythonType cls, [ParamDictionary] IDictionary<object, object?> keywords, params object?[] arguments) =>
            throw Argument.TypeError("cannot create '_ssl.Certificate' instances");

        /// <summary>The encoding: str for ENCODING_PEM, bytes for ENCODING_DER.</summary>
        public object public_bytes(object? format) => Argument.Int32(format) switch
        {
            ENCODING_PEM => Pem(_certificate.Der),
            ENCODING_DER => new Bytes(_certificate.Der),
            _ => throw Argument.ValueError("Unsupported format"),
        };

        public object public_bytes() => Pem(_certificate.Der);

        /// <summary>The same as <c>getpeercert()</c> for this certificate.</summary>
        public PythonDictionary get_info() => CertificateDict.From(_certificate, _errors);

        [Documentation("Refused: a certificate is neither copied nor pickled.")]
        public object __reduce__() => throw Copying.Refuse(this);

        [Documentation("Refused: a certificate is neither copied nor pickled.")]
        public object __reduce_ex__(object? protocol) => throw Copying.Refuse(this, protocol);

        [Documentation("The attributes of an instance of a derived class, or None.")]
        public object? __getstate__() => Copying.State(this);

        public string __repr__() => $"<_ssl.Certificate '{DistinguishedNameText.Rfc2253(_certificate.Subject)}'>";

        public bool Equals(Certificate? other) =>
            other is not null && _certificate.Der.AsSpan().SequenceEqual(other._certificate.Der);

        public override bool Equals(object? obj) => Equals(obj as Certificate);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.AddBytes(_certificate.Der);
            return hash.ToHashCode();
        }

        // OpenSSL `PEM_write_bio`: lines of 64 characters, each ended by one line feed on every platform.
        private static string Pem(byte[] der) =>
            new string(System.Security.Cryptography.PemEncoding.Write("CERTIFICATE", der))
                .ReplaceLineEndings("\n") + "\n";
    }
}
