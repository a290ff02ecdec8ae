using System;
using System.Collections.Generic;
using System.Text.Json;

namespace IronSsl.ChainCheck;

/// <summary>One chain to be judged, read from a line of JSON.</summary>
internal sealed class Question
{
    public string Id { get; private init; } = "";

    /// <summary>Whether a client judges a server's chain, rather than a server a client's.</summary>
    public bool IsServer { get; private init; }

    public IReadOnlyList<string> Trusted { get; private init; } = [];

    public IReadOnlyList<string> Intermediates { get; private init; } = [];

    public string Peer { get; private init; } = "";

    public IReadOnlyList<string> Crls { get; private init; } = [];

    public DateTimeOffset? Time { get; private init; }

    public string? NameKind { get; private init; }

    public string? NameValue { get; private init; }

    public IReadOnlyList<string> Purposes { get; private init; } = [];

    public int? Depth { get; private init; }

    public bool IsStrict { get; private init; }

    /// <summary>`SSLContext.verify_flags`, when given, instead of what the other fields imply.</summary>
    public uint? Flags { get; private init; }

    public int SecurityLevel { get; private init; }

    public bool ChecksCommonName { get; private init; }

    public static Question Read(JsonElement json)
    {
        JsonElement name = Optional(json, "name") ?? default;
        return new Question
        {
            Id = json.GetProperty("id").GetString() ?? "",
            IsServer = json.GetProperty("kind").GetString() switch
            {
                "server" => true,
                "client" => false,
                var other => throw new FormatException($"kind {other}"),
            },
            Trusted = Strings(json, "trusted"),
            Intermediates = Strings(json, "intermediates"),
            Peer = json.GetProperty("peer").GetString() ?? "",
            Crls = Strings(json, "crls"),
            Time = Optional(json, "time")?.GetDateTimeOffset(),
            NameKind = name.ValueKind == JsonValueKind.Object ? name.GetProperty("kind").GetString() : null,
            NameValue = name.ValueKind == JsonValueKind.Object ? name.GetProperty("value").GetString() : null,
            Purposes = Strings(json, "eku"),
            Depth = Optional(json, "depth")?.GetInt32(),
            IsStrict = Optional(json, "strict")?.GetBoolean() ?? false,
            Flags = Optional(json, "flags")?.GetUInt32(),
            SecurityLevel = Optional(json, "level")?.GetInt32() ?? 2,
            ChecksCommonName = Optional(json, "common_name")?.GetBoolean() ?? true,
        };
    }

    private static JsonElement? Optional(JsonElement json, string key) =>
        json.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static List<string> Strings(JsonElement json, string key)
    {
        var strings = new List<string>();
        if (Optional(json, key) is { } list)
        {
            foreach (JsonElement item in list.EnumerateArray())
            {
                strings.Add(item.GetString() ?? "");
            }
        }

        return strings;
    }
}
