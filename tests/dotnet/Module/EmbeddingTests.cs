using System;
using System.Diagnostics;
using System.IO;
using IronPython.Hosting;
using IronSsl.Tests.Support;
using Microsoft.Scripting.Hosting;
using Org.BouncyCastle.Tls;
using Xunit;

namespace IronSsl.Tests;

/// <summary>A .NET program's own Python engine with this package's module.</summary>
public sealed class EmbeddingTests
{
    [Fact]
    public void The_module_takes_the_place_of_the_built_in()
    {
        ScriptEngine engine = Python.CreateEngine();
        engine.Execute("import _ssl");

        engine.UseIronSsl(SourceTree.PythonLibrary);

        Assert.StartsWith("OpenSSL 1.1.1", (string)engine.Execute("__import__('_ssl').OPENSSL_VERSION"));
        Assert.Equal(SourceTree.PythonLibrary, (string)engine.Execute("__import__('sys').path[0]"));
    }

    [Fact]
    public void Using_it_twice_changes_nothing()
    {
        ScriptEngine engine = Python.CreateEngine().UseIronSsl(SourceTree.PythonLibrary).UseIronSsl(SourceTree.PythonLibrary);

        Assert.Equal(
            1, (int)engine.Execute($"__import__('sys').path.count({Quoted(SourceTree.PythonLibrary)})"));
    }

    [Fact]
    public void Two_engines_have_their_own_exceptions_and_tables()
    {
        ScriptEngine one = Python.CreateEngine().UseIronSsl(SourceTree.PythonLibrary);
        ScriptEngine other = Python.CreateEngine().UseIronSsl(SourceTree.PythonLibrary);

        foreach (string name in new[] { "SSLError", "err_codes_to_names" })
        {
            string expression = $"__import__('_ssl').{name}";
            Assert.NotSame((object)one.Execute(expression), (object)other.Execute(expression));
            Assert.Same((object)one.Execute(expression), (object)one.Execute(expression));
        }
    }

    [Fact]
    public void A_folder_without_the_library_is_refused()
    {
        ScriptEngine engine = Python.CreateEngine();

        Assert.Throws<FileNotFoundException>(() => engine.UseIronSsl(Path.GetTempPath()));
    }

    [Fact]
    public void The_version_tells_what_is_inside()
    {
        string text = IronSsl.Module.PythonSsl.OPENSSL_VERSION;
        string own = FileVersionInfo.GetVersionInfo(typeof(IronSslEngineExtensions).Assembly.Location).ProductVersion!;
        string bouncyCastle = FileVersionInfo.GetVersionInfo(typeof(TlsUtilities).Assembly.Location).FileVersion!;

        Assert.Contains($"IronSsl {own.Split('+')[0]},", text, StringComparison.Ordinal);
        Assert.Contains(
            $"BouncyCastle {new Version(bouncyCastle).ToString(3)})", text, StringComparison.Ordinal);
    }

    private static string Quoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal)}'";
}
