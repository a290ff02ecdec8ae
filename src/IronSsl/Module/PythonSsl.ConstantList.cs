using System;
using System.Collections.Generic;
using System.Numerics;
using System.Reflection;
using IronPython.Runtime;
using IronPython.Runtime.Operations;
using IronSsl.Module.Arguments;
using Microsoft.Scripting.Runtime;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    [Documentation("_constants(prefix) -> [(name, number), ...], by number and then by name\n\n"
        + "Not in CPython, where dir() takes no time. Here it makes everything that the module has, the tables of\n"
        + "errors included, and ssl asks for its constants in every process.")]
    public static PythonList _constants(object? prefix)
    {
        string beginning = Argument.Text(prefix, "_constants() argument 'prefix'");
        var numbers = new List<Constant>();
        foreach (FieldInfo field in typeof(PythonSsl).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            if (!field.Name.StartsWith(beginning, StringComparison.Ordinal))
            {
                continue;
            }

            object? value = field.IsLiteral ? field.GetRawConstantValue()
                : field.FieldType == typeof(BigInteger) ? field.GetValue(null)
                : null;
            if (value is int or BigInteger)
            {
                numbers.Add(new Constant(value, field.Name));
            }
        }

        numbers.Sort(static (left, right) => left.CompareTo(right));
        var constants = new PythonList();
        foreach (Constant constant in numbers)
        {
            constants.append(PythonOps.MakeTuple(constant.Name, constant.Value));
        }

        return constants;
    }

    // A class, so that sorting needs no code of its own.
    private sealed class Constant(object value, string name)
    {
        private readonly BigInteger _number = value is int small ? small : (BigInteger)value;

        public object Value { get; } = value;

        public string Name { get; } = name;

        public int CompareTo(Constant other)
        {
            int order = _number.CompareTo(other._number);
            return order != 0 ? order : string.CompareOrdinal(Name, other.Name);
        }
    }
}
