using System.Globalization;
using Market.Marketplace.Delivery;
using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Microsoft.Extensions.Logging;

namespace Market.Marketplace.Exchange;

/// <summary>Wakes the exchange of this process.</summary>
public sealed class ExchangeBell : Bell;

/// <summary>Exchanges rows with the departments' systems in both directions. Everything may be done twice: cases come by the same idempotent way as over the
/// interface, rows are written over under their key; so a process that dies between the two databases loses nothing.</summary>
public sealed class ExchangeWorker(OperationRunner runner, FrontDatabase front, TimeProvider clock, ILogger<ExchangeWorker> log)
{
    private const int CasesAtOnce = 50;
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    private bool _prepared;
    private int _looked;

    /// <summary>Does what there is; returns how many rows moved.</summary>
    public async Task<int> ExchangeAsync(CancellationToken ct = default)
    {
        if (!front.IsConfigured)
        {
            return 0;
        }

        if (!_prepared)
        {
            await front.PrepareAsync(ct);
            _prepared = true;
        }

        return await TakeAsync(ct) + await FillAsync(ct) + await WriteAsync(ct) + await LookAsync(ct);
    }

    private async Task<int> TakeAsync(CancellationToken ct)
    {
        var cases = await front.ReadCasesAsync(CasesAtOnce, ct);
        foreach (var row in cases)
        {
            var refusal = await TakeAsync(row, ct);
            await front.MarkCaseAsync(row, refusal, clock.GetUtcNow(), ct);
        }

        return cases.Count;
    }

    /// <summary>Why it was refused, in words for the department; null when it was taken.</summary>
    private async Task<string?> TakeAsync(FrontCase row, CancellationToken ct)
    {
        var code = row.Columns["bmdm"];
        if (await runner.RunAsync<FindFrontSender, FrontSender?>(Actor.System, find => find.ExecuteAsync(code), ct) is not { } sender)
        {
            return Refusals.Say("front-department-unknown", Chinese, code);
        }

        var (caseId, refusal) = ((Guid?)null, (string?)null);
        try
        {
            var content = FrontCases.Read(row.Columns);
            caseId = (await runner.RunAsync(sender.Actor, (PutCase put) => put.ExecuteAsync(row.Columns["spsxslbm"], content), ct)).CaseId;
        }
        catch (MarketplaceException e) when (e.Code != Refusals.ChangedMeanwhile)
        {
            refusal = Refusals.Say(e, Chinese);
            log.LogWarning("A case of the exchange database was refused: {Number}, {Code}.", row.Columns["spsxslbm"], e.Code);
        }

        await runner.RunAsync(
            Actor.System, (NoteFrontCase note) => note.ExecuteAsync(sender.Actor.Organisation, row.Columns, caseId, refusal), ct);
        return refusal;
    }

    private async Task<int> FillAsync(CancellationToken ct)
    {
        var read = 0;
        foreach (var department in await runner.RunAsync<ListExchanges, IReadOnlyList<Guid>>(Actor.System, list => list.ExecuteAsync(), ct))
        {
            while (await runner.RunAsync<FillExchange, int>(Actor.System, fill => fill.ExecuteAsync(department), ct) is > 0 and var some)
            {
                read += some;
            }
        }

        return read;
    }

    private async Task<int> WriteAsync(CancellationToken ct)
    {
        var written = 0;
        while (await WorkAsync(ExchangeState.Waiting, ct) is { Count: > 0 } rows)
        {
            var refused = await front.WriteAsync(rows, ct);
            foreach (var row in rows.Where(row => refused.ContainsKey(row.Id)))
            {
                log.LogWarning("The exchange database does not accept row {Key} of {Table}: {Reason}", row.Key, row.Table, refused[row.Id]);
            }

            written += await SettleAsync(
                [.. rows.Select(row => refused.GetValueOrDefault(row.Id) is { } reason
                    ? new ExchangeOutcome(row.Id, row.Version, ExchangeState.Failed, reason)
                    : new ExchangeOutcome(row.Id, row.Version, ExchangeState.Written))],
                ct);
        }

        return written;
    }

    /// <summary>Looks what the city's collector has made of the rows: some at a time, and the next ones the next time, so that rows which it never takes hide no others.</summary>
    private async Task<int> LookAsync(CancellationToken ct)
    {
        var rows = await WorkAsync(ExchangeState.Written, ct, _looked);
        var outcomes = new List<ExchangeOutcome>();
        foreach (var table in rows.GroupBy(row => row.Table))
        {
            var states = await front.StatesAsync(table.Key, [.. table.Select(row => row.Key)], ct);
            outcomes.AddRange(table.Select(row => (Row: row, Found: states.GetValueOrDefault(row.Key))).Where(pair => pair.Found.State != 0).Select(pair => new ExchangeOutcome(
                pair.Row.Id, pair.Row.Version, pair.Found.State > 0 ? ExchangeState.Uploaded : ExchangeState.Failed,
                pair.Found.State > 0 ? null : pair.Found.Reason is { Length: > 0 } reason ? reason : "-")));
        }

        var settled = outcomes.Count == 0 ? 0 : await SettleAsync(outcomes, ct);
        _looked = rows.Count < ListExchangeWork.AtOnce ? 0 : _looked + rows.Count - settled;
        return settled;
    }

    private Task<IReadOnlyList<ExchangeRow>> WorkAsync(ExchangeState state, CancellationToken ct, int after = 0) =>
        runner.RunAsync<ListExchangeWork, IReadOnlyList<ExchangeRow>>(Actor.System, list => list.ExecuteAsync(state, after), ct);

    private Task<int> SettleAsync(IReadOnlyList<ExchangeOutcome> outcomes, CancellationToken ct) =>
        runner.RunAsync<SettleExchange, int>(Actor.System, settle => settle.ExecuteAsync(outcomes), ct);
}

/// <summary>Runs the exchange in a host: every five seconds, and at once when it is rung.</summary>
public sealed class ExchangeService(ExchangeWorker worker, ExchangeBell bell, ILogger<ExchangeService> log)
    : BellService(bell, TimeSpan.FromSeconds(5), "The exchange database could not be worked with; it is tried again.", log)
{
    /// <inheritdoc />
    protected override Task WorkAsync(CancellationToken ct) => worker.ExchangeAsync(ct);
}
