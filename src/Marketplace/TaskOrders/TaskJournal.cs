using Market.Marketplace.Ledger;

namespace Market.Marketplace.TaskOrders;

internal static class TaskJournal
{
    /// <summary>Enters a change of the pause ledger and tells both sides and the department.</summary>
    public static void Pause(this Journal journal, TaskOrder order, TaskPause pause)
    {
        var kind = pause.State switch
        {
            PauseState.Requested => LedgerKind.PauseRequested,
            PauseState.Running => LedgerKind.PauseStarted,
            PauseState.Ended => LedgerKind.PauseEnded,
            PauseState.Refused => LedgerKind.PauseRefused,
        };
        var words = pause.State is PauseState.Ended or PauseState.Refused ? pause.Answer ?? "" : pause.Reason;
        journal.Notify(
            journal.Record(
                kind, TriggeredDispatch.SubjectOf(order), order.Number, order.ServiceItemName,
                Operations.Wording.Of(pause.Kind, System.Globalization.CultureInfo.GetCultureInfo("zh-CN")), words, $"{order.Deadline?.DueOn:yyyy-MM-dd}"),
            order.OwnerId, order.AgencyId, order.DepartmentId);
    }
}
