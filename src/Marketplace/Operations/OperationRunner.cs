using System.Diagnostics;
using Market.Marketplace.Agencies;
using Market.Marketplace.Calendars;
using Market.Marketplace.Delivery;
using Market.Marketplace.Feed;
using Market.Marketplace.Integration;
using Market.Marketplace.Persistence;
using Market.Marketplace.Province;
using Market.Marketplace.RulePacks;
using Market.Marketplace.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Market.Marketplace.Operations;

/// <summary>The only door into the marketplace: checks the permission, opens a scope with a fresh context, runs the
/// operation and saves once, in one transaction. Pages, endpoints, background work and tests all come through here.</summary>
public sealed class OperationRunner(
    IServiceScopeFactory scopes, TimeProvider clock, IChangeSignal signal, OutboxBell bell, SealBatchBell batchBell, FeedBell feedBell,
    AgencyWindowBell windowBell, WebhookBell webhookBell, CalendarBook calendars, RulePack rules, MarketplaceOptions options,
    ILogger<OperationRunner> log)
{
    /// <summary>How often an operation is run when another one changed the same rows between its read and its save.</summary>
    private const int Attempts = 4;

    private readonly ClockTerms _clockTerms = rules.Clock.ToTerms();

    /// <summary>Runs one operation for the actor.</summary>
    /// <exception cref="ForbiddenException">The actor's roles do not carry the permission.</exception>
    /// <exception cref="NotFoundException">There is no such row, or it is not the actor's to see.</exception>
    /// <exception cref="RuleViolationException">A rule says no; the code says which.</exception>
    public Task<TResult> RunAsync<TOperation, TResult>(
        Actor actor, Func<TOperation, Task<TResult>> execute, CancellationToken ct = default)
        where TOperation : class, IOperation =>
        RunAsync<TOperation, TResult>(actor, (operation, _) => execute(operation), ct);

    /// <summary>Runs one operation once for the call, however often it comes: its answer is saved with its effect.</summary>
    public Task<IdempotentAnswer> RunOnceAsync<TOperation, TResult>(
        Actor actor, IdempotentCall call, Func<TOperation, Task<TResult>> execute, Func<TResult, string> answer, CancellationToken ct = default)
        where TOperation : class, IOperation =>
        RunAsync<TOperation, IdempotentAnswer>(
            actor,
            (operation, services) => ActivatorUtilities.CreateInstance<Idempotency>(services)
                .OnceAsync(call, async () => answer(await execute(operation))),
            ct);

    private async Task<TResult> RunAsync<TOperation, TResult>(
        Actor actor, Func<TOperation, IServiceProvider, Task<TResult>> execute, CancellationToken ct)
        where TOperation : class, IOperation
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(execute);
        if (!actor.May(TOperation.Requires))
        {
            // Pages do not offer what the role may not do: this is a stale page or a request made by hand.
            log.LogWarning("{Operation} was refused to account {Account}: it needs {Permission}.", typeof(TOperation).Name, actor.UserId, TOperation.Requires);
            throw new ForbiddenException(TOperation.Requires);
        }

        if (options.ProvinceMode && ProvinceMode.TurnsOff(TOperation.Requires))
        {
            throw new RuleViolationException("province-mode");
        }

        var (name, started) = (typeof(TOperation).Name, Stopwatch.GetTimestamp());
        using var activity = MarketMetrics.Begin(name);
        try
        {
            var result = await RunRepeatedlyAsync<TOperation, TResult>(actor, execute, ct);
            MarketMetrics.End(activity, name, Stopwatch.GetElapsedTime(started), exception: null);
            return result;
        }
        catch (Exception e)
        {
            var outage = Outages.Of(e);
            MarketMetrics.End(activity, name, Stopwatch.GetElapsedTime(started), outage ?? e);
            if (e is MarketplaceException refusal && outage is null)
            {
                // The code and the account's id; what was handed in, and whose it was, does not belong in a log.
                log.LogInformation("{Operation} was refused to account {Account}: {Code}.", name, actor.UserId, refusal.Code);
            }

            if (outage is not null)
            {
                throw outage;
            }

            throw;
        }
    }

    private async Task<TResult> RunRepeatedlyAsync<TOperation, TResult>(
        Actor actor, Func<TOperation, IServiceProvider, Task<TResult>> execute, CancellationToken ct)
        where TOperation : class, IOperation
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(actor, execute, ct);
            }
            catch (Exception e) when (Conflicts.IsConflict(e))
            {
                // Run again on fresh rows: a page that was really stale is then refused by its version, while two
                // operations that merely met (both moved a panel's cursor, say) both succeed.
                if (attempt == Attempts || !TOperation.IsRepeatable)
                {
                    throw new RuleViolationException(Refusals.ChangedMeanwhile, e);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(15 * attempt), clock, ct);
            }
        }
    }

    /// <summary>Runs one operation that returns nothing.</summary>
    public Task RunAsync<TOperation>(Actor actor, Func<TOperation, Task> execute, CancellationToken ct = default)
        where TOperation : class, IOperation =>
        RunAsync<TOperation, bool>(
            actor,
            async operation =>
            {
                await execute(operation);
                return true;
            },
            ct);

    private async Task<TResult> RunOnceAsync<TOperation, TResult>(
        Actor actor, Func<TOperation, IServiceProvider, Task<TResult>> execute, CancellationToken ct)
        where TOperation : class, IOperation
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = new OperationContext(actor, clock.GetUtcNow(), ct)
        {
            Calendar = calendars.Current,
            Clock = _clockTerms,
            SelectsAgencies = !options.ProvinceMode,
        };
        scope.ServiceProvider.GetRequiredService<OperationContextHolder>().Context = context;

        var operation = ActivatorUtilities.CreateInstance<TOperation>(scope.ServiceProvider);
        var result = await execute(operation, scope.ServiceProvider);
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        if (db.ChangeTracker.HasChanges())
        {
            if (await db.SaveWithUpkeepAsync(context))
            {
                windowBell.Ring();
            }
        }

        if (db.HasChangedStandings)
        {
            context.Changed(StandingBook.Changed);
        }

        if (context.HasCalendar)
        {
            await calendars.ReadAsync(ct);
        }

        signal.Publish(context.ChangedOrganisations);
        if (context.HasOutboxMessages)
        {
            bell.Ring();
        }

        if (context.HasSealBatches)
        {
            batchBell.Ring();
        }

        if (context.HasFeedEvents)
        {
            feedBell.Ring();
        }

        if (context.HasWebhooks)
        {
            webhookBell.Ring();
        }

        return result;
    }
}
