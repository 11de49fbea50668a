using System.Globalization;

namespace Market.Web.Hosting;

/// <summary>The clock of a sandbox (沙箱): the marketplace's time runs many times faster, so that integrators see days of deadlines, reminders
/// and reassignments in minutes. What meets the world outside - sign-in, codes, signatures of webhooks - keeps to the real time.
/// The time goes on from where it was when the program is started again, and never backwards.</summary>
internal sealed class SandboxClock : TimeProvider, IDisposable
{
    private const string Setting = "Sandbox:ClockFactor";
    private const int Fastest = 1440;
    private static readonly TimeSpan SavePeriod = TimeSpan.FromSeconds(2);

    private readonly string _file;
    private readonly int _factor;
    private readonly DateTimeOffset _start;
    private readonly long _begun = System.GetTimestamp();
    private readonly ITimer _saving;

    private SandboxClock(string directory, int factor)
    {
        Directory.CreateDirectory(directory);
        (_file, _factor) = (Path.Combine(directory, "sandbox-clock"), factor);
        var last = File.Exists(_file) && DateTimeOffset.TryParse(File.ReadAllText(_file), CultureInfo.InvariantCulture, out var read) ? read : DateTimeOffset.MinValue;
        _start = last > System.GetUtcNow() ? last : System.GetUtcNow();
        _saving = System.CreateTimer(_ => Save(), null, TimeSpan.Zero, SavePeriod);
    }

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
            ? new SandboxClock(directory, factor)
            : throw new StartupRefusedException($"{Setting} 的值 {text} 无效：请填写 1 到 {Fastest} 的整数。");
    }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => _start + (System.GetElapsedTime(_begun) * _factor);

    /// <inheritdoc />
    public void Dispose() => _saving.Dispose();

    // A little ahead, so that a program that is killed does not begin before the last instant it gave.
    private void Save() => File.WriteAllText(_file, (GetUtcNow() + (2 * SavePeriod * _factor)).ToString("O", CultureInfo.InvariantCulture));
}
