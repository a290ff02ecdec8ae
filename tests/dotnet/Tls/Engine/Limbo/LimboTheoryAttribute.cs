using Xunit;

namespace IronSsl.Tls.Tests.Engine.Limbo;

/// <summary>A theory over the cases of x509-limbo; skipped, saying so, where they aren't there.</summary>
internal sealed class LimboTheoryAttribute : TheoryAttribute
{
    public LimboTheoryAttribute()
    {
        if (LimboCase.File is null)
        {
            Skip = "no limbo.json: set IRONSSL_VECTORS, or put shared/vectors next to the repository";
        }
    }
}
