using Market.Marketplace.Admissions;
using Market.Marketplace.Agencies;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Integration;
using Market.Marketplace.Integrity;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.PersonalData;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.Successions;
using Microsoft.Extensions.Logging;

namespace Market.Marketplace.Delivery;

/// <summary>Does the work of the outbox: claims by lease, so any number of processes may run it, and every message is
/// idempotent, so one that was done but not settled may be done again.</summary>
public sealed class OutboxWorker(OperationRunner runner, Calendars.CalendarBook calendars, TimeProvider clock, ILogger<OutboxWorker> log)
{
    private static readonly TimeSpan RenewalPeriod = ClaimOutboxMessage.LeasePeriod / 3;

    /// <summary>Leaves the work of the day to be done, if nobody has yet.</summary>
    public Task<bool> ScheduleAsync(CancellationToken ct = default) =>
        runner.RunAsync<ScheduleDailyWork, bool>(Actor.System, schedule => schedule.ExecuteAsync(), ct);

    /// <summary>Works until nothing is due; returns how many messages were done.</summary>
    public async Task<int> DrainAsync(CancellationToken ct = default)
    {
        var done = 0;
        while (await runner.RunAsync<ClaimOutboxMessage, OutboxClaim?>(Actor.System, claim => claim.ExecuteAsync(), ct) is { } claim)
        {
            var error = await WorkUnderLeaseAsync(claim, ct);
            await runner.RunAsync<SettleOutboxMessage, bool>(Actor.System, settle => settle.ExecuteAsync(claim, error), ct);
            done += error is null ? 1 : 0;
        }

        return done;
    }

    private async Task EraseAsync(CancellationToken ct)
    {
        await runner.RunAsync<EraseServedData, int>(Actor.System, erase => erase.ExecuteAsync(), ct);
        await runner.RunAsync<DropErasedFiles, int>(Actor.System, drop => drop.ExecuteAsync(), ct);
        await runner.RunAsync<ForgetAnswers, int>(Actor.System, forget => forget.ExecuteAsync(), ct);
    }

    private async Task AdvanceAsync(CancellationToken ct)
    {
        // One at a time: of two that name the same practitioner, the second finds the first in the register.
        foreach (var id in await runner.RunAsync<ListDueAdmissions, IReadOnlyList<Guid>>(Actor.System, list => list.ExecuteAsync(), ct))
        {
            await runner.RunAsync<AdvanceAdmission, bool>(Actor.System, advance => advance.ExecuteAsync(id), ct);
        }

        await runner.RunAsync<WarnOfQualifications, int>(Actor.System, warn => warn.ExecuteAsync(), ct);
    }

    // Portion by portion, so that no transaction grows with the number of open tasks.
    private async Task RecountAsync(Guid edition, CancellationToken ct)
    {
        await calendars.ReadAsync(ct);
        for (Guid? after = Guid.Empty; after is { } last;)
        {
            after = await runner.RunAsync<Calendars.RecountDeadlines, Guid?>(Actor.System, recount => recount.ExecuteAsync(edition, last), ct);
        }
    }

    private async Task<string?> WorkUnderLeaseAsync(OutboxClaim claim, CancellationToken ct)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var renewing = RenewAsync(claim, done.Token);
        try
        {
            return await WorkAsync(claim, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The program ends: another node need not wait for the lease to run out.
            await runner.RunAsync<RenewOutboxClaim, bool>(Actor.System, giveBack => giveBack.ExecuteAsync(claim, isGivenBack: true), CancellationToken.None);
            throw;
        }
        finally
        {
            await done.CancelAsync();
            await renewing;
        }
    }

    private async Task RenewAsync(OutboxClaim claim, CancellationToken ct)
    {
        try
        {
            do
            {
                await Task.Delay(RenewalPeriod, clock, ct);
            }
            while (await runner.RunAsync<RenewOutboxClaim, bool>(Actor.System, renew => renew.ExecuteAsync(claim), ct));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The work is done.
        }
        catch (Exception e)
        {
            // Without the lease another worker may do it too, which is useless and harmless.
            log.LogWarning(e, "The lease of outbox message {Message} could not be renewed.", claim.MessageId);
        }
    }

    private async Task<string?> WorkAsync(OutboxClaim claim, CancellationToken ct)
    {
        try
        {
            Task work = claim.Kind switch
            {
                OutboxKind.VerifyResult => runner.RunAsync<VerifyAndDeliver, Verification.Verdict?>(
                    Actor.System, verify => verify.ExecuteAsync(claim.SubjectId), ct),
                OutboxKind.SealNotice => runner.RunAsync<SealNotice>(Actor.System, seal => seal.ExecuteAsync(claim.SubjectId), ct),
                OutboxKind.RecountDeadlines => RecountAsync(claim.SubjectId, ct),
                OutboxKind.WarnOfExpiry => runner.RunAsync<WarnOfExpiry, int>(Actor.System, warn => warn.ExecuteAsync(), ct),
                OutboxKind.AdvanceAdmissions => AdvanceAsync(ct),
                OutboxKind.AdvanceCatalogue => runner.RunAsync<AdvanceCatalogue, int>(Actor.System, advance => advance.ExecuteAsync(), ct),
                OutboxKind.CarryOutSuccessions => runner.RunAsync<CarryOutSuccessions, int>(Actor.System, carry => carry.ExecuteAsync(), ct),
                OutboxKind.MakeReconciliations => runner.RunAsync<MakeReconciliations, int>(Actor.System, make => make.ExecuteAsync(), ct),
                OutboxKind.EraseServedData => EraseAsync(ct),
                OutboxKind.CollectGarbage => runner.RunAsync<CollectGarbage, GarbageReport>(
                    Actor.System, collect => collect.ExecuteAsync(CollectGarbage.Grace), ct),
            };
            await work;
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The door of background work: the message stays, is tried again and shows on the stuck-work page.
            log.LogError(e, "Outbox message {Message} failed on attempt {Attempt}.", claim.MessageId, claim.Attempt);
            return e.Message;
        }
    }
}

/// <summary>Runs the outbox worker in a host: at once when a commit rings, and every few seconds for other nodes'
/// messages; the work of the day is scheduled soon after midnight.</summary>
public sealed class OutboxService(OutboxWorker worker, OutboxBell bell, TimeProvider clock, ILogger<OutboxService> log)
    : BellService(bell, TimeSpan.FromSeconds(5), "The outbox could not be read; it is tried again.", log)
{
    private static readonly TimeSpan SchedulePeriod = TimeSpan.FromMinutes(15);
    private DateTimeOffset? _scheduled;

    /// <inheritdoc />
    protected override async Task WorkAsync(CancellationToken ct)
    {
        // By the clock of deadlines: where its time is moved, as in a sandbox, a new day begins at once.
        var now = clock.GetUtcNow();
        if (_scheduled is not { } last || now - last >= SchedulePeriod || now < last)
        {
            await worker.ScheduleAsync(ct);
            _scheduled = now;
        }

        await worker.DrainAsync(ct);
    }
}
