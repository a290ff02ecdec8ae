using System;

namespace IronSsl.Tls.Tests.Support;

/// <summary>A clock that stands still until a test moves it.</summary>
internal sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    /// <summary>Inside the validity of <see cref="TestCertificates"/>.</summary>
    public static readonly DateTimeOffset Start = new(2024, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private TimeSpan _elapsed;

    public TestClock()
        : this(Start)
    {
    }

    public void Advance(TimeSpan time) => _elapsed += time;

    public override DateTimeOffset GetUtcNow() => start + _elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _elapsed.Ticks;
}
