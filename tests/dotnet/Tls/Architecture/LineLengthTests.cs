using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Architecture;

/// <summary>Code fits beside other code: the columns that .editorconfig states, which no analyzer of the SDK
/// counts.</summary>
public sealed class LineLengthTests
{
    private static readonly string[] s_folders = ["src", "tests", "bench", "eng", "pylib", "examples"];

    [Theory]
    [InlineData("*.cs", 120)]
    [InlineData("*.py", 79)]
    public void A_line_of_code_has_at_most_so_many_columns(string pattern, int columns)
    {
        List<string> tooLong =
        [
            .. from folder in s_folders
               from file in Directory.EnumerateFiles(Repository.PathOf(folder), pattern, SearchOption.AllDirectories)
               where !file.EndsWith(".Generated.cs", StringComparison.Ordinal)
               from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
               where line.Text.Length > columns
               select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Number}",
        ];

        Assert.True(tooLong.Count == 0, string.Join('\n', tooLong));
    }
}
