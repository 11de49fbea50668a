using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Market.Signing;

namespace Market.FaultyExaminer;

/// <summary>The real examiner with the faults that a hostile file might find in it: a file beginning with <c>%FAULT</c> names
/// the one it triggers; one with such a second line triggers it when a revision is drafted.</summary>
internal sealed class Examiner(IFileExaminer real) : IFileExaminer
{
    private static readonly List<byte[]> Eaten = [];

    public Task<SealReport> ValidateAsync(Stream file, ValidationOptions options, CancellationToken ct = default)
    {
        Trigger(file);
        return real.ValidateAsync(file, options, ct);
    }

    public Task<PdfDescription> InspectAsync(Stream pdf, bool wholeDocument = false, CancellationToken ct = default)
    {
        Trigger(pdf);
        return real.InspectAsync(pdf, wholeDocument, ct);
    }

    public Task<RepairReport> RebuildAsync(Stream damaged, Stream output, CancellationToken ct = default)
    {
        Trigger(damaged);
        return real.RebuildAsync(damaged, output, ct);
    }

    public async Task<SealDraft> DraftSealAsync(Stream pdf, SealOptions options, HashAlgorithmName digestAlgorithm, CancellationToken ct = default)
    {
        TriggerWhenSealed(pdf);
        return await real.DraftSealAsync(pdf, options, digestAlgorithm, ct);
    }

    public Task<ReadOnlyMemory<byte>> DraftPreparationAsync(
        Stream pdf, IReadOnlyList<PdfAttachment> attachments, IReadOnlyList<PageStamp> stamps, DateTimeOffset at, CancellationToken ct = default)
    {
        TriggerWhenSealed(pdf);
        return real.DraftPreparationAsync(pdf, attachments, stamps, at, ct);
    }

    // A good document whose second line names a fault is harmless until a revision is drafted for it.
    private static void TriggerWhenSealed(Stream pdf)
    {
        var opening = Opening(pdf).Split('\n');
        if (opening is [_, var second, ..])
        {
            Trigger(second, opening);
        }
    }

    private static void Trigger(Stream file)
    {
        var opening = Opening(file).Split('\n');
        Trigger(opening[0], opening);
    }

    private static string Opening(Stream file)
    {
        var opening = new byte[48];
        file.Position = 0;
        var length = file.ReadAtLeast(opening, opening.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return Encoding.ASCII.GetString(opening, 0, length);
    }

    private static void Trigger(string fault, string[] opening)
    {
        switch (fault)
        {
            case "%FAULT sleep":
                Thread.Sleep(Timeout.Infinite);
                break;
            case "%FAULT loop":
                Loop();
                break;
            case "%FAULT heap":
                EatHeap();
                break;
            case "%FAULT native":
                EatNative();
                break;
            case "%FAULT overflow":
                Overflow(0);
                break;
            case "%FAULT exit":
                Environment.Exit(0);
                break;
            case "%FAULT garbage":
                using (var output = Console.OpenStandardOutput())
                {
                    output.Write("not a message of the right form"u8);
                    output.Flush();
                }

                Thread.Sleep(Timeout.Infinite);
                break;
            case "%FAULT write":
                File.WriteAllText(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), "stolen");
                break;
            case "%FAULT network":
                using (var client = new System.Net.Sockets.TcpClient())
                {
                    client.Connect(System.Net.IPAddress.Loopback, int.Parse(opening[1], System.Globalization.CultureInfo.InvariantCulture));
                }

                break;
            case "%FAULT environment":
                throw new PdfFormatException(PdfFormatException.Damaged, Environment.GetEnvironmentVariable("MARKET_TEST_SECRET") ?? "nothing");
            default:
                break;
        }
    }

    private static void Loop()
    {
        while (Environment.TickCount64 >= 0)
        {
        }
    }

    private static void EatHeap()
    {
        while (true)
        {
            Eaten.Add(new byte[1 << 20]);
        }
    }

    private static unsafe void EatNative()
    {
        while (true)
        {
            NativeMemory.Clear(NativeMemory.Alloc(1 << 20), 1 << 20);
        }
    }

    private static int Overflow(int depth) => depth < 0 ? depth : Overflow(depth + 1) + 1;
}
