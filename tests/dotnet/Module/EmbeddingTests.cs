using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using IronPython.Hosting;
using IronSsl.Tests.Support;
using Microsoft.Scripting.Hosting;
using Org.BouncyCastle.Tls;
using Xunit;

namespace IronSsl.Tests;

/// <summary>A .NET program's own Python engine with this package's module.</summary>
public sealed class EmbeddingTests
{
    private const string CountOfImporters =
        "[type(importer).__name__ for importer in sys.meta_path].count('EmbeddedLibrary')";

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
        ScriptEngine engine =
            Python.CreateEngine().UseIronSsl(SourceTree.PythonLibrary).UseIronSsl(SourceTree.PythonLibrary);

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
    public void Without_a_folder_the_module_comes_out_of_the_assembly()
    {
        Interpreter interpreter = WithoutFolder();
        interpreter.Run("import ssl, sys");

        string assembly = typeof(IronSslEngineExtensions).Assembly.Location;
        Assert.Equal(Path.Combine(assembly, "ssl.py"), interpreter.Value("ssl.__file__"));
        Assert.Equal("ssl", interpreter.Value("ssl.SSLContext.__module__"));
        Assert.Equal(true, interpreter.Value("ssl is sys.modules['ssl']"));
        Assert.Equal(true, interpreter.Value("issubclass(ssl.SSLContext, __import__('_ssl')._SSLContext)"));
        Assert.DoesNotContain("pylib", (string)interpreter.Value("str(sys.path)")!, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_source_is_at_hand()
    {
        Interpreter interpreter = WithoutFolder();
        interpreter.Run("import inspect, linecache, ssl");

        string expected = File.ReadAllText(Path.Combine(SourceTree.PythonLibrary, "ssl.py"));
        Assert.Equal(expected, interpreter.Value("inspect.getsource(ssl)"));
        Assert.StartsWith(
            "def create_default_context(", (string)interpreter.Value("inspect.getsource(ssl.create_default_context)")!,
            StringComparison.Ordinal);
        Assert.Equal(interpreter.Value("ssl.__file__"), interpreter.Value("inspect.getsourcefile(ssl.SSLContext)"));
    }

    [Fact]
    public void A_traceback_has_the_lines_of_the_source()
    {
        Interpreter interpreter = WithoutFolder();
        interpreter.Run("""
            import ssl, traceback
            try:
                ssl.SSLContext(999)
            except ValueError:
                text = traceback.format_exc()
            """);

        var text = (string)interpreter.Value("text")!;
        Assert.Contains($"File \"{interpreter.Value("ssl.__file__")}\", line ", text, StringComparison.Ordinal);
        Assert.Contains("return _SSLContext.__new__(cls, protocol)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void It_can_be_reloaded()
    {
        Interpreter interpreter = WithoutFolder();
        interpreter.Run("""
            import importlib, ssl
            before, context = ssl, ssl.SSLContext
            ssl.added, ssl.CERT_NONE = 1, None
            answer = importlib.reload(ssl)
            """);

        Assert.Equal(true, interpreter.Value("answer is ssl is before and ssl.added == 1"));
        Assert.Equal(true, interpreter.Value("ssl.CERT_NONE == 0 and ssl.SSLContext is not context"));
    }

    [Fact]
    public void It_can_be_imported_anew_and_by_importlib()
    {
        Interpreter interpreter = WithoutFolder();
        interpreter.Run("""
            import importlib, ssl, sys
            first = sys.modules.pop('ssl')
            second = importlib.import_module('ssl')
            """);

        Assert.Equal(true, interpreter.Value("first is not second and first.__file__ == second.__file__"));
        Assert.Equal(interpreter.Value("second.__file__"), interpreter.Value("second.__spec__.origin"));
    }

    [Fact]
    public void An_import_that_fails_leaves_no_half_of_a_module()
    {
        Interpreter interpreter = WithoutFolder();
        interpreter.Run("import sys\nsys.modules['socket'] = None");

        Assert.StartsWith("ImportError", interpreter.Raised("import ssl"), StringComparison.Ordinal);
        Assert.Equal(false, interpreter.Value("'ssl' in sys.modules"));

        interpreter.Run("del sys.modules['socket']\nimport ssl");
        Assert.Equal(0, interpreter.Value("int(ssl.CERT_NONE)"));
    }

    [Fact]
    public void A_folder_that_is_named_takes_the_place_of_the_assembly()
    {
        Interpreter interpreter = WithoutFolder();
        interpreter.Run("import ssl");

        interpreter.Engine.UseIronSsl(SourceTree.PythonLibrary);
        interpreter.Run("import ssl, sys");

        Assert.Equal(Path.Combine(SourceTree.PythonLibrary, "ssl.py"), interpreter.Value("ssl.__file__"));
        Assert.Equal(0, interpreter.Value(CountOfImporters));
    }

    [Fact]
    public void Using_the_assembly_twice_changes_nothing()
    {
        Interpreter interpreter = WithoutFolder();
        interpreter.Engine.UseIronSsl();
        interpreter.Run("import sys");

        Assert.Equal(1, interpreter.Value(CountOfImporters));
    }

    [Fact]
    public void Only_the_modules_of_the_assembly_are_found_there()
    {
        Interpreter interpreter = WithoutFolder();
        interpreter.Run("import sys\nlibrary = sys.meta_path[0]");

        Assert.Equal(true, interpreter.Value("library.find_module('ssl') is library"));
        Assert.Null(interpreter.Value("library.find_module('socket', ['.'])"));
        foreach (string method in (string[])["load_module", "get_source", "get_filename", "is_package"])
        {
            Assert.Equal(
                "ImportError: IronSsl has no module named 'socket'", interpreter.Raised($"library.{method}('socket')"));
        }

        Assert.Equal(false, interpreter.Value("library.is_package('ssl')"));
    }

    [Fact]
    public void Every_module_of_the_folder_is_in_the_assembly()
    {
        string[] files = [.. Directory.EnumerateFiles(SourceTree.PythonLibrary, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".pyc", StringComparison.Ordinal))
            .Select(file => "pylib/" + Path.GetRelativePath(SourceTree.PythonLibrary, file))];

        Assert.NotEmpty(files);
        Assert.Equal(files, typeof(IronSslEngineExtensions).Assembly.GetManifestResourceNames());
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

    private static Interpreter WithoutFolder()
    {
        var interpreter = new Interpreter();
        interpreter.Engine.UseIronSsl();
        return interpreter;
    }
}
