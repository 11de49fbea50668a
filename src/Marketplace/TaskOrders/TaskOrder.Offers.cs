using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;

namespace Market.Marketplace.TaskOrders;

/// <content>How it comes to an agency besides by dispatch, at what price, and how it leaves one.</content>
public sealed partial class TaskOrder
{
    /// <summary>The members of a panel bid for it: no clock runs before the bids are opened.</summary>
    internal void AwaitBids(DateTimeOffset until)
    {
        Require(TaskOrderAction.Dispatch);
        BidsUntil = until;
    }

    internal void BidsOpened() => BidsUntil = null;

    /// <summary>The applicant picks the agency of what the applicant commissions and pays.</summary>
    internal void Commission(Agency chosen, OperationContext context)
    {
        if (!IsOwnersChoice)
        {
            throw new RuleViolationException("not-owners-choice");
        }

        Move(TaskOrderAction.Dispatch, context);
        AgencyId = chosen.Id;
        AgencyName = chosen.Name;
        DispatchedAt = context.At;
        AnswerDueAt = context.Calendar.DeadlineAfter(context.Today, Clock.AnswerWorkingDays).DueAt;
        StartClock(context);
    }

    internal void FixPrice(decimal amount, string? contractNumber)
    {
        if (amount is < 0 or > 1_000_000_000 || decimal.Round(amount, 2) != amount)
        {
            throw new RuleViolationException("amount-invalid", amount);
        }

        Amount = amount;
        ContractNumber = string.IsNullOrWhiteSpace(contractNumber) ? ContractNumber : contractNumber.Trim();
    }

    internal void Decline(string reason, OperationContext context)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleViolationException("reason-missing");
        }

        Move(TaskOrderAction.Decline, context);
        LeaveAgency(new DeclinedOffer(AgencyId ?? Guid.Empty, AgencyName ?? "", reason.Trim(), context.At));
    }

    /// <summary>The agency did not answer in time (超时未接): the task leaves it as if it had declined.</summary>
    internal void Lapse(OperationContext context)
    {
        Move(TaskOrderAction.Lapse, context);
        LeaveAgency(new DeclinedOffer(AgencyId ?? Guid.Empty, AgencyName ?? "", "", context.At, Lapsed: true));
    }

    private void LeaveAgency(DeclinedOffer offer)
    {
        Declines = [.. Declines, offer];
        AgencyId = null;
        AgencyName = null;
        DispatchedAt = null;
        StopClock();
    }
}
