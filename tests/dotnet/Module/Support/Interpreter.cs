using System;
using System.IO;
using IronPython.Hosting;
using IronPython.Runtime;
using Microsoft.Scripting.Hosting;
using Microsoft.Scripting.Hosting.Providers;

namespace IronSsl.Tests.Support;

/// <summary>An interpreter with the standard library, and a scope to run code in.</summary>
internal sealed class Interpreter
{
    public Interpreter()
    {
        Engine = Python.CreateEngine();
        Engine.SetSearchPaths([Path.Combine(AppContext.BaseDirectory, "lib")]);
        Scope = Engine.CreateScope();
    }

    public ScriptEngine Engine { get; }

    public ScriptScope Scope { get; }

    public PythonContext Context => (PythonContext)HostingHelpers.GetLanguageContext(Engine);

    /// <summary>Runs statements.</summary>
    public void Run(string code) => Engine.Execute(code, Scope);

    /// <summary>The value of an expression.</summary>
    public object? Value(string expression) => Engine.Execute(expression, Scope);

    /// <summary>The class and the text of the exception that statements raise: "ValueError: text".</summary>
    public string Raised(string code)
    {
        Scope.SetVariable("code", code);
        Run("try:\n    exec(code)\n    raised = 'nothing'\nexcept BaseException as e:\n"
            + "    raised = '%s: %s' % (type(e).__name__, e)\n");
        return (string)Value("raised")!;
    }
}
