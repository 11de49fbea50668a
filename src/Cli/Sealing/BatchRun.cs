using System.Globalization;
using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>Works through a batch of files: each output whole or not there, refusals told and left behind.</summary>
internal sealed class BatchRun(Terminal terminal, bool asJson, int jobs)
{
    private readonly CultureInfo _language = CultureInfo.CurrentUICulture;

    /// <param name="batch">What is to be done.</param>
    /// <param name="work">Reads one input, writes one output.</param>
    /// <param name="ct">Ends the whole; files not finished leave nothing behind.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        IReadOnlyList<BatchItem> batch, Func<FileStream, FileStream, Task<SealOutcome>> work, CancellationToken ct)
    {
        var report = new BatchReport(terminal, asJson, batch.Count);
        using (var bar = new ProgressBar(terminal, batch.Count))
        {
            await foreach (var (_, outcome) in InOrder.RunAsync(batch, jobs, item => WorkAsync(item, work), ct))
            {
                bar.Step(() => report.Add(outcome));
            }
        }

        return report.Finish();
    }

    private async Task<FileOutcome> WorkAsync(BatchItem item, Func<FileStream, FileStream, Task<SealOutcome>> work)
    {
        try
        {
            await using var input = File.OpenRead(item.Input);
            SealOutcome? outcome = null;
            await OutputFile.WriteAsync(item.Output, async output => outcome = await work(input, output));
            return FileOutcome.Done(item, outcome!, _language);
        }
        catch (Exception exception) when (Refusal.CodeOf(exception) is { } code)
        {
            return FileOutcome.Refused(item, code, Refusal.Say(code, exception.Message, _language), Refusal.Detail(code, exception.Message));
        }
    }
}
