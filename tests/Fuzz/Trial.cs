using System.Diagnostics;
using Market.Signing;
using Market.Signing.Validation;

namespace Market.Fuzz;

/// <summary>Does with one file all that the library does with files that strangers hand in, and finds what must never be: an
/// exception without a code, a long wait, a lot of memory.</summary>
internal sealed class Trial(ISealKey key, DateTimeOffset at)
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private const long MostBytes = 256L << 20;
    private const int Attempts = 3;

    private readonly SealPicture _picture = SealPicture.Round("长沙市规划技术审查中心有限公司", "技术审查专用章");

    /// <summary>What went wrong; null when all is well. A slow answer is asked for again, for the machine may be busy.</summary>
    public string? Run(byte[] file)
    {
        for (var attempt = 1; ; attempt++)
        {
            var watch = Stopwatch.StartNew();
            var complaint = Inspect(file) ?? Seal(file, null) ?? Seal(file, "UnitSeal") ?? Judge(file) ?? ListRevisions(file);
            if (complaint is not null)
            {
                return complaint;
            }

            if (watch.Elapsed <= Longest)
            {
                return null;
            }

            if (attempt == Attempts)
            {
                return $"took {watch.Elapsed.TotalSeconds:0.0} s";
            }
        }
    }

    private static string? Inspect(byte[] file) => Attempt("inspect", () => PdfInspector.Inspect(new MemoryStream(file, writable: false)));

    private static string? ListRevisions(byte[] file) => Attempt("revisions", () => PdfRevisions.List(new MemoryStream(file, writable: false)));

    private string? Seal(byte[] file, string? field)
    {
        var options = new SealOptions
        {
            ClaimedAt = at,
            FieldName = field,
            Placements = field is null ? [new SealImpression(-1, 60, 60, _picture), new SealImpression(1, 60, 60, _picture)] : [],
            Attachments = field is null ? [new PdfAttachment("market.json", "application/json", "{}"u8.ToArray())] : [],
            CheckWholeDocument = field is not null,
        };
        using var output = new MemoryStream();
        return Attempt("seal", () => PdfSealer.SealAsync(new MemoryStream(file, writable: false), output, key, options, tsa: null).GetAwaiter().GetResult());
    }

    private string? Judge(byte[] file)
    {
        SealReport? report = null;
        var complaint = Attempt("validate", () => report = PdfSealValidator.Validate(new MemoryStream(file, writable: false), new ValidationOptions { AsOf = at }));
        return complaint
            ?? (report!.Reasons.Contains("validation-interrupted") ? Attempt("validate, swallowed", () => FileValidation.Validate(new MemoryStream(file, writable: false), new ValidationOptions { AsOf = at })) : null)
            ?? (report.Verdict == Indication.TotalPassed ? "validate: passed without any trust" : null);
    }

    private static string? Attempt(string what, Action work)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            work();
            return WasFrugal(what, allocated);
        }
        catch (Exception refused) when (refused is PdfFormatException { Code.Length: > 0, Message.Length: > 0 } or SealRefusedException { Code.Length: > 0, Message.Length: > 0 })
        {
            return WasFrugal(what, allocated);
        }
#pragma warning disable CA1031 // Whatever else comes is what this program looks for.
        catch (Exception exception)
        {
            return $"{what}: {exception}";
        }
#pragma warning restore CA1031
    }

    // All that was allocated, freed or not: more than was ever held at once.
    private static string? WasFrugal(string what, long allocatedBefore)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        return allocated > MostBytes ? $"{what}: took {allocated >> 20} MB of memory" : null;
    }
}
