using IronSsl.Tls.Tests.Support;

namespace IronSsl.Tls.Tests.Engine.Limbo;

/// <summary>A theory over the cases of x509-limbo.</summary>
internal sealed class LimboTheoryAttribute() : VectorTheoryAttribute(LimboCase.File, "limbo.json");
