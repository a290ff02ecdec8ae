using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace IronSsl.ChainCheck;

/// <summary>What a handshake would do with a chain: accept, reject, skip or foreign.</summary>
internal sealed record Answer(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("verdict")] string Verdict,
    [property: JsonPropertyName("text")] string Text)
{
    /// <summary>The `verify_code`.</summary>
    [JsonPropertyName("code")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Code { get; init; }

    /// <summary>How far from the leaf the fault was found.</summary>
    [JsonPropertyName("depth")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Depth { get; init; }

    /// <summary>The path that was accepted, as SHA-256 of its certificates, the leaf first.</summary>
    [JsonPropertyName("chain")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Chain { get; init; }
}
