using System.Globalization;

namespace Market.Web.Hosting;

/// <summary>The clock of a sandbox (沙箱): the marketplace's time runs faster and can be moved on, so that days of deadlines, reminders, publicity and
/// reassignments pass in minutes. What meets the world outside - sign-in, codes, signatures of webhooks - keeps to the real time, and so do
/// pauses between two looks, which end early when a move passes their end.
/// The time goes on from where it was when the program is started again, and never backwards.</summary>
internal sealed class SandboxClock : TimeProvider, IDisposable
{
    private const string Setting = "Sandbox:ClockFactor";
    private const int Fastest = 1440;
    private static readonly TimeSpan SavePeriod = TimeSpan.FromSeconds(2);

    // Who was at work while the time moved has seen the old one, and is to look again soon.
    private static readonly TimeSpan Unrest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PauseInUnrest = TimeSpan.FromSeconds(1);

    private readonly string _file;
    private readonly int _factor;
    private readonly DateTimeOffset _start;
    private readonly long _begun = System.GetTimestamp();
    private readonly Lock _moving = new();
    private readonly HashSet<Pause> _pauses = [];
    private readonly ITimer _saving;
    private long _movedTicks;
    private long? _movedAt;

    private SandboxClock(string directory, int factor, bool isReset)
    {
        Directory.CreateDirectory(directory);
        (_file, _factor) = (Path.Combine(directory, "sandbox-clock"), factor);
        var last = !isReset && File.Exists(_file) && DateTimeOffset.TryParse(File.ReadAllText(_file), CultureInfo.InvariantCulture, out var read) ? read : DateTimeOffset.MinValue;
        _start = last > System.GetUtcNow() ? last : System.GetUtcNow();
        _saving = System.CreateTimer(_ => Save(), null, SavePeriod, SavePeriod);
        Save();
    }

    /// <summary>How many times faster than the real one this time runs.</summary>
    public int Factor => _factor;

    /// <summary>The clock that the settings ask for; null when time is to run as it does.</summary>
    /// <exception cref="StartupRefusedException">This is no sandbox, or the factor is none.</exception>
    public static SandboxClock? From(IConfiguration configuration, string directory, bool isDevelopment)
    {
        if (configuration[Setting] is not { Length: > 0 } text)
        {
            return null;
        }

        if (!isDevelopment)
        {
            throw new StartupRefusedException($"{Setting} 只能在 Development 环境使用：生产环境的时限不能加速，请去掉这项设置。");
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var factor) && factor is >= 1 and <= Fastest
            ? new SandboxClock(directory, factor, configuration.GetValue<bool>("Reset"))
            : throw new StartupRefusedException($"{Setting} 的值 {text} 无效：请填写 1 到 {Fastest} 的整数。");
    }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() =>
        _start + (System.GetElapsedTime(_begun) * _factor) + TimeSpan.FromTicks(Interlocked.Read(ref _movedTicks));

    /// <summary>Moves the time on to an instant, ends every pause that would have ended until then, and keeps the new time; false, and nothing happens,
    /// when the instant is past.</summary>
    public bool TryAdvanceTo(DateTimeOffset instant)
    {
        List<Pause> ended;
        lock (_moving)
        {
            var by = instant - GetUtcNow();
            if (by < TimeSpan.Zero)
            {
                return false;
            }

            Interlocked.Add(ref _movedTicks, by.Ticks);
            _movedAt = System.GetTimestamp();
            ended = [.. _pauses];
        }

        Save();
        foreach (var pause in ended)
        {
            pause.EndIfPast(GetUtcNow());
        }

        return true;
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Pause(this, callback, state, dueTime, period);

    /// <inheritdoc />
    public void Dispose() => _saving.Dispose();

    private bool IsUnrest => _movedAt is { } at && System.GetElapsedTime(at) < Unrest;

    // A little ahead, so that a program that is killed does not begin before the last instant it gave; and in one piece, so that what is read is whole.
    private void Save()
    {
        lock (_moving)
        {
            try
            {
                File.WriteAllText(_file + ".new", (GetUtcNow() + (2 * SavePeriod * _factor)).ToString("O", CultureInfo.InvariantCulture));
                File.Move(_file + ".new", _file, overwrite: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The directory is being emptied or is full: the next time is soon.
            }
        }
    }

    /// <summary>A timer that runs at the real pace and fires at once when the sandbox's time is moved past its end.</summary>
    private sealed class Pause : ITimer
    {
        private readonly SandboxClock _clock;
        private readonly ITimer _timer;
        private DateTimeOffset _end;
        private TimeSpan _period;

        public Pause(SandboxClock clock, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _clock = clock;
            _timer = System.CreateTimer(
                given =>
                {
                    Fired();
                    callback(given);
                },
                state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_clock._moving)
            {
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    _clock._pauses.Remove(this);
                    return _timer.Change(dueTime, period);
                }

                _end = _clock.GetUtcNow() + dueTime;
                _clock._pauses.Add(this);
                return _timer.Change(_clock.IsUnrest && dueTime > PauseInUnrest ? PauseInUnrest : dueTime, period);
            }
        }

        public void EndIfPast(DateTimeOffset now)
        {
            lock (_clock._moving)
            {
                if (_clock._pauses.Contains(this) && _end <= now)
                {
                    _timer.Change(TimeSpan.Zero, _period);
                }
            }
        }

        public void Dispose()
        {
            Forget();
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Forget();
            return _timer.DisposeAsync();
        }

        private void Fired()
        {
            lock (_clock._moving)
            {
                if (_period > TimeSpan.Zero)
                {
                    _end = _clock.GetUtcNow() + _period;
                }
                else
                {
                    _clock._pauses.Remove(this);
                }
            }
        }

        private void Forget()
        {
            lock (_clock._moving)
            {
                _clock._pauses.Remove(this);
            }
        }
    }
}
