using Market.Marketplace.Ledger;

namespace Market.Marketplace.Procurements;

/// <summary>The stages of a procurement as the public follows them (采购进度).</summary>
public enum ProcurementStage
{
    /// <summary>发布公告.</summary>
    Published,

    /// <summary>报名.</summary>
    SignUp,

    /// <summary>抽取或评审.</summary>
    Selection,

    /// <summary>中选公示.</summary>
    Publicity,

    /// <summary>中选通知.</summary>
    Award,

    /// <summary>签订合同.</summary>
    Contract,

    /// <summary>合同备案.</summary>
    Filing,
}

/// <summary>How a stage stands.</summary>
public enum StageStanding
{
    /// <summary>已完成.</summary>
    Done,

    /// <summary>当前.</summary>
    Present,

    /// <summary>当前, and nothing moves until an objection or complaint is answered (冻结).</summary>
    Frozen,

    /// <summary>流标 here.</summary>
    Failed,

    /// <summary>终止 here.</summary>
    Voided,

    /// <summary>未开始.</summary>
    Ahead,
}

/// <summary>A stage with its instant: when it ended, or, of the present one, until when it lasts.</summary>
/// <param name="At">None where nothing has been fixed yet.</param>
/// <param name="IsDeadline">Whether the instant is still to come.</param>
public sealed record StageOnTheWay(ProcurementStage Stage, StageStanding Standing, DateTimeOffset? At = null, bool IsDeadline = false);

/// <summary>Reads the way of a procurement off its status and its public history.</summary>
public static class ProcurementStages
{
    /// <summary>All stages in their order. An ended procurement stops at the stage at which it ended; the later ones stay open.</summary>
    public static IReadOnlyList<StageOnTheWay> Of(ProcurementDetails row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var (here, signed) = (PresentOf(row), Last(row, LedgerKind.ContractSigned));
        return [.. Enum.GetValues<ProcurementStage>().Select(stage => stage.CompareTo(here) switch
        {
            < 0 => new StageOnTheWay(stage, StageStanding.Done, DoneAt(row, stage)),
            0 => At(row, stage),
            _ => new StageOnTheWay(stage, StageStanding.Ahead),
        })];

        DateTimeOffset? DoneAt(ProcurementDetails of, ProcurementStage stage) => stage switch
        {
            ProcurementStage.Published => of.PublishedAt,
            ProcurementStage.SignUp => of.SignUpUntil,
            ProcurementStage.Selection => SelectedAt(of),
            ProcurementStage.Publicity or ProcurementStage.Award => of.AwardedAt,
            ProcurementStage.Contract => signed,
            ProcurementStage.Filing => Last(of, LedgerKind.ContractFiled),
        };
    }

    /// <summary>When the result that stands was made public: by the selection, or when the award before it was given up.</summary>
    private static DateTimeOffset? SelectedAt(ProcurementDetails row) => row.Outcome?.Abandonments is [.., var gone] ? gone.At : Last(row, LedgerKind.WinnerSelected);

    private static StageOnTheWay At(ProcurementDetails row, ProcurementStage stage) => row.Status switch
    {
        ProcurementStatus.Failed => new StageOnTheWay(stage, StageStanding.Failed, row.EndedAt),
        ProcurementStatus.Voided => new StageOnTheWay(stage, StageStanding.Voided, row.EndedAt),
        ProcurementStatus.Contracted => new StageOnTheWay(stage, StageStanding.Done, Last(row, LedgerKind.ContractFiled)),
        ProcurementStatus.Frozen => new StageOnTheWay(stage, StageStanding.Frozen, row.Objections is [.., { Answer: null } open] ? open.AnswerDueAt : null, IsDeadline: true),
        ProcurementStatus.SigningUp => new StageOnTheWay(stage, StageStanding.Present, row.SignUpUntil, IsDeadline: true),
        ProcurementStatus.Publicity => new StageOnTheWay(stage, StageStanding.Present, row.PublicityUntil, IsDeadline: true),
        ProcurementStatus.Awarded when stage == ProcurementStage.Contract => new StageOnTheWay(stage, StageStanding.Present, row.ContractDueAt, IsDeadline: true),
        ProcurementStatus.Draft or ProcurementStatus.Closed or ProcurementStatus.Drawing or ProcurementStatus.AwaitingOwner or ProcurementStatus.Awarded =>
            new StageOnTheWay(stage, StageStanding.Present),
    };

    private static ProcurementStage PresentOf(ProcurementDetails row) => row.Status switch
    {
        ProcurementStatus.Draft => ProcurementStage.Published,
        ProcurementStatus.SigningUp => ProcurementStage.SignUp,
        ProcurementStatus.Closed or ProcurementStatus.Drawing or ProcurementStatus.AwaitingOwner => ProcurementStage.Selection,
        ProcurementStatus.Publicity or ProcurementStatus.Frozen => ProcurementStage.Publicity,
        ProcurementStatus.Awarded => Last(row, LedgerKind.ContractSigned) is null ? ProcurementStage.Contract : ProcurementStage.Filing,
        ProcurementStatus.Contracted => ProcurementStage.Filing,
        ProcurementStatus.Failed or ProcurementStatus.Voided => EndedIn(row),
    };

    // The rows say that it ended, the history says from where.
    private static ProcurementStage EndedIn(ProcurementDetails row)
    {
        var stage = row.Outcome is null ? ProcurementStage.SignUp : ProcurementStage.Selection;
        foreach (var entry in row.Timeline.Where(entry => entry.At < row.EndedAt))
        {
            stage = entry.Kind switch
            {
                LedgerKind.WinnerSelected or LedgerKind.AwardAbandoned => ProcurementStage.Publicity,
                LedgerKind.AwardIssued => ProcurementStage.Contract,
                LedgerKind.ContractSigned => ProcurementStage.Filing,
                _ => stage,
            };
        }

        return stage;
    }

    private static DateTimeOffset? Last(ProcurementDetails row, LedgerKind kind) => row.Timeline.LastOrDefault(entry => entry.Kind == kind)?.At;
}
