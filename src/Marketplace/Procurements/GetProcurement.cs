using System.Text.Json;
using Market.Marketplace.Calendars;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>The reader's own sign-up.</summary>
public sealed record OwnSignUp(SignUpReceipt Receipt, decimal? Amount, Guid? PlanFileId);

/// <summary>A procurement as the reader may see it.</summary>
public sealed record ProcurementDetails(
    Guid Id, long Version, string Number, string OwnerName, string ProjectName, string ServiceItemCode, string ServiceItemName, ProcurementTerms Terms,
    ProcurementStatus Status, string? RulePackName, Guid? RepeatsId, DateTimeOffset CreatedAt, DateTimeOffset? PublishedAt, DateTimeOffset? SignUpUntil,
    Deadline? SignUpDeadline, Guid? DrawId, Outcome? Outcome, DateTimeOffset? PublicityUntil, DateTimeOffset? AwardedAt, DateTimeOffset? ContractDueAt,
    Guid? WinnerId, string? WinnerName, string? EndReason, DateTimeOffset? EndedAt, IReadOnlyList<NoticeRevision> Revisions, IReadOnlyList<Objection> Objections,
    IReadOnlyList<TimelineEntry> Timeline, bool IsOwn, OwnSignUp? SignUp)
{
    /// <summary>The rules of the region under which it was published.</summary>
    public RulePack? Rules { get; init; }

    /// <summary>The owner.</summary>
    public Guid OwnerId { get; init; }

    /// <summary>The task for which a department buys it, where no panel had an agency.</summary>
    public Guid? TaskOrderId { get; init; }
}

/// <summary>Reads one procurement. What others handed in is not in it before the sign-ups are opened.</summary>
public sealed class GetProcurement(MarketplaceDbContext db, OperationContext context, ProcurementDraws draws) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The procurement.</summary>
    public async Task<ProcurementDetails> ExecuteAsync(Guid id)
    {
        var row = await db.ProcurementsFor(context.Actor).AsNoTracking().FindOrThrowAsync(id, context.Cancellation);
        var isOwn = context.Actor.OrganisationId == row.OwnerId;
        var timeline = await db.LedgerEntries.Where(entry => entry.ProcurementId == id).ToTimelineAsync(context.Cancellation);
        var own = await db.SignUps.AsNoTracking()
            .SingleOrDefaultAsync(entry => entry.ProcurementId == id && entry.AgencyId == context.Actor.Organisation, context.Cancellation);
        return new ProcurementDetails(
            row.Id, row.Version, row.Number, row.OwnerName, row.ProjectName, row.ServiceItemCode, row.ServiceItemName, row.Terms, row.Status,
            row.RulePackCode is { } code ? RulePack.Named(code).Name : null, row.RepeatsId, row.CreatedAt, row.PublishedAt, row.SignUpUntil, row.SignUpDeadline,
            row.DrawId, row.Outcome, row.PublicityUntil, row.AwardedAt, row.ContractDueAt, row.WinnerId, row.WinnerName, row.EndReason, row.EndedAt,
            row.Revisions, [.. row.Objections.Select(objection => KnowsWho(objection) ? objection : objection with { OrganisationId = Guid.Empty, OrganisationName = "" })],
            isOwn ? timeline : [.. timeline.Select(InPublic)], isOwn, own is null ? null : Opened(own))
        {
            Rules = row.RulePackCode is { } pack ? RulePack.Named(pack) : null,
            OwnerId = row.OwnerId,
            TaskOrderId = row.TaskOrderId,
        };

        // Who objected is known to the owner, who must answer, and to the one who did.
        bool KnowsWho(Objection objection) => isOwn || objection.OrganisationId == context.Actor.Organisation;
    }

    /// <summary>In public an organisation acts, not a person by name; and who objected stays unnamed.</summary>
    private static TimelineEntry InPublic(TimelineEntry entry) => entry with
    {
        ActorName = entry.OrganisationName is null ? entry.ActorName : "",
        OrganisationName = entry.Kind == LedgerKind.ObjectionRaised ? null : entry.OrganisationName,
    };

    private OwnSignUp Opened(SignUp row)
    {
        var offer = JsonSerializer.Deserialize<SealedOffer>(draws.Unseal(row.SealedContent))!;
        return new OwnSignUp(row.Receipt, offer.Amount, offer.PlanFileId);
    }
}
