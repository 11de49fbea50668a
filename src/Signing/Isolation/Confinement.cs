using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Market.Signing.Isolation;

/// <summary>What the system offers to confine a process, found out once: small programs that set limits and then become
/// the program they were asked to start.</summary>
/// <param name="Prefix">These programs with their arguments.</param>
internal sealed record Confinement(IReadOnlyList<string> Prefix, bool HasKernelLimits, bool IsNetworkCut, bool HasNoNewPrivileges)
{
    // Enough for the runtime, its libraries and one document.
    private const int OpenFiles = 256;

    /// <summary>A worker lives for the processor time of so many files of the worst kind.</summary>
    public const int LifeOfFiles = 10;

    /// <summary>Tries each means on a program that does nothing, and keeps those that work here.</summary>
    public static Confinement Probe(IsolationOptions options)
    {
        List<string> prefix = [];
        var (hasLimits, isCut, hasNoPrivileges) = (false, false, false);
        if (OperatingSystem.IsLinux())
        {
            var limits = Limits(options);
            hasLimits = Works(limits);
            if (hasLimits)
            {
                prefix.AddRange(limits);
            }

            // A network of its own with nothing in it; without being root that takes a user namespace.
            string[][] cuts = [["unshare", "--map-root-user", "--net", "--ipc", "--"], ["unshare", "--net", "--ipc", "--"]];
            if (Array.Find(cuts, Works) is { } cut)
            {
                prefix.AddRange(cut);
                isCut = true;
            }

            string[] privileges = ["setpriv", "--no-new-privs", "--"];
            hasNoPrivileges = Works(privileges);
            if (hasNoPrivileges)
            {
                prefix.AddRange(privileges);
            }
        }

        return new Confinement(prefix, hasLimits, isCut, hasNoPrivileges);
    }

    /// <summary>Processor time over the life of a worker is the last resort when its owner is gone and cannot end it. Memory:
    /// what is written to, which leaves the runtime its large reservations. No file can be written.</summary>
    private static string[] Limits(IsolationOptions options)
    {
        var seconds = ((long)Math.Ceiling((options.ProcessorLimit * LifeOfFiles).TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var data = (2L * options.ResidentMegabytes << 20).ToString(CultureInfo.InvariantCulture);
        return ["prlimit", $"--cpu={seconds}", $"--nofile={OpenFiles}", $"--data={data}", "--fsize=0", "--core=0", "--"];
    }

    private static bool Works(string[] prefix)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(prefix[0], [.. prefix.Skip(1), "true"])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            });
            return process is not null && process.WaitForExit(5000) && process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
