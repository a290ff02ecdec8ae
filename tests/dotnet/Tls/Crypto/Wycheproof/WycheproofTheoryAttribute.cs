using IronSsl.Tls.Tests.Support;

namespace IronSsl.Tls.Tests.Crypto.Wycheproof;

/// <summary>A theory over Wycheproof's vectors.</summary>
internal sealed class WycheproofTheoryAttribute() : VectorTheoryAttribute(WycheproofFile.Folder, "Wycheproof vectors");
