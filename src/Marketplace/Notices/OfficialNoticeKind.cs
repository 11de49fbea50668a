namespace Market.Marketplace.Notices;

/// <summary>Which notice it is; each has a prefix of its numbers.</summary>
public enum OfficialNoticeKind
{
    /// <summary>中选通知书.</summary>
    Award,

    /// <summary>受理通知书.</summary>
    CaseAccepted,

    /// <summary>不予受理决定书.</summary>
    CaseNotAccepted,

    /// <summary>补正材料一次性告知书.</summary>
    CorrectionAsked,

    /// <summary>特别程序时限告知书 (行政许可法 art. 45).</summary>
    SpecialProcedure,

    /// <summary>委派通知书.</summary>
    Dispatch,

    /// <summary>改派通知书.</summary>
    Reassignment,

    /// <summary>退回修改通知书.</summary>
    Rework,

    /// <summary>延期答复通知书.</summary>
    Extension,

    /// <summary>停止作业通知书.</summary>
    StopWork,

    /// <summary>撤回申请确认书.</summary>
    CaseWithdrawn,

    /// <summary>不予入驻决定书.</summary>
    AdmissionRefused,

    /// <summary>拟清退告知书.</summary>
    ClearanceNotified,

    /// <summary>清退决定书.</summary>
    AgencyRemoved,

    /// <summary>每日对账单.</summary>
    DayReconciliation,
}
