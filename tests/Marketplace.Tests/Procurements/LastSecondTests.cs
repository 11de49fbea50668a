using System.Collections.Concurrent;
using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Procurements;

/// <summary>A thousand agencies sign up in the last second, while the procurement is being closed.</summary>
public sealed class LastSecondTests
{
    private const int Agencies = 1_000;
    private const int AtOnce = 64;

    [Fact]
    public async Task Each_of_a_thousand_sign_ups_in_the_last_second_is_in_with_a_receipt_or_out()
    {
        await using var buying = await Buying.StartAsync();
        var ct = TestContext.Current.CancellationToken;
        var clerks = await AdmitAsync(buying, Agencies);
        var id = await buying.PublishAsync();
        var until = (await buying.ReadAsync(id)).SignUpUntil!.Value;
        var (runner, worker, clock) = (
            buying.Market.Host.Services.GetRequiredService<OperationRunner>(), buying.Market.Host.Services.GetRequiredService<ProcurementWorker>(),
            buying.Market.Clock);
        clock.Advance(until.AddMilliseconds(-500) - clock.GetUtcNow());
        var receipts = new ConcurrentDictionary<Guid, SignUpReceipt>();
        var refused = new ConcurrentDictionary<Guid, string>();
        var begun = 0;

        await Parallel.ForEachAsync(clerks, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (clerk, _) =>
        {
            // In the middle of the rush the deadline passes, and the program closes the sign-ups as it would.
            if (Interlocked.Increment(ref begun) == Agencies / 2)
            {
                clock.Advance(until - clock.GetUtcNow());
                await worker.SweepAsync(ct);
            }

            try
            {
                receipts[clerk.OrganisationId!.Value] = await runner.RunAsync(clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(id, null, null), ct);
            }
            catch (RuleViolationException e)
            {
                refused[clerk.OrganisationId!.Value] = e.Code;
            }
        });
        await worker.SweepAsync(ct);

        Assert.Equal(Agencies, receipts.Count + refused.Count);
        Assert.NotEmpty(receipts);
        Assert.NotEmpty(refused);
        Assert.All(refused.Values, code => Assert.Equal("sign-up-late", code));
        var (stored, count) = await buying.Market.Host.ReadAsync(async db => (
            await db.SignUps.AsNoTracking().Where(row => row.ProcurementId == id).ToListAsync(ct),
            await db.Procurements.Where(row => row.Id == id).Select(row => row.SignUpCount).SingleAsync(ct)));
        Assert.Equal(receipts.Count, count);
        Assert.Equal(receipts.OrderBy(pair => pair.Key), stored.ToDictionary(row => row.AgencyId, row => row.Receipt).OrderBy(pair => pair.Key));
        Assert.All(stored, row => Assert.True(row.ReceivedAt < until));
        var opened = (await buying.ReadAsync(id)).Outcome!.Applicants;
        Assert.Equal(
            receipts.Select(pair => pair.Value.Digest).Order(StringComparer.Ordinal), opened.Select(applicant => applicant.ReceiptDigest).Order(StringComparer.Ordinal));
    }

    private static async Task<IReadOnlyList<Actor>> AdmitAsync(Buying buying, int count)
    {
        var clerks = new List<Actor>();
        for (var i = 0; i < count; i++)
        {
            var name = $"抢报机构{i}";
            var id = await buying.Market.RunAsync(Actor.System, (AdmitAgency admit) => admit.ExecuteAsync(TestData.Application(1000 + i, name) with { Practitioners = [] }));
            clerks.Add(new Actor(Guid.CreateVersion7(), $"{name}经办", id, name, [Role.AgencyClerk]));
        }

        return clerks;
    }
}
