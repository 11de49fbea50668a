using Market.Marketplace.Feed;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Messages;

/// <summary>Leaves a message for everybody who wants one about an event, in the transaction that places the event in the feed: once for
/// each person and channel, whatever is killed in between.</summary>
internal sealed class LeavingMessages(MarketplaceDbContext db, OperationContext context)
{
    public async Task LeaveAsync(IReadOnlyList<FeedEvent> events)
    {
        var told = events.Where(row => MessageKinds.IsTold(row.Type)).ToList();
        if (told.Count == 0)
        {
            return;
        }

        var ids = told.Select(row => row.OrganisationId).Distinct().ToList();
        var readers = await (
            from address in db.MessageAddresses
            where address.IsOn && address.VerifiedAt != null
            from membership in db.Memberships
            where membership.UserId == address.UserId && ids.Contains(membership.OrganisationId)
            join organisation in db.Organisations on membership.OrganisationId equals organisation.Id
            select new { Address = address, OrganisationId = organisation.Id, organisation.Kind }).ToListAsync(context.Cancellation);
        foreach (var happened in told)
        {
            var addresses = readers.Where(reader => reader.OrganisationId == happened.OrganisationId && MessageKinds.IsToldTo(happened.Type, reader.Kind))
                .Select(reader => reader.Address).DistinctBy(address => address.Id);
            foreach (var address in addresses)
            {
                db.Add(PersonalMessage.Of(address, happened, context));
            }
        }
    }
}
