using System;
using System.Collections.Generic;
using System.IO;
using IronPython.Hosting;
using Microsoft.Scripting.Hosting;

namespace IronSsl.StockIronPython;

/// <summary>Runs a script on IronPython as it's published, with its own <c>ssl</c>: what IronSsl is compared with.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        string script = Path.GetFullPath(arguments[0]);
        ScriptEngine engine = Python.CreateEngine(new Dictionary<string, object> { ["Arguments"] = arguments });
        engine.SetSearchPaths([Path.GetDirectoryName(script)!, Path.Combine(AppContext.BaseDirectory, "lib")]);
        return engine.CreateScriptSourceFromFile(script).ExecuteProgram();
    }
}
