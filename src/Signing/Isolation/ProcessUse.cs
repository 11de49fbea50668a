using System.Buffers.Text;
using System.Diagnostics;

namespace Market.Signing.Isolation;

/// <summary>What a process has used and holds at this moment; nothing once it has ended.</summary>
internal readonly record struct ProcessUse(TimeSpan Processor, long ResidentBytes)
{
    // proc(5): fields of stat behind the name, which may hold anything.
    private const int UserTime = 11;
    private const int SystemTime = 12;
    private const int ResidentPages = 21;

    // USER_HZ, in which the kernel tells times whatever it counts in.
    private const long TicksPerHundredth = TimeSpan.TicksPerSecond / 100;

    /// <summary>Asked several times for every file, so it must cost nothing: the runtime's own way reads the state of every thread.</summary>
    public static ProcessUse Of(Process process)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                return OfStat(process.Id);
            }

            process.Refresh();
            return new ProcessUse(process.TotalProcessorTime, process.WorkingSet64);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // It has ended; whoever waits for its answer finds out.
            return default;
        }
    }

    private static ProcessUse OfStat(int id)
    {
        Span<byte> text = stackalloc byte[1024];
        using var stat = File.OpenHandle($"/proc/{id}/stat");
        text = text[..RandomAccess.Read(stat, text, 0)];
        var rest = text[(text.LastIndexOf((byte)')') + 2)..];
        Span<long> values = stackalloc long[ResidentPages + 1];
        for (var field = 0; field <= ResidentPages; field++)
        {
            var end = rest.IndexOf((byte)' ');
            if (end < 0)
            {
                return default;
            }

            // The first one is a letter.
            _ = Utf8Parser.TryParse(rest[..end], out values[field], out _);
            rest = rest[(end + 1)..];
        }

        return new ProcessUse(
            TimeSpan.FromTicks((values[UserTime] + values[SystemTime]) * TicksPerHundredth), values[ResidentPages] * Environment.SystemPageSize);
    }
}
