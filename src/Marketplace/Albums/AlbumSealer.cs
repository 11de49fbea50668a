using System.Collections.Concurrent;
using System.Security.Cryptography;
using Market.Marketplace.Delivery;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Signing;
using Microsoft.Extensions.Logging;

namespace Market.Marketplace.Albums;

/// <summary>Seals confirmed albums sheet by sheet, on all cores, with the key opened once per album. It claims by lease and
/// enters a few sheets at a time, so that any number of processes may run it and a kill costs at most these few.</summary>
public sealed class AlbumSealer(
    OperationRunner runner, ISealKeyStore keys, IBlobStore blobs, Sealing sealing, MarketplaceOptions options, ILogger<AlbumSealer> log)
{
    private static readonly int Workers = Math.Max(1, Environment.ProcessorCount);

    /// <summary>Works until no batch is due; returns how many sheets were sealed.</summary>
    public async Task<int> DrainAsync(CancellationToken ct = default)
    {
        var done = 0;
        while (await runner.RunAsync<ClaimSealBatch, SealBatchClaim?>(Actor.System, claim => claim.ExecuteAsync(), ct) is { } claim)
        {
            done += await WorkAsync(claim, ct);
        }

        return done;
    }

    private async Task<int> WorkAsync(SealBatchClaim claim, CancellationToken ct)
    {
        var done = 0;
        ISealKey? key = null;
        SealingArtwork? artwork = null;
        try
        {
            while (await TakeAsync(claim, ct) is { } work)
            {
                key ??= await keys.OpenAsync(work.Seal.KeyReference, ct);
                artwork ??= sealing.ArtworkFor(work.PlanFor(work.Sheets[0].Sheet, null));
                // Only the first seal brings the list along.
                var sealable = options.ListSm3 && work is { List: { } list, Step.Order: 1 } ? work with { List = await list.WithSm3Async(blobs, ct) } : work;
                var outcomes = await SealAsync(sealable, key, artwork, ct);
                done += outcomes.Count(outcome => outcome.Sealed is not null);
                if (!await runner.RunAsync<RecordSheets, bool>(Actor.System, record => record.ExecuteAsync(claim, outcomes), ct))
                {
                    break;
                }
            }
        }
        catch (RuleViolationException refusal)
        {
            // The key cannot be opened: nothing of this batch can be done until somebody has seen to it.
            await runner.RunAsync<StopSealBatch, bool>(Actor.System, stop => stop.ExecuteAsync(claim, refusal), ct);
        }
        finally
        {
            key?.Dispose();
        }

        return done;
    }

    private Task<SheetWork?> TakeAsync(SealBatchClaim claim, CancellationToken ct) =>
        runner.RunAsync<TakeSheets, SheetWork?>(Actor.System, take => take.ExecuteAsync(claim), ct);

    private async Task<IReadOnlyList<SheetSealing>> SealAsync(SheetWork work, ISealKey key, SealingArtwork artwork, CancellationToken ct)
    {
        var outcomes = new ConcurrentBag<SheetSealing>();
        await Parallel.ForEachAsync(
            work.Sheets, new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = ct },
            async (task, stop) => outcomes.Add(await SealAsync(task, work.PlanFor(task.Sheet, artwork), key, stop)));
        return [.. outcomes];
    }

    private async Task<SheetSealing> SealAsync(SheetTask task, SealingPlan plan, ISealKey key, CancellationToken ct)
    {
        try
        {
            await using var input = blobs.OpenRead(task.Sheet.CurrentSha256);
            if (task.Sha256 != task.Sheet.CurrentSha256 || Convert.ToHexStringLower(await SHA256.HashDataAsync(input, ct)) != task.Sha256)
            {
                // The confirmation was for other bytes than lie here now.
                return new SheetSealing(task.ItemId, null, new SheetFailure("sheet-changed"));
            }

            input.Position = 0;
            IReadOnlyList<string> warnings = [];
            var blob = await blobs.WriteAsync(async output => warnings = await sealing.SealAsync(input, output, key, plan, ct), ct);
            return new SheetSealing(task.ItemId, blob, null) { Warnings = warnings };
        }
        catch (RuleViolationException refusal)
        {
            return new SheetSealing(task.ItemId, null, new SheetFailure(refusal.Code, (refusal.Args is [SigningReason reason]) ? reason.Code : null));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One sheet must not take the others with it: it shows as failed and is tried again.
            log.LogError(e, "Sheet {Sheet} of result {Result} could not be sealed.", task.Sheet.Id, plan.Result.Id);
            return new SheetSealing(task.ItemId, null, new SheetFailure("sheet-not-sealed"));
        }
    }
}

/// <summary>Runs the album sealer in a host: at once when a person has confirmed, and every few seconds for other nodes' and
/// interrupted batches.</summary>
public sealed class AlbumSealingService(AlbumSealer sealer, SealBatchBell bell, ILogger<AlbumSealingService> log)
    : BellService(bell, TimeSpan.FromSeconds(5), "A batch of seals was interrupted; it is taken up again.", log)
{
    /// <inheritdoc />
    protected override Task WorkAsync(CancellationToken ct) => sealer.DrainAsync(ct);
}
