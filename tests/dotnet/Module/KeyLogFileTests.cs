using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using IronSsl.Module.Configuration;
using Xunit;

namespace IronSsl.Tests;

/// <summary>The file of <c>keylog_filename</c>.</summary>
public sealed class KeyLogFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_new_file_gets_a_title_and_an_old_one_none()
    {
        using (KeyLogFile.Open(_path))
        {
        }

        using (KeyLogFile log = KeyLogFile.Open(_path))
        {
            log.WriteLine("CLIENT_RANDOM 00 11");
        }

        string[] lines = File.ReadAllLines(_path);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("# TLS secrets log file", lines[0]);
        Assert.Equal("CLIENT_RANDOM 00 11", lines[1]);
    }

    [Fact]
    public void Two_logs_of_one_file_keep_each_others_lines()
    {
        const int Lines = 200;
        using KeyLogFile first = KeyLogFile.Open(_path);
        using KeyLogFile second = KeyLogFile.Open(_path);

        Parallel.For(0, Lines, i => (i % 2 == 0 ? first : second).WriteLine($"line {i}"));

        Assert.Equal(Lines, File.ReadLines(_path).Where(line => line[0] != '#').Distinct().Count());
    }

    [Fact]
    public void A_closed_log_takes_lines_and_drops_them()
    {
        KeyLogFile log = KeyLogFile.Open(_path);
        log.Dispose();

        log.WriteLine("late");

        Assert.Single(File.ReadAllLines(_path));
    }

    [Fact]
    public void A_folder_is_no_file() =>
        Assert.Equal(21, Assert.Throws<IOException>(() => KeyLogFile.Open(Path.GetTempPath())).HResult);
}
