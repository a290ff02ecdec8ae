using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;

namespace IronSsl.Tls.X509.Trust;

/// <summary>
/// What .NET does not offer of Windows' certificate stores: the purposes that are set on a certificate as a property,
/// and CRLs.
/// </summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsStore
{
    /// <summary>
    /// CPython's `parseKeyUsage`: null when all purposes are allowed, otherwise what extension and property allow.
    /// </summary>
    public static IReadOnlyList<string>? ReadPurposes(X509Certificate2 certificate)
    {
        const int FlagsNone = 0;
        uint size = 0;
        if (!CertGetEnhancedKeyUsage(certificate.Handle, FlagsNone, 0, ref size))
        {
            return null;
        }

        nint buffer = Marshal.AllocHGlobal((int)size);
        try
        {
            if (!CertGetEnhancedKeyUsage(certificate.Handle, FlagsNone, buffer, ref size))
            {
                return null;
            }

            // CTL_USAGE: a count and a pointer to that many C strings. No strings with CRYPT_E_NOT_FOUND means: all.
            const int CryptNotFound = unchecked((int)0x80092004);
            int count = Marshal.ReadInt32(buffer);
            if (count == 0 && Marshal.GetLastPInvokeError() == CryptNotFound)
            {
                return null;
            }

            nint array = Marshal.ReadIntPtr(buffer, nint.Size);
            return Enumerable.Range(0, count)
                .Select(i => Marshal.PtrToStringAnsi(Marshal.ReadIntPtr(array, i * nint.Size))!)
                .ToArray();
        }
        finally
        {
            Marshal.FreeHGlobal(buffer);
        }
    }

    /// <summary>The encodings of the CRLs in a system store of the current user.</summary>
    public static IReadOnlyList<byte[]> ReadCrls(string storeName)
    {
        nint store = CertOpenSystemStore(0, storeName);
        if (store == 0)
        {
            throw new System.ComponentModel.Win32Exception(Marshal.GetLastPInvokeError());
        }

        try
        {
            var crls = new List<byte[]>();
            nint context = 0;
            while ((context = CertEnumCRLsInStore(store, context)) != 0)
            {
                // CRL_CONTEXT: encoding type, pointer to the encoding, its length.
                byte[] encoded = new byte[Marshal.ReadInt32(context, 2 * nint.Size)];
                Marshal.Copy(Marshal.ReadIntPtr(context, nint.Size), encoded, 0, encoded.Length);
                crls.Add(encoded);
            }

            return crls;
        }
        finally
        {
            CertCloseStore(store, 0);
        }
    }

    [LibraryImport("crypt32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CertGetEnhancedKeyUsage(nint certificate, int flags, nint usage, ref uint size);

    [LibraryImport("crypt32.dll", EntryPoint = "CertOpenSystemStoreW", SetLastError = true,
        StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint CertOpenSystemStore(nint provider, string name);

    [LibraryImport("crypt32.dll")]
    private static partial nint CertEnumCRLsInStore(nint store, nint previous);

    [LibraryImport("crypt32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CertCloseStore(nint store, int flags);
}
