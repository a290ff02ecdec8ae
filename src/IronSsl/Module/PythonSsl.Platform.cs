using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Runtime.Versioning;
using IronPython.Runtime;
using IronPython.Runtime.Operations;
using IronPython.Runtime.Types;
using IronSsl.Module.Arguments;
using IronSsl.Tls.X509.Trust;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    private const string X509Encoding = "x509_asn";

    /// <summary>[(certificate, encoding, purposes)] of a store of Windows; purposes are True for all.</summary>
    [SupportedOSPlatform("windows"), PythonHidden(PlatformsAttribute.PlatformFamily.Unix)]
    public static PythonList enum_certificates(CodeContext context, object? store_name)
    {
        string store = Argument.Text(store_name, "enum_certificates() argument 'store_name'");
        var list = new PythonList();
        foreach ((byte[] der, var purposes) in SystemTrust.EnumerateCertificates(store))
        {
            list.append(PythonOps.MakeTuple(
                new Bytes(der), X509Encoding, purposes is null ? true : FrozenSet(context, purposes)));
        }

        return list;
    }

    /// <summary>[(CRL, encoding)] of a store of Windows.</summary>
    [SupportedOSPlatform("windows"), PythonHidden(PlatformsAttribute.PlatformFamily.Unix)]
    public static PythonList enum_crls(object? store_name)
    {
        string store = Argument.Text(store_name, "enum_crls() argument 'store_name'");
        var list = new PythonList();
        foreach (byte[] der in SystemTrust.EnumerateCrls(store))
        {
            list.append(PythonOps.MakeTuple(new Bytes(der), X509Encoding));
        }

        return list;
    }

    /// <summary>
    /// Raises the OSError that a number of `SO_ERROR` stands for. IronPython's `getsockopt()` gives .NET's number,
    /// which is Winsock's on every system.
    /// </summary>
    public static void _raise_socket_error(object? number) =>
        throw Errors.OSError(new SocketException(Argument.Int32(number)));

    private static object FrozenSet(CodeContext context, IReadOnlyList<string> purposes) =>
        PythonCalls.Call(
            context, DynamicHelpers.GetPythonTypeFromType(typeof(FrozenSetCollection)),
            new PythonList(context, purposes.ToArray()))!;
}
