using Xunit;

namespace IronSsl.Tls.Tests.Support;

/// <summary>A theory over vectors from outside of the repository; skipped, saying so, where they are not
/// there.</summary>
internal abstract class VectorTheoryAttribute : TheoryAttribute
{
    /// <param name="path">Where the vectors are; null where they are not.</param>
    /// <param name="vectors">What is missing then.</param>
    protected VectorTheoryAttribute(string? path, string vectors)
    {
        if (path is null)
        {
            Skip = $"no {vectors}: set IRONSSL_VECTORS, or put shared/vectors next to the repository";
        }
    }
}
