using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using IronPython.Runtime;
using IronPython.Runtime.Operations;
using IronSsl.Module.Arguments;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Module.Results;

/// <summary>The dictionary of <c>getpeercert()</c>: CPython `_ssl.c` `_decode_certificate`.</summary>
internal static class CertificateDict
{
    /// <summary>The dictionary; SSLError with the reason's number if a name has a value that is no text.</summary>
    internal static PythonDictionary From(ParsedCertificate certificate, PythonSsl.Errors errors)
    {
        try
        {
            return From(CertificateDescription.From(certificate));
        }
        catch (TlsFailure failure)
        {
            throw errors.OfContext(failure);
        }
    }

    private static PythonDictionary From(CertificateDescription description)
    {
        var result = new PythonDictionary
        {
            ["subject"] = Name(description.Subject),
            ["issuer"] = Name(description.Issuer),
            ["version"] = Argument.Number(description.Version),
            ["serialNumber"] = description.SerialNumber,
            ["notBefore"] = description.NotBefore,
            ["notAfter"] = description.NotAfter,
        };
        if (description.HasSubjectAlternativeNames)
        {
            result["subjectAltName"] = Tuple(
                description.SubjectAlternativeNames.Select(name => PythonOps.MakeTuple(
                    name.Kind, name.DirectoryName is { } directory ? Name(directory) : name.Value)));
        }

        AddUnlessEmpty(result, "OCSP", description.Ocsp);
        AddUnlessEmpty(result, "caIssuers", description.CaIssuers);
        AddUnlessEmpty(result, "crlDistributionPoints", description.CrlDistributionPoints);
        return result;
    }

    private static PythonTuple Name(ImmutableArray<ImmutableArray<DescribedAttribute>> names) =>
        Tuple(names.Select(attributes =>
            Tuple(attributes.Select(attribute => PythonOps.MakeTuple(
                [attribute.Name, attribute.Octets is { } octets ? new Bytes(octets) : attribute.Value!])))));

    private static void AddUnlessEmpty(PythonDictionary result, string key, ImmutableArray<string> values)
    {
        if (!values.IsEmpty)
        {
            result[key] = Tuple(values);
        }
    }

    private static PythonTuple Tuple(IEnumerable<object> items) => PythonOps.MakeTuple([.. items]);
}
