using System.Globalization;
using Market.Marketplace.Agencies;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Calendars;
using Market.Marketplace.Ledger;
using Market.Marketplace.Panels;
using Market.Marketplace.Panels.SecondRounds;
using Market.Marketplace.RulePacks;
using Market.Marketplace.Selection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Market.Marketplace.TaskOrders;

/// <content>Panels whose members bid once more for each task (二次竞价).</content>
internal sealed partial class TriggeredDispatch
{
    private const string ByBids = "二次竞价";

    /// <summary>Opens the bids whose time is over.</summary>
    public async Task DecideAsync(SecondRound round, TaskOrder order)
    {
        var ct = context.Cancellation;
        var panel = await db.Panels.SingleAsync(row => row.Id == round.PanelId, ct);
        var approvalCase = await db.ApprovalCases.SingleAsync(row => row.Id == order.CaseId, ct);
        var inGroup = await db.TaskOrders.Where(other => other.GroupId == order.GroupId && other.Id != order.Id && other.AgencyId != null)
            .Select(other => other.AgencyId!.Value).ToListAsync(ct);
        var circumstances = await CircumstancesAsync(order, inGroup);
        var agencies = await AgenciesOf(round);
        var stored = await db.SecondRoundBids.AsNoTracking().Where(row => row.RoundId == round.Id).ToListAsync(ct);
        var members = panel.Members.Select(member => member.AgencyId).ToHashSet();
        var bids = stored.ConvertAll(bid =>
        {
            var agency = agencies[bid.AgencyId];
            List<SkipReason> against = [.. PanelAssignment.Against(agency, circumstances), .. members.Contains(agency.Id) ? Array.Empty<SkipReason>() : [SkipReason.LeftPanel]];
            return new OpenedBid(agency.Id, agency.Name, agency.CreditCode, bid.Unseal(db), bid.Receipt.Number, bid.ReceivedAt, bid.Receipt.Digest, against);
        });
        var ruling = SecondRoundRuling.Of(bids, equal => panel.PartEqualBids(
            round.Number, [.. equal.Select(bid => new ListedCandidate(bid.CreditCode, bid.Name, 1))], secret => PanelSecrets.Unprotect(db, secret)));
        round.Decide(ruling, context);
        order.BidsOpened();
        var decided = _journal.Record(
            ruling.Order.Count == 0 ? LedgerKind.SecondRoundFailed : LedgerKind.SecondRoundDecided, SubjectOf(order), round.Number, round.ServiceItemName,
            ruling.Bids.Count.ToString(CultureInfo.InvariantCulture));
        foreach (var member in round.Members.Where(member => member.IsInvited))
        {
            _journal.Notify(decided, member.AgencyId);
        }

        await AssignAsync(order, approvalCase, inGroup);
    }

    /// <summary>Begins a second round for a task or, when its bids are open, gives the task to the next in their order.</summary>
    /// <returns>Whether bids are awaited, or the task has its agency; else another panel is asked.</returns>
    private async Task<bool> BidAsync(Panel panel, TaskOrder order, Dictionary<Guid, Agency> agencies, AssignmentCircumstances circumstances, bool isFirst)
    {
        var approvalCase = await db.ApprovalCases.SingleAsync(row => row.Id == order.CaseId, context.Cancellation);
        var round = db.SecondRounds.Local.SingleOrDefault(row => row.TaskOrderId == order.Id && row.PanelId == panel.Id)
            ?? await db.SecondRounds.SingleOrDefaultAsync(row => row.TaskOrderId == order.Id && row.PanelId == panel.Id, context.Cancellation);
        if (round is null)
        {
            List<RoundMember> members = [.. panel.Members.Select(member => agencies[member.AgencyId]).Select((agency, place) => new RoundMember(
                place + 1, agency.Id, agency.Name, agency.CreditCode, [.. PanelAssignment.Against(agency, circumstances)]))];
            if (members.Exists(member => member.IsInvited))
            {
                await OpenAsync(panel, order, members);
                return true;
            }

            return await AssignByBidsAsync(order, approvalCase, panel, null, members, circumstances, agencies, isFirst);
        }

        return await AssignByBidsAsync(order, approvalCase, panel, round, round.Members, circumstances, await AgenciesOf(round), isFirst);
    }

    private async Task OpenAsync(Panel panel, TaskOrder order, List<RoundMember> members)
    {
        var project = await db.Projects.SingleAsync(row => row.Id == order.ProjectId, context.Cancellation);
        var round = SecondRound.Open(panel, order, project.Name, members, db.GetService<RulePack>().SecondRoundWorkingDays.Value, context);
        db.Add(round);
        order.AwaitBids(round.BidsUntil);
        var opened = _journal.Record(
            LedgerKind.SecondRoundOpened, SubjectOf(order), round.Number, round.ServiceItemName, $"{round.Deadline.DueOn:yyyy-MM-dd}");
        foreach (var member in members.Where(member => member.IsInvited))
        {
            _journal.Notify(opened, member.AgencyId);
        }

        _journal.Announce(opened, order.DepartmentId, order.OwnerId);
        context.Changed(order.OwnerId);
        context.Changed(order.DepartmentId);
    }

    // The bids and their order are public and stay what they were: who does not take the task is followed by the next.
    private async Task<bool> AssignByBidsAsync(
        TaskOrder order, ApprovalCase approvalCase, Panel panel, SecondRound? round, IReadOnlyList<RoundMember> members, AssignmentCircumstances circumstances,
        Dictionary<Guid, Agency> agencies, bool isFirst)
    {
        var places = (round?.Ruling?.Order ?? []).Select((code, place) => (code, place)).ToDictionary(entry => entry.code, entry => entry.place);
        var against = members.ToDictionary(member => member.CreditCode, member => PanelAssignment.Against(agencies[member.AgencyId], circumstances).ToList());
        var chosen = (round?.Ruling?.Order ?? []).FirstOrDefault(code => against[code].Count == 0);
        var evidence = new AssignmentEvidence(
            ByBids, panel.Id, panel.Name, panel.FrameworkAgreementNumber, panel.Cursor, panel.Cursor,
            [.. members.Select(member => new ConsideredAgency(
                member.Position, member.AgencyId, member.Name, member.CreditCode, member.CreditCode == chosen, ReasonsOf(member)))],
            members.FirstOrDefault(member => member.CreditCode == chosen)?.AgencyId, context.At)
        {
            Draw = round?.Ruling?.Draw,
            Round = round is null ? null : new SecondRoundProof(
                round.Id, round.Number, round.CeilingAmount, round.Ruling?.Bids.FirstOrDefault(bid => bid.CreditCode == chosen)?.Amount, round.Ruling?.Bids.Count ?? 0),
        };
        if (evidence.ChosenAgencyId is not { } found)
        {
            order.Assign(evidence, null, context);
            await PublishAsync(order, approvalCase, evidence);
            return false;
        }

        order.FixPrice(evidence.Round!.Amount!.Value, null);
        await AssignAsync(order, approvalCase, evidence, agencies[found], isFirst);
        return true;

        IReadOnlyList<SkipReason> ReasonsOf(RoundMember member) =>
            member.CreditCode == chosen ? []
            : member.SkippedFor.Count > 0 ? member.SkippedFor
            : against[member.CreditCode] is { Count: > 0 } now ? now
            : places.ContainsKey(member.CreditCode) ? [SkipReason.BidHigher]
            : [SkipReason.DidNotBid];
    }

    private async Task<Dictionary<Guid, Agency>> AgenciesOf(SecondRound round)
    {
        var ids = round.Members.Select(member => member.AgencyId).ToList();
        return await db.Agencies.Include(agency => agency.Qualifications).Where(agency => ids.Contains(agency.Id))
            .ToDictionaryAsync(agency => agency.Id, context.Cancellation);
    }

    /// <summary>The last day of a task whose bids are awaited, as told to the applicant.</summary>
    private DateOnly? AfterBidding(TaskOrder order) => order.BidsUntil is { } until
        ? context.Calendar.DueAfter(ChinaTime.DayOf(until), order.LimitWorkingDays + 1)
        : null;
}
