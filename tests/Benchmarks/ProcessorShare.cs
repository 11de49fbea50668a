using System.Globalization;

namespace Market.Benchmarks;

/// <summary>A control group that gives what runs in it a share of one processor core, as a container's limit does (Linux; version 1 or 2 of control groups,
/// and the right to make one). Processes that are started by one in it belong to it too.</summary>
internal sealed class ProcessorShare : IDisposable
{
    private const int PeriodMicroseconds = 20_000;
    private readonly string _directory;
    private readonly bool _isFirstVersion;

    /// <exception cref="PlatformNotSupportedException">No control group can be made here.</exception>
    public ProcessorShare(string name)
    {
        const string Root = "/sys/fs/cgroup";
        _isFirstVersion = Directory.Exists($"{Root}/cpu");
        _directory = Path.Combine(_isFirstVersion ? $"{Root}/cpu" : Root, string.Create(CultureInfo.InvariantCulture, $"market-{name}-{Environment.ProcessId}"));
        try
        {
            Directory.CreateDirectory(_directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlatformNotSupportedException($"Nodes can be given a share of a processor only where control groups can be made: {e.Message}", e);
        }

        if (!File.Exists(Path.Combine(_directory, _isFirstVersion ? "cpu.cfs_quota_us" : "cpu.max")))
        {
            Directory.Delete(_directory);
            throw new PlatformNotSupportedException("Control groups here do not limit processor time: +cpu is missing in cgroup.subtree_control.");
        }
    }

    /// <summary>The command that runs another one in this group.</summary>
    public string[] Enter => ["/bin/sh", "-c", $"echo $$ > {_directory}/cgroup.procs && exec \"$@\"", "sh"];

    /// <summary>Limits the group to a part of one core from now on.</summary>
    public void LimitTo(double cores)
    {
        var quota = ((int)(cores * PeriodMicroseconds)).ToString(CultureInfo.InvariantCulture);
        if (_isFirstVersion)
        {
            File.WriteAllText(Path.Combine(_directory, "cpu.cfs_period_us"), PeriodMicroseconds.ToString(CultureInfo.InvariantCulture));
            File.WriteAllText(Path.Combine(_directory, "cpu.cfs_quota_us"), quota);
        }
        else
        {
            File.WriteAllText(Path.Combine(_directory, "cpu.max"), string.Create(CultureInfo.InvariantCulture, $"{quota} {PeriodMicroseconds}"));
        }
    }

    /// <summary>Removes the group; whatever ran in it has ended.</summary>
    public void Dispose() => Directory.Delete(_directory);
}
