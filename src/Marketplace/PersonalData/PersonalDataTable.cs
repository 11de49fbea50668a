using Market.Marketplace.RulePacks;

namespace Market.Marketplace.PersonalData;

/// <summary>When personal data of a kind must be gone.</summary>
public enum Retention
{
    /// <summary>Days after the form check that looked at it.</summary>
    DaysAfterCheck,

    /// <summary>Days without any change of a draft that was never handed in.</summary>
    DaysOfUntouchedDraft,

    /// <summary>Days after a message was made.</summary>
    DaysAfterSending,

    /// <summary>Until the person takes it back.</summary>
    UntilTakenBack,

    /// <summary>Days after the report was answered.</summary>
    DaysAfterAnswer,

    /// <summary>Days after the last day in the agency.</summary>
    DaysAfterLeaving,

    /// <summary>As long as the register carries the entry; the name is replaced when the person is erased.</summary>
    WhileRegistered,

    /// <summary>As long as the law wants the record kept; the name is replaced when the person is erased.</summary>
    KeptUnderPseudonym,

    /// <summary>As long as the law wants the record kept; it is never deleted by the program.</summary>
    ByRecordsLaw,
}

/// <summary>One kind of personal data (个人信息): what for, on which basis, who sees it, how long.</summary>
/// <param name="Key">Names the row for the program.</param>
/// <param name="Data">What it is.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Basis">On which basis it is processed.</param>
/// <param name="Seen">Who sees it.</param>
/// <param name="Kind">How its end is found.</param>
/// <param name="Days">The days of the rule; none where there are none.</param>
public sealed record PersonalDataField(string Key, Bilingual Data, Bilingual Purpose, Bilingual Basis, Bilingual Seen, Retention Kind, RuleFigure? Days = null)
{
    /// <summary>How long, in words.</summary>
    public Bilingual Kept => Kind switch
    {
        Retention.DaysAfterCheck => Of($"核验后 {Days!.Value} 天内删除", $"deleted {Days.Value} days after the check"),
        Retention.DaysOfUntouchedDraft => Of($"未提交的草稿 {Days!.Value} 天没有改动即删除", $"deleted after {Days.Value} days without a change of a draft never handed in"),
        Retention.DaysAfterSending => Of($"发送后 {Days!.Value} 天删除", $"deleted {Days.Value} days after sending"),
        Retention.UntilTakenBack => new("本人删除或者注销时立即删除", "deleted at once when the person takes it back or is erased"),
        Retention.DaysAfterAnswer => Of($"答复后 {Days!.Value} 天删除", $"deleted {Days.Value} days after the answer"),
        Retention.DaysAfterLeaving => Of($"离开机构 {Days!.Value} 天后姓名以代号代替", $"the name is replaced by a pseudonym {Days.Value} days after leaving the agency"),
        Retention.WhileRegistered => new("在册期间；注销个人时以代号代替", "while registered; replaced by a pseudonym when the person is erased"),
        Retention.KeptUnderPseudonym => new("记录依档案和审计要求保存；注销个人时姓名以代号代替", "the records are kept as the law on records and audits wants; the name is replaced by a pseudonym when the person is erased"),
        Retention.ByRecordsLaw => new("依档案和审计要求保存，程序不删除", "kept as the law on records and audits wants; the program does not delete it"),
    };

    private Bilingual Of(string chinese, string english) =>
        Days!.Verified ? new(chinese, english) : new($"{chinese}（待核实）", $"{english} (to be verified)");
}

/// <summary>A text of the table in both languages.</summary>
public sealed record Bilingual(string Chinese, string English);

/// <summary>The table of personal data. docs/personal-data.md and the public page are made of it, and the daily work keeps to it.</summary>
public static class PersonalDataTable
{
    /// <summary>Scans of identity cards and social security records.</summary>
    public const string CheckedScans = "checked-scans";

    /// <summary>Dossiers that were never handed in.</summary>
    public const string UntouchedDrafts = "untouched-drafts";

    /// <summary>Who reported a service outside the list.</summary>
    public const string Reporters = "reporters";

    /// <summary>Which messages went to whom.</summary>
    public const string SentMessages = "sent-messages";

    /// <summary>Practitioners who have left.</summary>
    public const string FormerPractitioners = "former-practitioners";

    private static readonly Bilingual Pipl13Duty = new("《个人信息保护法》第十三条：履行法定职责（待核实）", "Personal Information Protection Law, art. 13: statutory duty (to be verified)");
    private static readonly Bilingual Pipl13Consent = new("《个人信息保护法》第十三条：本人同意（待核实）", "Personal Information Protection Law, art. 13: consent (to be verified)");
    private static readonly Bilingual OwnAndOperator = new("本机构、运行机构", "the agency itself, the operator");

    /// <summary>Every kind, kept as long as a region's rules say.</summary>
    public static IReadOnlyList<PersonalDataField> Under(PersonalDataRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return
        [
            new(CheckedScans, new("法定代表人身份证、执业人员社保记录的扫描件", "scans of the legal representative's identity card and of practitioners' social security records"),
                new("核对身份，防止挂证", "to compare identities and keep out lent registrations"), Pipl13Consent, OwnAndOperator, Retention.DaysAfterCheck, rules.CheckedScanDays),
            new(UntouchedDrafts, new("没有提交的入驻草稿中的姓名、电话和扫描件", "names, telephones and scans in dossiers that were never handed in"),
                new("供机构继续填报", "for the agency to go on"), Pipl13Consent, OwnAndOperator, Retention.DaysOfUntouchedDraft, rules.UntouchedDraftDays),
            new(Reporters, new("清单外中介举报人的联系方式", "contact of whoever reports a service outside the list"),
                new("答复举报人", "to answer the person"), Pipl13Consent, new("运行机构；被举报的部门看不到", "the operator; hidden from the department concerned"), Retention.DaysAfterAnswer, rules.ReporterDays),
            new("message-addresses", new("接收提醒的邮箱和手机号", "e-mail address and mobile number for reminders"),
                new("按本人意愿发送待办提醒", "reminders that the person asked for"), Pipl13Consent, new("本人", "the person"), Retention.UntilTakenBack),
            new(SentMessages, new("提醒的发送记录（种类、编号、时间）", "which reminders were sent (kind, number, time)"),
                new("重试和查明未收到的原因", "to try again and to find out why one did not arrive"), Pipl13Consent, new("本人；运行机构看到失败的条数和原因", "the person; the operator sees failures and their reasons"), Retention.DaysAfterSending, rules.SentMessageDays),
            new("practitioners", new("执业人员姓名、执业资格、注册号、注册有效期", "name, title, registration number and last day of practitioners"),
                new("公示和用章资格核对", "publication, and the right to seal"), Pipl13Duty, new("公众", "the public"), Retention.WhileRegistered),
            new(FormerPractitioners, new("已离开机构的执业人员姓名", "names of practitioners who have left their agency"),
                new("责任倒查：谁在成果上签章", "accountability: who sealed a result"), Pipl13Duty, OwnAndOperator, Retention.DaysAfterLeaving, rules.FormerPractitionerDays),
            new("contacts", new("机构联系人姓名和电话", "name and telephone of an agency's contact"),
                new("联系业务", "to reach the agency"), Pipl13Consent, new("登录用户；公众只看到姓", "signed-in users; the public sees the family name only"), Retention.WhileRegistered),
            new("accounts", new("经办人姓名、用户名、密码摘要、动态口令密钥", "name, user name, password digest and authenticator key of users"),
                new("登录和用印时确认本人", "to sign in, and to be sure of the person who seals"), Pipl13Duty, new("本人；姓名见于本单位和办件的相对方", "the person; the name is seen by the organisation and its counterparts"), Retention.WhileRegistered),
            new("ledger", new("办理记录中的姓名", "names in the ledger of what happened"),
                new("责任倒查和审计", "accountability and audits"), Pipl13Duty, new("办件各方、运行机构", "the parties, the operator"), Retention.KeptUnderPseudonym),
            new("seals", new("电子印章证书、已盖章文件、印章保管和用印登记中的姓名和注册号", "names and registration numbers in seal certificates, sealed files and the registers of custody and use of seals"),
                new("签章的法律效力", "the legal effect of the seal"), Pipl13Duty, new("文件持有人；登记见于本机构和运行机构", "whoever holds the file; the registers: the agency itself, the operator"), Retention.ByRecordsLaw),
        ];
    }
}
