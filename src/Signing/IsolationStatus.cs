namespace Market.Signing;

/// <summary>What really bounds the processes that examine strangers' files, on this machine.</summary>
/// <param name="Workers">How many there may be.</param>
/// <param name="Busy">How many files are being examined.</param>
/// <param name="HeapLimit">Managed memory is bounded by the runtime.</param>
/// <param name="ResidentLimit">All memory is watched, and a worker that takes too much is ended.</param>
/// <param name="TimeLimit">Time and processor time are watched, and a worker that takes too long is ended.</param>
/// <param name="KernelLimits">The system itself bounds processor time, open files and memory, and forbids writing files.</param>
/// <param name="NetworkCut">Workers have no network.</param>
/// <param name="NoNewPrivileges">Workers can gain no rights.</param>
/// <param name="Examined">Files examined since the start.</param>
/// <param name="Ended">Workers that had to be ended, or came to an unexpected end, since the start.</param>
public sealed record IsolationStatus(
    int Workers, int Busy, bool HeapLimit, bool ResidentLimit, bool TimeLimit, bool KernelLimits, bool NetworkCut, bool NoNewPrivileges,
    long Examined, long Ended);
