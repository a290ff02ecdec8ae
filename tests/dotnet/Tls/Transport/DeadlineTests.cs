using System;
using System.Threading;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.Transport;
using Xunit;

namespace IronSsl.Tls.Tests.Transport;

public sealed class DeadlineTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public void No_timeout_waits_for_ever()
    {
        Deadline deadline = Deadline.After(null, _clock);
        _clock.Advance(TimeSpan.FromDays(1000));

        Assert.True(deadline.IsNever);
        Assert.False(deadline.HasPassed);
        Assert.Equal(Timeout.InfiniteTimeSpan, deadline.Remaining);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    public void A_timeout_of_zero_does_not_wait(double seconds)
    {
        Deadline deadline = Deadline.After(seconds, _clock);

        Assert.True(deadline.IsImmediate);
        Assert.True(deadline.HasPassed);
        Assert.Equal(TimeSpan.Zero, deadline.Remaining);
    }

    [Fact]
    public void The_rest_shrinks_with_the_clock_and_is_never_negative()
    {
        Deadline deadline = Deadline.After(1.5, _clock);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(0.5), deadline.Remaining);
        Assert.Equal(TimeSpan.FromSeconds(1), deadline.Elapsed);
        Assert.False(deadline.HasPassed);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, deadline.Remaining);
        Assert.True(deadline.HasPassed);
        Assert.False(deadline.IsImmediate);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(double.PositiveInfinity)]
    public void A_timeout_longer_than_a_timer_holds_is_no_timeout(double seconds)
    {
        Assert.True(Deadline.After(seconds, _clock).IsNever);
    }
}
