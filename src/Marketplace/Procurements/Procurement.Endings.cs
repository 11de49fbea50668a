using Market.Marketplace.Operations;
using Market.Marketplace.RulePacks;

namespace Market.Marketplace.Procurements;

/// <content>How it ends other than by a filed contract.</content>
public sealed partial class Procurement
{
    /// <summary>The winner gives up: the next of the order follows, published anew, or there is none left.</summary>
    internal void Abandon(string reason, RulePack rules, OperationContext context)
    {
        RequireReason(reason);
        Outcome = Outcome! with { Abandonments = [.. Outcome.Abandonments, new Abandonment(Outcome.Winner!.CreditCode, reason.Trim(), context.At)] };
        if (Outcome.Winner is null)
        {
            Move(ProcurementAction.Fail);
            EndReason = reason.Trim();
            End(context);
            return;
        }

        Move(ProcurementAction.Abandon);
        TakeWinner();
        BeginPublicity(rules, context);
    }

    internal void Void(string reason, OperationContext context)
    {
        RequireReason(reason);
        Move(ProcurementAction.Void);
        EndReason = reason.Trim();
        End(context);
    }

    /// <summary>The task for which it was bought has ended.</summary>
    internal void Lapse(string reason, OperationContext context)
    {
        Move(ProcurementAction.Lapse);
        EndReason = reason.Trim();
        End(context);
    }

    private void End(OperationContext context)
    {
        EndedAt = context.At;
        NextStepAt = null;
        WinnerId = null;
        WinnerName = null;
    }
}
