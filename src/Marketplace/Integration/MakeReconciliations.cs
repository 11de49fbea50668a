using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integration;

/// <summary>The daily step: a sheet for every connected department about each day that is over, also those on which the program did not run.</summary>
public sealed class MakeReconciliations(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int MostDaysBack = 31;

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns how many sheets were issued.</summary>
    public async Task<int> ExecuteAsync()
    {
        var departments = await db.Organisations.Where(row => row.Kind == OrganisationKind.Department
                && (db.ApiClients.Any(client => client.OrganisationId == row.Id && client.Status == ApiClientStatus.Active)
                    || db.ExchangedCases.Any(tie => tie.DepartmentId == row.Id)))
            .OrderBy(row => row.Id).ToListAsync(context.Cancellation);
        var issued = 0;
        foreach (var department in departments)
        {
            var last = await db.DayReconciliations.Where(row => row.DepartmentId == department.Id && row.NoticeId != null)
                .MaxAsync(row => (DateOnly?)row.Day, context.Cancellation);
            var yesterday = context.Today.AddDays(-1);
            var first = last is { } known && known >= yesterday.AddDays(-MostDaysBack) ? known.AddDays(1) : yesterday;
            for (var day = first; day <= yesterday; day = day.AddDays(1))
            {
                await IssueAsync(department, day);
                issued++;
            }
        }

        return issued;
    }

    private async Task IssueAsync(Organisation department, DateOnly day)
    {
        var reconciliation = await db.DayReconciliations.SingleOrDefaultAsync(row => row.DepartmentId == department.Id && row.Day == day, context.Cancellation)
            ?? db.Add(DayReconciliation.Of(department, day, context)).Entity;
        var sheet = await new DayComparison(db, department, context.Cancellation).OfAsync(day, reconciliation.There);
        await new ReconciliationOffice(db, context).IssueAsync(reconciliation, department, sheet);
    }
}
