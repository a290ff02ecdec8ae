using System;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Threading;

namespace IronSsl.Fuzz.Harness;

/// <summary>
/// Keeps the input that is being run in a file, so that it is known when the process is lost to it: by a stack that
/// overflows, memory that is used up, or a run that doesn't end, which a second thread watches for.
/// </summary>
internal sealed class CrashGuard : IDisposable
{
    private const int Capacity = 1 << 20;
    private const int LengthBytes = sizeof(int);

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Timer _timer;
    private long _startedAt;

    public CrashGuard(string path)
    {
        _path = path;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, Capacity);
        _view = _file.CreateViewAccessor();
        _timer = new Timer(_ => LookForEndlessRun(), null, s_patience, TimeSpan.FromSeconds(5));
    }

    /// <summary>The input that an earlier process was lost to; null when there is none.</summary>
    public static byte[]? TakeLost(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        byte[] bytes = File.ReadAllBytes(path);
        File.Delete(path);
        int length = bytes.Length >= LengthBytes ? BitConverter.ToInt32(bytes) : 0;
        return length is > 0 and <= Capacity - LengthBytes ? bytes[LengthBytes..(LengthBytes + length)] : null;
    }

    /// <summary>Runs an input by <see cref="InputCheck"/>.</summary>
    public Finding? Run(FuzzTarget target, byte[] input)
    {
        _view.WriteArray(LengthBytes, input, 0, input.Length);
        _view.Write(0, input.Length);
        Volatile.Write(ref _startedAt, Environment.TickCount64);
        Finding? finding = InputCheck.Run(target, input);
        Volatile.Write(ref _startedAt, 0);
        _view.Write(0, 0);
        return finding;
    }

    public void Dispose()
    {
        _timer.Dispose();
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }

    private void LookForEndlessRun()
    {
        long startedAt = Volatile.Read(ref _startedAt);
        if (startedAt != 0 && Environment.TickCount64 - startedAt > s_patience.TotalMilliseconds)
        {
            Environment.FailFast("An input takes longer than anyone waits.");
        }
    }
}
