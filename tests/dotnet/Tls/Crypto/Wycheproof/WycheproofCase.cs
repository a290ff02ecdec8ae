using System;
using System.Text.Json;

namespace IronSsl.Tls.Tests.Crypto.Wycheproof;

/// <summary>One case of a vector file, with the group that it stands in.</summary>
internal sealed class WycheproofCase
{
    private readonly JsonElement _group;
    private readonly JsonElement _case;

    public WycheproofCase(JsonElement group, JsonElement @case)
    {
        _group = group;
        _case = @case;
    }

    public bool IsValid => Result == "valid";

    /// <summary>Invalid, and not merely something that an implementation may refuse.</summary>
    public bool IsInvalid => Result == "invalid";

    public string Result => _case.GetProperty("result").GetString()!;

    /// <summary>Bytes given in hexadecimal by the case or its group.</summary>
    public byte[] Bytes(string name) => Convert.FromHexString(Find(name).GetString()!);

    public string Text(string name) => Find(name).GetString()!;

    public int Number(string name) => Find(name).GetInt32();

    public override string ToString() =>
        $"{_case.GetProperty("tcId")} {_case.GetProperty("comment").GetString()} ({Result})";

    private JsonElement Find(string name) =>
        _case.TryGetProperty(name, out JsonElement own) ? own : _group.GetProperty(name);
}
