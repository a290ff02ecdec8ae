using System;
using System.IO;
using System.Text;
using IronPython.Hosting;
using IronPython.Runtime;
using IronSsl.Module;
using Microsoft.Scripting.Hosting;
using Microsoft.Scripting.Hosting.Providers;

namespace IronSsl.Fuzz.Module;

/// <summary>An interpreter with our `_ssl`, a context and a file to give to it.</summary>
internal sealed class Interpreter
{
    private readonly ScriptEngine _engine = Python.CreateEngine();
    private readonly CompiledCode _makeContext;
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"ironssl-fuzz-{Environment.ProcessId}.file");

    public Interpreter()
    {
        _engine.Runtime.LoadAssembly(typeof(PythonSsl).Assembly);
        _engine.Execute("__import__('sys').modules.pop('_ssl', None)");
        _makeContext = _engine.CreateScriptSourceFromString("__import__('_ssl')._SSLContext(17)").Compile();
        CodeContext = new ModuleContext(
            new PythonDictionary(), (PythonContext)HostingHelpers.GetLanguageContext(_engine)).GlobalContext;
        Context = _makeContext.Execute<PythonSsl._SSLContext>();
    }

    public CodeContext CodeContext { get; }

    public PythonSsl._SSLContext Context { get; private set; }

    public PythonSsl.Errors Errors => Context.State.Errors;

    /// <summary>Whether an exception is one of Python's, as IronPython and the DLR have them: in types of their own,
    /// and two of .NET's. A MemoryError is CPython's answer to a malformed list of protocols; that of a runtime without
    /// memory has other words.</summary>
    public static bool IsPython(Exception e) =>
        e is DecoderFallbackException
        || e is OutOfMemoryException { Message: "MemoryError" }
        || (e.GetType().Namespace is { } space
            && (space.StartsWith("IronPython", StringComparison.Ordinal)
                || space.StartsWith("Microsoft.Scripting", StringComparison.Ordinal)));

    /// <summary>Puts a fresh context in place of the last.</summary>
    public void Renew() => Context = _makeContext.Execute<PythonSsl._SSLContext>();

    /// <summary>The path of a file with these bytes, until the next one.</summary>
    public string File(byte[] bytes)
    {
        System.IO.File.WriteAllBytes(_file, bytes);
        return _file;
    }
}
