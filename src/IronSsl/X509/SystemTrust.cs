using System;
using System.Collections.Generic;

namespace IronSsl.X509;

/// <summary>Where the system keeps the certificates that it trusts.</summary>
internal static class SystemTrust
{
    /// <summary>The names of the variables and OpenSSL's compiled-in locations on this system.</summary>
    public static DefaultVerifyPaths DefaultPaths => throw new NotImplementedException();

    /// <summary>`enum_certificates(store)`: encoding, and the purposes' OIDs or null for all. Windows only.</summary>
    public static IEnumerable<(byte[] Der, IReadOnlyList<string>? Purposes)> EnumerateCertificates(string storeName) =>
        throw new NotImplementedException();

    /// <summary>`enum_crls(store)`. Windows only.</summary>
    public static IEnumerable<byte[]> EnumerateCrls(string storeName) => throw new NotImplementedException();
}
