using System;
using System.Net;
using System.Text;
using IronSsl.Tls.X509.Asn1;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// Whether a certificate is valid for a host: OpenSSL's `X509_check_host` with
/// `X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS`, which is what CPython asks for, and `X509_check_ip`. Names are compared as
/// bytes, ASCII letters regardless of case; a name in Unicode must come as A-labels.
/// </summary>
internal static class HostNameMatcher
{

    /// <summary>
    /// Whether one of the DNS names fits. Only DNS entries count: an address or URI in the certificate never names a
    /// host. Where there is no DNS entry at all, the common names of the subject are tried when
    /// <paramref name="allowCommonName"/> says so.
    /// </summary>
    public static bool Matches(ParsedCertificate certificate, string hostName, bool allowCommonName)
    {
        // A name with a leading dot means "any subdomain" to OpenSSL; CPython refuses it before it gets there.
        if (hostName.Length == 0 || hostName[0] == '.' || !Ascii.IsValid(hostName) || hostName.Contains('\0'))
        {
            return false;
        }

        byte[] host = Encoding.ASCII.GetBytes(hostName);
        bool hasDnsName = false;
        foreach (CertificateGeneralName name in certificate.SubjectAlternativeNames ?? [])
        {
            if (name.Kind != GeneralNameKind.Dns)
            {
                continue;
            }

            hasDnsName = true;
            if (MatchesPattern(name.Value.Span, host))
            {
                return true;
            }
        }

        return !hasDnsName && allowCommonName && MatchesCommonName(certificate.Subject, host);
    }

    /// <summary>Whether one of the address entries is this address. A DNS entry with the same digits is none.</summary>
    public static bool MatchesIp(ParsedCertificate certificate, IPAddress address)
    {
        byte[] wanted = address.GetAddressBytes();
        foreach (CertificateGeneralName name in certificate.SubjectAlternativeNames ?? [])
        {
            if (name.Kind == GeneralNameKind.IpAddress && name.Value.Span.SequenceEqual(wanted))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MatchesCommonName(DistinguishedName subject, ReadOnlySpan<byte> host)
    {
        foreach (var relativeName in subject.RelativeNames)
        {
            foreach (NameAttribute attribute in relativeName)
            {
                if (attribute.Oid != Oids.CommonName || attribute.Value.IsEmpty)
                {
                    continue;
                }

                // OpenSSL `do_x509_check` gives up at the first common name that is no text.
                if (!attribute.TryGetUtf8(out byte[] commonName))
                {
                    return false;
                }

                if (MatchesPattern(commonName, host))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>OpenSSL `equal_wildcard`: a valid wildcard stands for one whole label, else the name is
    /// literal.</summary>
    private static bool MatchesPattern(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> host)
    {
        if (!IsWildcard(pattern))
        {
            // An embedded NUL would let `good.example\0.evil.example` pass as its own beginning elsewhere.
            return !pattern.Contains((byte)0) && Ascii.EqualsIgnoreCase(pattern, host);
        }

        ReadOnlySpan<byte> suffix = pattern[1..];
        int labelLength = host.Length - suffix.Length;
        if (labelLength < 1 || !Ascii.EqualsIgnoreCase(host[labelLength..], suffix))
        {
            return false;
        }

        ReadOnlySpan<byte> label = host[..labelLength];
        if (label is [(byte)'*'])
        {
            return true;
        }

        foreach (byte c in label)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// OpenSSL `valid_star` with NO_PARTIAL_WILDCARDS: `*.` and at least two well-formed labels, of letters, digits and
    /// inner hyphens, and no further star.
    /// </summary>
    private static bool IsWildcard(ReadOnlySpan<byte> pattern)
    {
        if (pattern is not [(byte)'*', (byte)'.', ..])
        {
            return false;
        }

        int dots = 1;
        bool atStart = true;
        bool afterHyphen = false;
        foreach (byte c in pattern[2..])
        {
            if (char.IsAsciiLetterOrDigit((char)c))
            {
                atStart = false;
                afterHyphen = false;
            }
            else if (c == '.' && !atStart && !afterHyphen)
            {
                dots++;
                atStart = true;
            }
            else if (c == '-' && !atStart)
            {
                afterHyphen = true;
            }
            else
            {
                return false;
            }
        }

        return dots >= 2 && !atStart && !afterHyphen;
    }
}
