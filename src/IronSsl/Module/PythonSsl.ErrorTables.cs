using IronPython.Runtime;
using IronPython.Runtime.Operations;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    // IronPython reads a static property of a module once per interpreter, when its name is first looked up: the
    // tables cost nothing to a program that doesn't want them, and no two interpreters share a dictionary.

    /// <summary>{(library, reason): name}</summary>
    public static PythonDictionary err_codes_to_names
    {
        get
        {
            var names = new PythonDictionary();
            foreach (((int library, int reason), string name) in ErrorTable.Reasons)
            {
                names[PythonOps.MakeTuple(library, reason)] = name;
            }

            return names;
        }
    }

    /// <summary>{name: (library, reason)}; of reasons with one name the last is told, as in CPython.</summary>
    public static PythonDictionary err_names_to_codes
    {
        get
        {
            var codes = new PythonDictionary();
            foreach (((int library, int reason), string name) in ErrorTable.Reasons)
            {
                codes[name] = PythonOps.MakeTuple(library, reason);
            }

            return codes;
        }
    }

    /// <summary>{library: name}</summary>
    public static PythonDictionary lib_codes_to_names
    {
        get
        {
            var names = new PythonDictionary();
            foreach ((int library, string name) in ErrorTable.Libraries)
            {
                names[library] = name;
            }

            return names;
        }
    }
}
