using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using IronPython.Runtime;
using IronPython.Runtime.Operations;
using IronSsl.Module.Arguments;
using IronSsl.Module.Results;
using IronSsl.Module.Runtime;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Objects;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Pem;
using IronSsl.Tls.X509.Trust;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    private const string UndecodableFile = "Error decoding PEM-encoded file";

    /// <summary>
    /// Checks its arguments and adds nothing: the randomness of .NET is the operating system's, which takes no seed
    /// from a program and needs none.
    /// </summary>
    public static void RAND_add(object? @string, object? entropy)
    {
        if (Argument.AsString(@string) is { } text)
        {
            Argument.RequireUtf8(text);
        }
        else
        {
            Argument.Bytes(@string);
        }

        Argument.Real(entropy);
    }

    public static Bytes RAND_bytes(object? n)
    {
        int count = Argument.Int32(n);
        return count < 0
            ? throw Argument.ValueError("num must be positive")
            : new Bytes(RandomNumberGenerator.GetBytes(count));
    }

    public static PythonTuple RAND_pseudo_bytes(CodeContext context, object? n)
    {
        Warnings.Deprecated(context, "ssl.RAND_pseudo_bytes() is deprecated", stackLevel: 1);
        return PythonOps.MakeTuple(RAND_bytes(n), true);
    }

    public static bool RAND_status() => true;

    /// <summary>(nid, short name, long name, dotted identifier) of an object by identifier or, if asked for, by
    /// name.</summary>
    public static PythonTuple txt2obj(object? txt, object? name = null)
    {
        string text = Argument.Text(txt, "txt2obj() argument 'txt'");
        ObjectLookup found = ObjectTable.Find(text, oidOnly: !Argument.Truth(name));
        return found.Entry is { } entry
            ? Describe(entry)
            : throw Argument.ValueError(found.IsObject ? "Unknown object" : $"unknown object '{Shorten(text)}'");
    }

    /// <summary>The same by OpenSSL's number.</summary>
    public static PythonTuple nid2obj(object? nid)
    {
        int number = Argument.Int32(nid);
        return number switch
        {
            < 0 => throw Argument.ValueError("NID must be positive."),
            0 => throw Argument.ValueError("Unknown object"),
            _ => Describe(
                ObjectTable.ByNid(number)
                ?? throw Argument.ValueError(string.Create(CultureInfo.InvariantCulture, $"unknown NID {number}"))),
        };
    }

    /// <summary>The names of all signature schemes.</summary>
    public static PythonList get_sigalgs()
    {
        var list = new PythonList();
        foreach (SignatureSchemeEntry scheme in SignatureSchemeTable.All)
        {
            list.append(scheme.Name);
        }

        return list;
    }

    /// <summary>(variable, file, variable, directory) where OpenSSL would look for trusted certificates.</summary>
    public static PythonTuple get_default_verify_paths()
    {
        DefaultVerifyPaths paths = SystemTrust.DefaultPaths;
        return PythonOps.MakeTuple(paths.FileVariable, paths.File, paths.DirectoryVariable, paths.Directory);
    }

    /// <summary>The dictionary of <c>getpeercert()</c> for a certificate in a PEM file. Only CPython's tests use
    /// it.</summary>
    public static PythonDictionary _test_decode_cert(CodeContext context, object? path)
    {
        string file = Argument.Path(path);
        Errors errors = ModuleState.Of(context).Errors;
        byte[] text;
        try
        {
            text = BoundedFile.Read(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or TlsFailure)
        {
            throw errors.Plain(Directory.Exists(file) ? UndecodableFile : "Can't open file");
        }

        ParsedCertificate certificate;
        try
        {
            var reader = new PemReader(text);
            if (!reader.TryRead(PemLabel.IsCertificate, out PemBlock? block))
            {
                throw errors.Plain(UndecodableFile);
            }

            PemEncryption.RefuseEncrypted(block);
            certificate = ParsedCertificate.ParseFirst(block.Data, out _);
        }
        catch (TlsFailure)
        {
            throw errors.Plain(UndecodableFile);
        }

        return CertificateDict.From(certificate, errors);
    }

    private static PythonTuple Describe(ObjectEntry entry) =>
        PythonOps.MakeTuple(entry.Nid, entry.ShortName!, entry.LongName!, entry.Oid!);

    // CPython's format is "unknown object '%.100s'".
    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100];
}
