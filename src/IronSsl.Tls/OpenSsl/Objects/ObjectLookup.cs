namespace IronSsl.Tls.OpenSsl.Objects;

/// <summary>What a text means to OpenSSL's registry of objects.</summary>
/// <param name="IsObject">Whether the text is a known name or a well-formed identifier.</param>
/// <param name="Entry">The registry's entry; null if there is none.</param>
internal readonly record struct ObjectLookup(bool IsObject, ObjectEntry? Entry);
