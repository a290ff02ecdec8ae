using System;
using System.Globalization;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;

namespace IronSsl.EngineBench;

/// <summary>Measures the engine alone: <c>dotnet run -c Release --project bench/engine [seconds] [word of a line]</c>.
/// </summary>
internal static class Program
{
    private const int BulkBytes = 1 << 20;

    private static int Main(string[] arguments)
    {
        double seconds = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 1;
        string filter = arguments.Length > 1 ? arguments[1] : "";
        foreach (int version in new[] { TlsVersion.Tls12, TlsVersion.Tls13 })
        {
            foreach (string kind in new[] { "rsa", "p256" })
            {
                string name = $"{TlsVersion.Name(version)} {kind}";
                Handshakes(name + " full", filter, seconds, version, kind, isResumed: false);
                Handshakes(name + " resumed", filter, seconds, version, kind, isResumed: true);
            }
        }

        foreach (string suite in new[] { "AES256-GCM", "CHACHA20", "AES256-SHA384" })
        {
            Bulk($"TLSv1.2 {suite}", filter, seconds, TlsVersion.Tls12, suite);
        }

        Bulk("TLSv1.3 AES256-GCM", filter, seconds, TlsVersion.Tls13, null);
        return 0;
    }

    private static void Handshakes(
        string name, string filter, double seconds, int version, string kind, bool isResumed)
    {
        if (!name.Contains(filter, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        EngineSettings server = TestSettings.Server(kind).Only(version);
        EngineSettings client = (TestSettings.Client() with { ServerName = "localhost" }).Only(version).Verifying();
        EngineSession? session = null;
        Measurement one = Measurement.Take(
            () =>
            {
                using var loop = new EngineLoop(client with { Resume = session }, server);
                loop.Handshake();
                if (isResumed)
                {
                    Check(session is null || loop.Client.SessionReused, "not resumed");
                    session = loop.Client.Session;
                }
            },
            seconds);
        Console.WriteLine(
            $"{name,-28} {1e6 / one.CpuMicroseconds,8:f0} /s  {one.CpuMicroseconds,8:f1} µs CPU "
            + $"{one.WallMicroseconds,8:f1} µs  {one.AllocatedBytes / 1024,7:f0} KiB allocated");
    }

    private static void Bulk(string name, string filter, double seconds, int version, string? suite)
    {
        if (!name.Contains(filter, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        EngineSettings server = TestSettings.Server("rsa").Only(version);
        EngineSettings client = (TestSettings.Client() with { ServerName = "localhost" }).Only(version).Verifying();
        if (suite is not null)
        {
            string list = suite.StartsWith("CHACHA", StringComparison.Ordinal)
                ? "ECDHE-RSA-CHACHA20-POLY1305"
                    : "ECDHE-RSA-" + suite.Replace("AES256-GCM", "AES256-GCM-SHA384", StringComparison.Ordinal);
            server = server with { Ciphers = TestSettings.Suites(list) };
            client = client with { Ciphers = TestSettings.Suites(list) };
        }

        using var loop = new EngineLoop(client, server);
        loop.Handshake();
        byte[] data = new byte[BulkBytes];
        new Random(1).NextBytes(data);
        byte[] arrived = new byte[BulkBytes];
        Measurement one = Measurement.Take(() => loop.Send(data, arrived), seconds);
        Check(data.AsSpan().SequenceEqual(arrived), "data changed");
        Console.WriteLine(
            $"{name,-28} {BulkBytes / one.CpuMicroseconds,8:f0} MB/s {one.CpuMicroseconds,8:f1} µs CPU/MiB  "
            + $"{one.AllocatedBytes / 1024,7:f1} KiB allocated");
    }

    private static void Check(bool isTrue, string complaint)
    {
        if (!isTrue)
        {
            throw new InvalidOperationException(complaint);
        }
    }
}
