namespace Market.Marketplace.Ledger;

/// <summary>What happened. Wording.resx has the sentence of each.</summary>
public enum LedgerKind
{
    /// <summary>A project was registered.</summary>
    ProjectRegistered,
    /// <summary>A document was put into the project's box.</summary>
    ArtifactAdded,
    /// <summary>A case was begun.</summary>
    CaseStarted,
    /// <summary>A material was attached.</summary>
    MaterialAttached,
    /// <summary>The case was handed in.</summary>
    CaseFiled,
    /// <summary>受理.</summary>
    CaseAccepted,
    /// <summary>不予受理.</summary>
    CaseNotAccepted,
    /// <summary>委派: a task order went to an agency.</summary>
    TaskDispatched,
    /// <summary>接单.</summary>
    TaskAccepted,
    /// <summary>不承接.</summary>
    TaskDeclined,
    /// <summary>超时未接.</summary>
    TaskLapsed,
    /// <summary>申请暂停计时.</summary>
    PauseRequested,
    /// <summary>暂停计时.</summary>
    PauseStarted,
    /// <summary>未同意暂停.</summary>
    PauseRefused,
    /// <summary>恢复计时.</summary>
    PauseEnded,
    /// <summary>申请延期.</summary>
    ExtensionRequested,
    /// <summary>同意延期.</summary>
    ExtensionAgreed,
    /// <summary>不同意延期.</summary>
    ExtensionRefused,
    /// <summary>催办: the due day comes near.</summary>
    ClockReminder,
    /// <summary>超期.</summary>
    ClockOverdue,
    /// <summary>黄牌.</summary>
    YellowCardGiven,
    /// <summary>红牌.</summary>
    RedCardGiven,
    /// <summary>撤销黄牌、红牌: a later announcement showed that nobody was late.</summary>
    CardWithdrawn,
    /// <summary>重新计算到期日 by a newly announced calendar.</summary>
    DeadlineRecounted,
    /// <summary>签收.</summary>
    ResultReceived,
    /// <summary>停止作业通知.</summary>
    TaskStopped,
    /// <summary>归档.</summary>
    TaskArchived,
    /// <summary>一次性告知补正.</summary>
    CorrectionAsked,
    /// <summary>补正完成.</summary>
    CaseCorrected,
    /// <summary>部门环节开始.</summary>
    CaseStepOpened,
    /// <summary>会议或踏勘安排.</summary>
    CaseStepArranged,
    /// <summary>部门环节通过.</summary>
    CaseStepPassed,
    /// <summary>要求整改.</summary>
    RectificationAsked,
    /// <summary>整改完成.</summary>
    RectificationDone,
    /// <summary>公示意见.</summary>
    PublicityRemarked,
    /// <summary>答复公示意见.</summary>
    PublicityAnswered,
    /// <summary>汇合: enough of a group is done.</summary>
    GroupJoined,
    /// <summary>定时触发.</summary>
    TimerRan,
    /// <summary>The applicant has to pick another agency.</summary>
    OwnerPicksAgain,
    /// <summary>核定金额.</summary>
    PriceFixed,
    /// <summary>撤件.</summary>
    CaseWithdrawn,
    /// <summary>准予许可.</summary>
    CaseGranted,
    /// <summary>不予许可.</summary>
    CaseDenied,
    /// <summary>改派.</summary>
    TaskReassigned,
    /// <summary>无可派机构.</summary>
    NoAgencyAvailable,
    /// <summary>二次竞价: the members of a panel are invited to bid for a task.</summary>
    SecondRoundOpened,
    /// <summary>二次竞价开启: the bids are public.</summary>
    SecondRoundDecided,
    /// <summary>二次竞价无有效报价.</summary>
    SecondRoundFailed,
    /// <summary>A result was handed in for sealing.</summary>
    ResultSubmitted,
    /// <summary>图册: one confirmation to put a seal on every sheet of an album.</summary>
    AlbumSealingConfirmed,
    /// <summary>图册: the batch of seals stopped and waits for a person.</summary>
    AlbumSealingStopped,
    /// <summary>待签文件: the file to be sealed with the agency's own token was made.</summary>
    OwnSealFilePrepared,
    /// <summary>自有印章: a seal of the agency's own token was found on the file handed in.</summary>
    OwnSealFound,
    /// <summary>One seal was put on a result.</summary>
    SealApplied,
    /// <summary>All seals of the scheme are on the result.</summary>
    ResultSealed,
    /// <summary>送达: verified and on the department's desk.</summary>
    ResultDelivered,
    /// <summary>核验不通过: back to the agency.</summary>
    VerificationFailed,
    /// <summary>采信.</summary>
    ResultAccepted,
    /// <summary>退回修改.</summary>
    ResultReturned,
    /// <summary>用印申请.</summary>
    SealUseApplied,
    /// <summary>批准用印.</summary>
    SealUseApproved,
    /// <summary>退回用印申请.</summary>
    SealUseReturned,
    /// <summary>撤回用印申请.</summary>
    SealUseWithdrawn,
    /// <summary>A seal was registered.</summary>
    SealRegistered,
    /// <summary>The key of a seal was brought.</summary>
    SealKeyBound,
    /// <summary>换章: a re-made seal took its place.</summary>
    SealRenewed,
    /// <summary>A keeper was appointed.</summary>
    KeeperAppointed,
    /// <summary>A keeper was relieved.</summary>
    KeeperRelieved,
    /// <summary>委托代管.</summary>
    SealDelegated,
    /// <summary>终止代管.</summary>
    DelegationEnded,
    /// <summary>停用.</summary>
    SealSuspended,
    /// <summary>恢复启用.</summary>
    SealResumed,
    /// <summary>挂失.</summary>
    SealLost,
    /// <summary>A result was sealed with a seal since the time from which it may have been lost.</summary>
    SealInDoubt,
    /// <summary>撤销挂失.</summary>
    SealLossWithdrawn,
    /// <summary>The doubt about a result's seal has ended.</summary>
    SealDoubtEnded,
    /// <summary>A seal's certificate ends soon.</summary>
    CertificateExpiring,
    /// <summary>A practitioner's registration ends soon.</summary>
    RegistrationExpiring,
    /// <summary>机构注册.</summary>
    AgencyRegistered,
    /// <summary>提交入驻申请.</summary>
    AdmissionSubmitted,
    /// <summary>撤回.</summary>
    AdmissionWithdrawn,
    /// <summary>退回补正.</summary>
    AdmissionReturned,
    /// <summary>不予入驻.</summary>
    AdmissionRefused,
    /// <summary>核验通过, publicity begins.</summary>
    AdmissionPassed,
    /// <summary>准予入驻.</summary>
    AgencyAdmitted,
    /// <summary>提交变更.</summary>
    ChangeSubmitted,
    /// <summary>变更核验通过.</summary>
    ChangePassed,
    /// <summary>退回变更.</summary>
    ChangeReturned,
    /// <summary>暂停.</summary>
    AgencySuspended,
    /// <summary>恢复.</summary>
    AgencyResumed,
    /// <summary>拟清退告知.</summary>
    ClearanceNotified,
    /// <summary>陈述申辩.</summary>
    ClearancePleaded,
    /// <summary>不予清退.</summary>
    ClearanceDropped,
    /// <summary>清退.</summary>
    AgencyRemoved,
    /// <summary>主动退出.</summary>
    AgencyExited,
    /// <summary>重新申请入驻.</summary>
    AdmissionReopened,
    /// <summary>A licence ends soon.</summary>
    QualificationExpiring,
    /// <summary>注销个人: a pseudonym took the place of a name.</summary>
    PersonErased,
    /// <summary>凭提取码提取: the holder of the code took the sealed file from the public page.</summary>
    ResultTakenByCode,
    /// <summary>提取码有误: somebody tried a wrong one.</summary>
    AccessCodeWrong,
    /// <summary>更正.</summary>
    ResultCorrected,
    /// <summary>撤销采信.</summary>
    AcceptanceWithdrawn,
    /// <summary>作废.</summary>
    ResultVoided,
    /// <summary>引用成果 in another case.</summary>
    ResultReferred,
    /// <summary>A result a case refers to no longer stands.</summary>
    ReferenceLost,
    /// <summary>核验漂移: an accepted result became doubtful.</summary>
    ResultDoubtful,
    /// <summary>提议信任一个根证书.</summary>
    TrustProposed,
    /// <summary>提议撤销信任.</summary>
    TrustEndProposed,
    /// <summary>第二人确认.</summary>
    TrustConfirmed,
    /// <summary>第二人未通过.</summary>
    TrustRefused,
    /// <summary>采购公告.</summary>
    ProcurementPublished,
    /// <summary>更正公告.</summary>
    ProcurementRevised,
    /// <summary>报名截止, opened and checked.</summary>
    SignUpsOpened,
    /// <summary>名单冻结: the list of a draw is public.</summary>
    DrawListFrozen,
    /// <summary>抽取完成.</summary>
    DrawFinished,
    /// <summary>待业主选定.</summary>
    OwnerPickAwaited,
    /// <summary>中选公示.</summary>
    WinnerSelected,
    /// <summary>异议.</summary>
    ObjectionRaised,
    /// <summary>异议答复: the award stands.</summary>
    ObjectionAnswered,
    /// <summary>投诉: the award is frozen.</summary>
    ComplaintFiled,
    /// <summary>投诉受理.</summary>
    ComplaintAccepted,
    /// <summary>投诉不予受理.</summary>
    ComplaintNotAccepted,
    /// <summary>投诉成立.</summary>
    ComplaintUpheld,
    /// <summary>投诉不成立.</summary>
    ComplaintDismissed,
    /// <summary>投诉撤回.</summary>
    ComplaintWithdrawn,
    /// <summary>服务评价.</summary>
    RatingGiven,
    /// <summary>申诉 against a rating.</summary>
    RatingAppealed,
    /// <summary>申诉成立: the rating is struck out.</summary>
    RatingStruckOut,
    /// <summary>申诉不成立: the rating stands.</summary>
    RatingUpheld,
    /// <summary>中选通知.</summary>
    AwardIssued,
    /// <summary>通知书送达: sealed, and its recipients can open it.</summary>
    NoticeServed,
    /// <summary>通知书签收: somebody of a recipient opened it.</summary>
    NoticeReceived,
    /// <summary>拟定合同: the owner offered a text.</summary>
    ContractOffered,
    /// <summary>退回合同文本.</summary>
    ContractReturned,
    /// <summary>确认合同文本.</summary>
    ContractAgreed,
    /// <summary>合同用印: one side.</summary>
    ContractSealed,
    /// <summary>合同签订: both sides.</summary>
    ContractSigned,
    /// <summary>合同备案.</summary>
    ContractFiled,
    /// <summary>合同即将到期签订.</summary>
    ContractDueSoon,
    /// <summary>逾期未签合同.</summary>
    ContractLate,
    /// <summary>逾期未备案.</summary>
    FilingLate,
    /// <summary>放弃中选.</summary>
    AwardAbandoned,
    /// <summary>流标.</summary>
    ProcurementFailed,
    /// <summary>终止.</summary>
    ProcurementVoided,
    /// <summary>承继: an organisation stands in another's place.</summary>
    DutiesPassedOn,
    /// <summary>承继: a case passed to another department.</summary>
    CasePassedOn,
    /// <summary>承继: a task passed to another agency.</summary>
    TaskPassedOn,
    /// <summary>无可派机构的任务转入竞争性采购: its procurement was drafted.</summary>
    TaskProcurementDrafted,
}
