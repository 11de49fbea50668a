using System.Diagnostics.CodeAnalysis;

namespace Market.Signing;

/// <summary>How strangers' files are examined in processes of their own, and what one file may take there.</summary>
public sealed record IsolationOptions
{
    /// <summary>The program that examines, and its arguments: it runs an <see cref="ExaminerWorker"/> and does nothing else.</summary>
    [SuppressMessage("Design", "CA1002", Justification = "An argument list.")]
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>How many files are examined at the same time.</summary>
    public int Workers { get; init; } = Math.Clamp(Environment.ProcessorCount, 2, 4);

    /// <summary>Time on the clock that one file may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What a new process may take to start, besides the time of its first file.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Processor time that one file may take.</summary>
    public TimeSpan ProcessorLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Managed memory of one worker, in megabytes.</summary>
    public int HeapMegabytes { get; init; } = 256;

    /// <summary>Memory of any kind that one worker may hold, in megabytes.</summary>
    public int ResidentMegabytes { get; init; } = 448;

    /// <summary>A worker is replaced after so many files. A new one compiles the reader anew, which costs as much as some hundred small files.</summary>
    public int FilesPerWorker { get; init; } = 1000;

    /// <summary>How long a file waits for a worker before the caller is told that all are busy.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);
}
