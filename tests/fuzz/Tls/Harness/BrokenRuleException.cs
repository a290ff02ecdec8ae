using System;

namespace IronSsl.Fuzz.Harness;

/// <summary>An input made the code break a rule of the target without an exception of its own.</summary>
internal sealed class BrokenRuleException : Exception
{
    public BrokenRuleException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
