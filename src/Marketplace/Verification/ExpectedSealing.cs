using Market.Marketplace.Agencies;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Verification;

/// <summary>One seal that must be on the file.</summary>
/// <param name="CertificateSha256">Of the registered seal's certificate.</param>
/// <param name="UsableAtSealing">Whether the registered seal was active at sealing.</param>
/// <param name="HolderRegistered">For a practitioner's seal: whether the holder's registration with this agency was in force at sealing.</param>
internal sealed record ExpectedSeal(
    string RoleTitle, string Text, string CertificateSha256, string? OrganisationCode, bool UsableAtSealing, bool HolderRegistered = true);

/// <summary>What the business knows about how a result must be sealed.</summary>
/// <param name="QualificationInForce">Whether the agency's licence for the item was in force when sealed.</param>
/// <param name="IsBoundByDeclaration">Whether only the agency's word says that the file belongs to the task.</param>
internal sealed record ExpectedSealing(
    IReadOnlyList<ExpectedSeal> Seals, ResultBinding Binding, bool QualificationInForce, bool IsBoundByDeclaration = false)
{
    public static async Task<ExpectedSealing> OfAsync(Result result, TaskOrder order, MarketplaceDbContext db, CancellationToken ct)
    {
        var agency = await db.Agencies.AsNoTracking().AsSplitQuery().Include(row => row.Qualifications).Include(row => row.Practitioners)
            .SingleAsync(row => row.Id == result.AgencyId, ct);
        var item = await db.ServiceItems.AsNoTracking().SingleAsync(row => row.Id == order.ServiceItemId, ct);
        var sealIds = result.Steps.Select(step => step.SealId).OfType<Guid>().ToList();
        var seals = await db.Seals.AsNoTracking().Where(row => sealIds.Contains(row.Id)).ToDictionaryAsync(row => row.Id, ct);
        var sealedOn = Calendars.ChinaTime.DayOf(result.SealedAt ?? result.SubmittedAt);
        // The verification at delivery established that the seals were active. One that is stopped later,
        // say, does not undo what it sealed before. A lost one raises a doubt of its own, and only from the suspected time on.
        var wasVerified = result.DeliveredAt is not null;
        return new ExpectedSealing(
            [.. result.Steps.Where(step => step.IsDone).Select(step => Expect(step, seals[step.SealId!.Value], agency, sealedOn, wasVerified))],
            await ResultBinding.OfAsync(result, order, db, ct),
            agency.IsQualifiedFor(item.Terms.RequiredQualification, sealedOn),
            result.IsBoundByDeclaration);
    }

    private static ExpectedSeal Expect(SealingStep step, Seal seal, Agency agency, DateOnly sealedOn, bool wasVerified)
    {
        var practitioner = agency.Practitioners.SingleOrDefault(person => person.Id == seal.PractitionerId);
        var holderRegistered = seal.PractitionerId is null || practitioner is { } person && person.ValidTo >= sealedOn;
        return new ExpectedSeal(
            step.RoleTitle, seal.Text, step.CertificateSha256!, agency.CreditCode,
            wasVerified || seal.Status != SealStatus.Suspended, holderRegistered);
    }
}
