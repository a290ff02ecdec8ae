using System;

namespace IronSsl.Tls.OpenSsl.Ciphers;

/// <summary>
/// The words of a cipher string: an exact name of a suite, or a group such as <c>kECDHE</c>, <c>AESGCM</c> or
/// <c>HIGH</c>. A word stands for a set of suites, and words joined by <c>+</c> for the intersection of their sets.
/// </summary>
internal static class CipherAlias
{
    /// <summary>
    /// The set that a word stands for, or null for a word that OpenSSL would pass over. Case matters.
    /// </summary>
    internal static Predicate<CipherSuite>? Find(string word)
    {
        // TLS 1.3's suites are no part of a cipher string; their names are unknown to it.
        if (CipherSuiteTable.ByName(word) is { IsTls13: false } exact)
        {
            return suite => suite.Id == exact.Id;
        }

        return ByKeyExchange(word) ?? ByAuthentication(word) ?? ByEncryption(word) ?? ByMac(word) ?? ByClass(word);
    }

    private static Predicate<CipherSuite>? ByKeyExchange(string word) => word switch
    {
        "kRSA" => static suite => suite.KeyExchange == "RSA",
        "kEDH" or "kDHE" or "DH" => static suite => suite.KeyExchange == "DH",
        "kEECDH" or "kECDHE" or "ECDH" => static suite => suite.KeyExchange == "ECDH",
        "kPSK" => static suite => suite.KeyExchange == "PSK",
        "kRSAPSK" => static suite => suite.KeyExchange == "RSAPSK",
        "kDHEPSK" => static suite => suite.KeyExchange == "DHEPSK",
        "kECDHEPSK" => static suite => suite.KeyExchange == "ECDHEPSK",
        "PSK" => static suite => suite.KeyExchange is "PSK" or "RSAPSK" or "DHEPSK" or "ECDHEPSK",
        "EDH" or "DHE" => static suite => suite.KeyExchange == "DH" && suite.Authentication != "None",
        "EECDH" or "ECDHE" => static suite => suite.KeyExchange == "ECDH" && suite.Authentication != "None",
        "ADH" => static suite => suite.KeyExchange == "DH" && suite.Authentication == "None",
        "AECDH" => static suite => suite.KeyExchange == "ECDH" && suite.Authentication == "None",
        "RSA" => static suite => suite.KeyExchange == "RSA" && suite.Authentication == "RSA",
        _ => null,
    };

    private static Predicate<CipherSuite>? ByAuthentication(string word) => word switch
    {
        "aRSA" => static suite => suite.Authentication == "RSA",
        "aDSS" or "DSS" => static suite => suite.Authentication == "DSS",
        "aECDSA" or "ECDSA" => static suite => suite.Authentication == "ECDSA",
        "aPSK" => static suite => suite.Authentication == "PSK",
        "aNULL" => static suite => suite.Authentication == "None",
        _ => null,
    };

    private static Predicate<CipherSuite>? ByEncryption(string word) => word switch
    {
        "ALL" => static suite => suite.Encryption != "None",
        "COMPLEMENTOFALL" or "eNULL" or "NULL" => static suite => suite.Encryption == "None",
        "AES" => static suite => suite.Encryption.StartsWith("AES", StringComparison.Ordinal),
        "AES128" => static suite => IsEncryption(suite, "AES", "(128)"),
        "AES256" => static suite => IsEncryption(suite, "AES", "(256)"),
        "AESGCM" => static suite => IsEncryption(suite, "AESGCM", ")"),
        "AESCCM" => static suite => IsEncryption(suite, "AESCCM", ")"),
        "AESCCM8" => static suite => IsEncryption(suite, "AESCCM8", ")"),
        "CAMELLIA" => static suite => IsEncryption(suite, "Camellia", ")"),
        "CAMELLIA128" => static suite => IsEncryption(suite, "Camellia", "(128)"),
        "CAMELLIA256" => static suite => IsEncryption(suite, "Camellia", "(256)"),
        "ARIA" or "ARIAGCM" => static suite => IsEncryption(suite, "ARIAGCM", ")"),
        "ARIA128" => static suite => IsEncryption(suite, "ARIAGCM", "(128)"),
        "ARIA256" => static suite => IsEncryption(suite, "ARIAGCM", "(256)"),
        "CHACHA20" => static suite => IsEncryption(suite, "CHACHA20", ")"),
        _ => null,
    };

    private static Predicate<CipherSuite>? ByMac(string word) => word switch
    {
        "MD5" => static suite => suite.Mac == "MD5",
        "SHA1" or "SHA" => static suite => suite.Mac == "SHA1",
        "SHA256" => static suite => suite.Mac == "SHA256",
        "SHA384" => static suite => suite.Mac == "SHA384",
        _ => null,
    };

    private static Predicate<CipherSuite>? ByClass(string word) => word switch
    {
        "SSLv3" => static suite => suite.MinimumVersion == TlsVersion.Ssl3,
        "TLSv1" or "TLSv1.0" => static suite => suite.MinimumVersion == TlsVersion.Tls10,
        "TLSv1.2" => static suite => suite.MinimumVersion == TlsVersion.Tls12,
        "HIGH" => static suite => suite.Classes.HasFlag(CipherClass.High),
        "MEDIUM" => static suite => suite.Classes.HasFlag(CipherClass.Medium),
        "LOW" => static suite => suite.Classes.HasFlag(CipherClass.Low),
        "FIPS" => static suite => suite.Classes.HasFlag(CipherClass.Fips),
        "COMPLEMENTOFDEFAULT" => static suite => suite.Classes.HasFlag(CipherClass.NotDefault),
        _ => null,
    };

    private static bool IsEncryption(CipherSuite suite, string prefix, string suffix) =>
        suite.Encryption.StartsWith(prefix, StringComparison.Ordinal)
        && suite.Encryption.EndsWith(suffix, StringComparison.Ordinal);
}
