using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Panels.SecondRounds;

/// <summary>The reader's own bid.</summary>
public sealed record OwnBid(decimal Amount, BidReceipt Receipt);

/// <summary>A second round as everyone may read it; before the opening no bid but the reader's own, and not how many there are.</summary>
/// <param name="BidCount">None before the opening.</param>
/// <param name="Winner">The one that has the task by this round.</param>
public sealed record SecondRoundDetails(
    Guid Id, string Number, string PanelName, string FrameworkAgreementNumber, string TaskOrderNumber, string ServiceItemCode, string ServiceItemName,
    string ProjectName, int LimitWorkingDays, decimal CeilingAmount, SecondRoundStatus Status, DateTimeOffset OpenedAt, DateTimeOffset BidsUntil, Deadline Deadline,
    DateTimeOffset? DecidedAt, int? BidCount, IReadOnlyList<RoundMember> Members, SecondRoundRuling? Ruling, OpenedBid? Winner, bool IsInvited, OwnBid? Own);

/// <summary>Reads one second round.</summary>
public sealed class GetSecondRound(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The round, by its own id or the latest of a task order.</summary>
    public async Task<SecondRoundDetails> ExecuteAsync(Guid id)
    {
        var round = await db.SecondRoundsFor(context.Actor).AsNoTracking().Where(row => row.Id == id || row.TaskOrderId == id)
            .OrderByDescending(row => row.OpenedAt).FirstOrDefaultAsync(context.Cancellation) ?? throw new NotFoundException(nameof(SecondRound));
        var own = context.Actor.OrganisationId is { } organisation && context.Actor.May(Permission.RespondToTaskOrders)
            ? await db.SecondRoundBids.AsNoTracking().SingleOrDefaultAsync(row => row.RoundId == round.Id && row.AgencyId == organisation, context.Cancellation)
            : null;
        return new SecondRoundDetails(
            round.Id, round.Number, round.PanelName, round.FrameworkAgreementNumber, round.TaskOrderNumber, round.ServiceItemCode, round.ServiceItemName,
            round.ProjectName, round.LimitWorkingDays, round.CeilingAmount, round.Status, round.OpenedAt, round.BidsUntil, round.Deadline, round.DecidedAt,
            round.Ruling is null ? null : round.BidCount, round.Members, round.Ruling,
            round.Ruling is { Order: [var first, ..] } ruling ? ruling.Bids.Single(bid => bid.CreditCode == first) : null,
            round.Members.Any(member => member.IsInvited && member.AgencyId == context.Actor.OrganisationId),
            own is null ? null : new OwnBid(own.Unseal(db), own.Receipt));
    }
}
