using Market.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Market.Web.Tests;

/// <summary>A sandbox's time: faster, movable, never backwards, and never outside Development.</summary>
public sealed class SandboxClockTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("market-sandbox-");

    [Fact]
    public void Without_the_setting_there_is_no_such_clock() => Assert.Null(SandboxClock.From(Settings(null), _data.FullName, isDevelopment: true));

    [Theory]
    [InlineData("0")]
    [InlineData("1441")]
    [InlineData("-5")]
    [InlineData("fast")]
    public void A_factor_that_is_none_is_refused(string factor) =>
        Assert.Contains(factor, Assert.Throws<StartupRefusedException>(() => SandboxClock.From(Settings(factor), _data.FullName, isDevelopment: true)).Message, StringComparison.Ordinal);

    [Fact]
    public void Outside_Development_it_is_refused() =>
        Assert.Contains("Development", Assert.Throws<StartupRefusedException>(() => SandboxClock.From(Settings("1"), _data.FullName, isDevelopment: false)).Message, StringComparison.Ordinal);

    [Fact]
    public void It_moves_on_and_never_back()
    {
        using var clock = Open();
        var target = clock.GetUtcNow() + TimeSpan.FromDays(9);

        Assert.True(clock.TryAdvanceTo(target));
        Assert.False(clock.TryAdvanceTo(target - TimeSpan.FromDays(1)));

        Assert.InRange(clock.GetUtcNow(), target, target + TimeSpan.FromHours(1));
    }

    [Fact]
    public void It_runs_as_many_times_faster_as_the_factor_says()
    {
        using var clock = Open("1440");
        var (begun, real) = (clock.GetUtcNow(), TimeProvider.System.GetTimestamp());
        SpinWait.SpinUntil(() => TimeProvider.System.GetElapsedTime(real) > TimeSpan.FromMilliseconds(20));
        var least = TimeProvider.System.GetElapsedTime(real) * 1440;

        Assert.True(clock.GetUtcNow() - begun >= least);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1440")]
    public void A_program_that_was_killed_begins_no_earlier_than_it_ended(string factor)
    {
        using var killed = Open(factor);
        killed.TryAdvanceTo(killed.GetUtcNow() + TimeSpan.FromDays(40));
        var last = killed.GetUtcNow();

        using var next = Open(factor);

        Assert.True(next.GetUtcNow() >= last, "time went backwards");
    }

    [Fact]
    public void A_reset_begins_with_the_real_time_again()
    {
        using (var clock = Open())
        {
            clock.TryAdvanceTo(clock.GetUtcNow() + TimeSpan.FromDays(40));
        }

        using var anew = SandboxClock.From(Settings("1", reset: true), _data.FullName, isDevelopment: true)!;

        Assert.True(anew.GetUtcNow() < TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task A_pause_ends_when_the_time_is_moved_past_its_end()
    {
        using var clock = Open();
        var pause = Task.Delay(TimeSpan.FromDays(3), clock, TestContext.Current.CancellationToken);
        var longer = Task.Delay(TimeSpan.FromDays(30), clock, TestContext.Current.CancellationToken);

        clock.TryAdvanceTo(clock.GetUtcNow() + TimeSpan.FromDays(4));

        await pause;
        Assert.False(longer.IsCompleted);
    }

    [Fact]
    public async Task Who_begins_a_pause_while_the_time_moves_looks_again_soon()
    {
        using var clock = Open();
        clock.TryAdvanceTo(clock.GetUtcNow() + TimeSpan.FromDays(4));

        // A sweep that was under way has seen the time before; its pause would be days long here.
        await Task.Delay(TimeSpan.FromDays(3), clock, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _data.Delete(recursive: true);

    private SandboxClock Open(string factor = "1") => SandboxClock.From(Settings(factor), _data.FullName, isDevelopment: true)!;

    private static IConfiguration Settings(string? factor, bool reset = false) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Sandbox:ClockFactor"] = factor, ["Reset"] = reset ? "true" : null }).Build();
}
