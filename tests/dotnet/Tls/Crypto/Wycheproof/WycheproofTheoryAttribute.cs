using Xunit;

namespace IronSsl.Tls.Tests.Crypto.Wycheproof;

/// <summary>A theory over Wycheproof's vectors; skipped, saying so, where they aren't there.</summary>
internal sealed class WycheproofTheoryAttribute : TheoryAttribute
{
    public WycheproofTheoryAttribute()
    {
        if (WycheproofFile.Folder is null)
        {
            Skip = "no Wycheproof vectors: set IRONSSL_VECTORS, or put shared/vectors next to the repository";
        }
    }
}
