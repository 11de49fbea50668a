using System.Globalization;
using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Market.Marketplace.Selection;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>Opens the draws of procurements, and keeps their secrets and the sealed offers under the program's protection.</summary>
public sealed class ProcurementDraws(IDataProtectionProvider protection, MarketplaceOptions options)
{
    private static readonly TimeSpan ForObjections = TimeSpan.FromHours(12);
    private static readonly TimeSpan ForReveals = TimeSpan.FromHours(2);

    private readonly IDataProtector _secrets = protection.CreateProtector("Market.Marketplace.Selection.Draw");
    private readonly IDataProtector _offers = protection.CreateProtector("Market.Marketplace.Procurements.SignUp");

    /// <summary>Opens the draw of a procurement that is about to be published; null where nothing is ever drawn.</summary>
    internal async Task<Draw?> OpenAsync(MarketplaceDbContext db, Procurement procurement, RulePack rules, OperationContext context)
    {
        if (!procurement.Terms.MayDraw)
        {
            return null;
        }

        var item = await db.ServiceItems.AsNoTracking().SingleAsync(row => row.Id == procurement.ServiceItemId, context.Cancellation);
        var departments = await new EligibleAgencies(db, context).DepartmentsForAsync(item.Terms.Precedes);
        var witness = departments.FirstOrDefault(department => department.Id != procurement.OwnerId);
        var operatorName = await db.Organisations.Where(row => row.Kind == OrganisationKind.Operator).OrderBy(row => row.Id)
            .Select(row => row.Name).FirstOrDefaultAsync(context.Cancellation);
        var closes = WorkingCalendar.Official.DeadlineAfter(context.Today, rules.RuleFor(procurement.Terms.Method)!.SignUpWorkingDays.Value).DueAt;
        var draw = Draw.Open(
            new DrawOpening(
                procurement.Id, $"{procurement.ProjectName} · {procurement.ServiceItemName}", procurement.OwnerId, procurement.OwnerName,
                witness?.Id, witness?.Name, operatorName ?? "", PlanFrom(closes)),
            secret => Convert.ToBase64String(_secrets.Protect(secret)),
            context);
        db.Add(draw);
        return draw;
    }

    internal byte[] Unprotect(string secret) => _secrets.Unprotect(Convert.FromBase64String(secret));

    internal string Seal(string offer) => _offers.Protect(offer);

    internal string Unseal(string sealedOffer) => _offers.Unprotect(sealedOffer);

    // Sign-ups close at midnight. Twelve hours later the list stands, two more for reveals, and the outside value is one
    // that becomes known after that, on the same working day.
    private DrawPlan PlanFrom(DateTimeOffset closes)
    {
        var commitUntil = closes + ForObjections;
        var revealUntil = commitUntil + ForReveals;
        if (options.Beacon.IsConfigured)
        {
            return new DrawPlan(closes, commitUntil, revealUntil, options.Beacon.FirstAfter(revealUntil));
        }

        var day = ChinaTime.DayOf(revealUntil);
        while (!WorkingCalendar.Official.IsWorkingDay(day))
        {
            day = day.AddDays(1);
        }

        return new DrawPlan(closes, commitUntil, revealUntil, new OutsideSource(
            string.Format(CultureInfo.InvariantCulture, options.DrawOutsideSource, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            options.DrawOutsideAddress));
    }
}
