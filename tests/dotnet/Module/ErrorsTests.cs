using System;
using IronPython.Hosting;
using IronPython.Runtime;
using IronSsl.Module;
using IronSsl.Tests.Support;
using IronSsl.Tls.OpenSsl;
using Microsoft.Scripting.Hosting;
using Microsoft.Scripting.Hosting.Providers;
using Xunit;

namespace IronSsl.Tests;

/// <summary>What Python sees of a failure.</summary>
public sealed class ErrorsTests
{
    private readonly ScriptScope _scope;
    private readonly PythonSsl.Errors _errors;

    public ErrorsTests()
    {
        ScriptEngine engine = Python.CreateEngine().UseIronSsl(SourceTree.PythonLibrary);
        _scope = engine.CreateScope();
        engine.Execute("import _ssl", _scope);
        _errors = ModuleState.Of((PythonContext)HostingHelpers.GetLanguageContext(engine)).Errors;
    }

    [Fact]
    public void The_cause_of_an_internal_error_is_in_sight()
    {
        Exception raised = _errors.ToPython(
            TlsFailure.Ssl("INTERNAL_ERROR", cause: new InvalidOperationException("the defect")));

        Assert.Contains("internal error", Evaluate(raised, "str(caught)"), StringComparison.Ordinal);
        Assert.Equal("the defect", Evaluate(raised, "str(caught.__cause__)"));
        Assert.Equal("True",
            Evaluate(raised, "str(caught.__cause__.clsException.GetType().Name == 'InvalidOperationException')"));
    }

    [Fact]
    public void A_refusal_has_no_cause_as_in_CPython()
    {
        Exception raised = _errors.ToPython(
            TlsFailure.Ssl("BAD_SIGNATURE", cause: new InvalidOperationException("how it was noticed")));

        Assert.Equal("None", Evaluate(raised, "str(caught.__cause__)"));
    }

    private string Evaluate(Exception raised, string expression)
    {
        _scope.SetVariable("fail", new Action(() => throw raised));
        _scope.Engine.Execute("try:\n    fail()\nexcept _ssl.SSLError as e:\n    caught = e\n", _scope);
        return (string)_scope.Engine.Execute(expression, _scope);
    }
}
