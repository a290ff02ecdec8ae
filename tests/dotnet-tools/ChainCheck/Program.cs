// Judges certificate chains: a JSON object a line in, a JSON object a line out, in order, until the input ends. For
// tests and measurements only; what it calls is what a handshake calls.
using System;
using System.IO;
using System.Text;
using System.Text.Json;
using IronSsl.ChainCheck;

using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { NewLine = "\n" };
while (input.ReadLine() is { } line)
{
    if (line.Length == 0)
    {
        continue;
    }

    string id = "";
    Answer answer;
    try
    {
        using JsonDocument document = JsonDocument.Parse(line);
        var question = Question.Read(document.RootElement);
        id = question.Id;
        answer = Judge.Decide(question, TimeProvider.System);
    }
#pragma warning disable CA1031 // Whatever comes out here is the finding.
    catch (Exception e)
#pragma warning restore CA1031
    {
        Console.Error.WriteLine(e);
        answer = new Answer(id, "foreign", $"{e.GetType().Name}: {e.Message}");
    }

    output.WriteLine(JsonSerializer.Serialize(answer));
    output.Flush();
}
