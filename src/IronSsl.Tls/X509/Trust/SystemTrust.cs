using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Asn1;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Trust;

/// <summary>Where the system keeps the certificates that it trusts.</summary>
internal static class SystemTrust
{
    /// <summary>OpenSSL's names of the variables that replace the default locations.</summary>
    public const string FileVariable = "SSL_CERT_FILE";

    public const string DirectoryVariable = "SSL_CERT_DIR";

    // Where builds of OpenSSL look (OPENSSLDIR), in the order of Debian, Fedora, most others, and those made by hand.
    private static readonly string[] s_openSslDirectories =
    [
        "/usr/lib/ssl", "/etc/pki/tls", "/etc/ssl", "/opt/homebrew/etc/openssl@3", "/usr/local/etc/openssl@3",
        "/usr/local/ssl",
    ];

    // Bundles of systems that have no OpenSSL, only certificates.
    private static readonly string[] s_bundles =
    [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/certs/ca-bundle.crt",
    ];

    private static readonly string[] s_windowsStores = ["CA", "ROOT"];

    private static readonly Lazy<DefaultVerifyPaths> s_defaultPaths = new(FindDefaultPaths);

    /// <summary>The names of the variables and OpenSSL's compiled-in locations on this system.</summary>
    public static DefaultVerifyPaths DefaultPaths => s_defaultPaths.Value;

    /// <summary>What the stores of Windows and macOS trust for TLS servers; nothing elsewhere.</summary>
    public static IEnumerable<ParsedCertificate> ReadSystemStores()
    {
        if (OperatingSystem.IsWindows())
        {
            return s_windowsStores.SelectMany(EnumerateCertificates)
                .Where(entry => entry.Purposes is null || entry.Purposes.Contains(Oids.ServerAuthentication))
                .SelectMany(entry => TryParse(entry.Der));
        }

        return OperatingSystem.IsMacOS()
            ? ReadStore("Root", StoreLocation.LocalMachine).SelectMany(entry => TryParse(entry.RawData))
            : [];
    }

    /// <summary>`enum_certificates(store)`: encoding, and the purposes' OIDs or null for all. Windows only.</summary>
    [SupportedOSPlatform("windows")]
    public static IEnumerable<(byte[] Der, IReadOnlyList<string>? Purposes)> EnumerateCertificates(string storeName)
    {
        foreach (X509Certificate2 certificate in
            ReadStore(storeName, StoreLocation.CurrentUser).Concat(ReadStore(storeName, StoreLocation.LocalMachine))
                .DistinctBy(entry => entry.Thumbprint))
        {
            yield return (certificate.RawData, WindowsStore.ReadPurposes(certificate));
        }
    }

    /// <summary>`enum_crls(store)`. Windows only.</summary>
    [SupportedOSPlatform("windows")]
    public static IEnumerable<byte[]> EnumerateCrls(string storeName) => WindowsStore.ReadCrls(storeName);

    private static List<X509Certificate2> ReadStore(string name, StoreLocation location)
    {
        using var store = new X509Store(name, location);
        try
        {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        }
        catch (CryptographicException)
        {
            // The store doesn't exist in this location: it holds nothing.
            return [];
        }

        return [.. store.Certificates];
    }

    /// <summary>The certificate, or nothing: one that is malformed cannot be trusted and must not hide the
    /// others.</summary>
    private static IEnumerable<ParsedCertificate> TryParse(byte[] der)
    {
        try
        {
            return [ParsedCertificate.Parse(der)];
        }
        catch (TlsFailure)
        {
            return [];
        }
    }

    private static DefaultVerifyPaths FindDefaultPaths()
    {
        string directory = Array.Find(s_openSslDirectories, HasCertificates)
            ?? Array.Find(s_openSslDirectories, Directory.Exists)
            ?? s_openSslDirectories[2];
        string file = directory + "/cert.pem";
        if (!HasCertificates(directory))
        {
            file = Array.Find(s_bundles, File.Exists) ?? file;
        }

        return new DefaultVerifyPaths(FileVariable, file, DirectoryVariable, directory + "/certs");
    }

    /// <summary>Whether OpenSSL would find anything there: a bundle, or certificates with hashed names.</summary>
    private static bool HasCertificates(string directory)
    {
        if (File.Exists(directory + "/cert.pem"))
        {
            return true;
        }

        try
        {
            return Directory.Exists(directory + "/certs")
                && Directory.EnumerateFiles(directory + "/certs", "????????.0").Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
