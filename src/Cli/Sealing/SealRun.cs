using System.Globalization;
using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>One run of <c>seal</c>: one key, one look, any number of files.</summary>
internal sealed class SealRun(Terminal terminal, SealRequest request)
{
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(1);
    private readonly CultureInfo _language = CultureInfo.CurrentUICulture;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var level = LevelOf(request);
        var batch = BatchPlan.Of(request.Inputs, request.Output);
        ISealKey key;
        try
        {
            key = KeyFile.Open(request.Key, request.PasswordFile);
        }
        catch (SealRefusedException refusal)
        {
            terminal.Error.WriteLine($"{ReasonCatalogue.Explain(refusal.Code, _language)} [{refusal.Code}]");
            return ExitCodes.Refused;
        }

        using (key)
        using (var http = new HttpClient { Timeout = LongestRequest })
        {
            var options = request.Appearance.OptionsFor(key.Certificate, TimeProvider.System.GetUtcNow()) with
            {
                Reason = request.Reason,
                Location = request.Location,
            };
            var tsa = request.TimestampAuthority is { } address ? new HttpTimestampAuthority(http, address) : null;
            return await SealAllAsync(batch, item => SealAsync(item, key, options, tsa, level, ct), ct);
        }
    }

    private async Task<int> SealAllAsync(IReadOnlyList<BatchItem> batch, Func<BatchItem, Task<SealOutcome>> seal, CancellationToken ct)
    {
        var report = new BatchReport(terminal, request.AsJson, batch.Count);
        using (var bar = new ProgressBar(terminal, batch.Count))
        {
            await foreach (var (_, outcome) in InOrder.RunAsync(batch, request.Jobs, seal, ct))
            {
                bar.Step(() => report.Add(outcome));
            }
        }

        return report.Finish();
    }

    private async Task<SealOutcome> SealAsync(
        BatchItem item, ISealKey key, SealOptions options, HttpTimestampAuthority? tsa, string level, CancellationToken ct)
    {
        try
        {
            await using var input = File.OpenRead(item.Input);
            // The claimed time is that of each file, not of the batch.
            var own = options with { ClaimedAt = TimeProvider.System.GetUtcNow() };
            await OutputFile.WriteAsync(item.Output, output => PdfSealer.SealAsync(input, output, key, own, tsa, ct));
            return SealOutcome.Done(item, level);
        }
        catch (Exception exception) when (Refusal.CodeOf(exception) is { } code)
        {
            return SealOutcome.Refused(item, code, Refusal.Say(code, exception, _language));
        }
    }

    private static string LevelOf(SealRequest request) => (request.Level, request.TimestampAuthority) switch
    {
        (null, null) or ("B-B", null) => "B-B",
        (null or "B-T", not null) => "B-T",
        ("B-B", not null) => throw new UsageException(Texts.Say("seal.level-without", "--tsa", "B-B")),
        (var level, _) => throw new UsageException(Texts.Say("seal.level-needs", level, "--tsa")),
    };
}
