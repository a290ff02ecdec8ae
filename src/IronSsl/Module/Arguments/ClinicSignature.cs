using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;

namespace IronSsl.Module.Arguments;

/// <summary>
/// The parameters of a function that has some by keyword only, bound as CPython's argument clinic binds them and with
/// its texts (`getargs.c` `_PyArg_UnpackKeywords`).
/// </summary>
internal sealed class ClinicSignature
{
    private readonly string _function;
    private readonly ImmutableArray<string> _names;
    private readonly int _required;
    private readonly int _positional;

    /// <summary>A signature whose optional parameters are None by default.</summary>
    /// <param name="function">How the texts name it.</param>
    /// <param name="names">Of all parameters, in order.</param>
    /// <param name="required">How many have to be given.</param>
    /// <param name="positional">How many can be given by position.</param>
    public ClinicSignature(string function, ImmutableArray<string> names, int required, int positional)
    {
        _function = function;
        _names = names;
        _required = required;
        _positional = positional;
    }

    /// <summary>The values of all parameters; TypeError for a call that doesn't fit.</summary>
    public object?[] Bind(object?[] arguments, IDictionary<object, object?> keywords)
    {
        int given = arguments.Length + keywords.Count;
        if (given > _names.Length)
        {
            throw Argument.TypeError(Invariant(
                $"{_function}() takes at most {_names.Length} {Plural("argument", _names.Length)} ({given} given)"));
        }

        if (arguments.Length > _positional)
        {
            string limit = _required < _positional ? "at most" : "exactly";
            string noun = Plural("argument", _positional);
            throw Argument.TypeError(_positional == 0
                ? $"{_function}() takes no positional arguments"
                : Invariant(
                    $"{_function}() takes {limit} {_positional} positional {noun} ({arguments.Length} given)"));
        }

        var values = new object?[_names.Length];
        arguments.CopyTo(values, 0);
        int taken = 0;
        for (int i = 0; i < _names.Length; i++)
        {
            if (keywords.TryGetValue(_names[i], out object? value))
            {
                if (i < arguments.Length)
                {
                    throw Argument.TypeError(Invariant(
                        $"argument for {_function}() given by name ('{_names[i]}') and position ({i + 1})"));
                }

                values[i] = value;
                taken++;
            }
            else if (i >= arguments.Length && i < _required)
            {
                throw Argument.Lacking(_function, _names[i], i + 1);
            }
        }

        if (taken < keywords.Count)
        {
            RefuseUnknown(keywords);
        }

        return values;
    }

    private void RefuseUnknown(IDictionary<object, object?> keywords)
    {
        foreach (object name in keywords.Keys)
        {
            if (name is not string text || !_names.Contains(text))
            {
                throw Argument.TypeError($"{_function}() got an unexpected keyword argument '{name}'");
            }
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Plural(string noun, int count) => count == 1 ? noun : noun + "s";
}
