using System;
using System.Collections.Generic;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>Says which rows of docs/bouncycastle.md a test holds.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class TripwireAttribute : Attribute
{
    public TripwireAttribute(params string[] ids) => Ids = ids;

    /// <summary>The rows' ids.</summary>
    public IReadOnlyList<string> Ids { get; }
}
