using System;
using System.Collections.Generic;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>Says which rows of docs/peer-rules.md a test shows.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class PeerRuleAttribute : Attribute
{
    public PeerRuleAttribute(params string[] ids) => Ids = ids;

    /// <summary>The rows' ids.</summary>
    public IReadOnlyList<string> Ids { get; }
}
