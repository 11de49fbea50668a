namespace Market.Marketplace.RulePacks;

/// <summary>A sentence of the rules with where it stands written.</summary>
public sealed record RuleText(string Text, string Source, bool Verified);

/// <summary>What a region's rules say about admission (入驻) and its end (清退).</summary>
public sealed record AdmissionRules
{
    private const string Unread = "默认值，本地区文件未读到（待核实）";

    /// <summary>For the form check (形式要件核验) of an application.</summary>
    public RuleFigure FormCheckWorkingDays { get; init; } = new(2, Unread, Verified: false);

    /// <summary>For the form check of a change of data.</summary>
    public RuleFigure ChangeCheckWorkingDays { get; init; } = new(2, Unread, Verified: false);

    /// <summary>入驻公示; none means that the form check admits at once.</summary>
    public RuleFigure PublicityWorkingDays { get; init; } = new(5, Unread, Verified: false);

    /// <summary>For the agency's statement (陈述申辩) before it is removed.</summary>
    public RuleFigure PleaWorkingDays { get; init; } = new(5, Unread, Verified: false);

    /// <summary>Months that an agency stays away after 清退.</summary>
    public RuleFigure AwayMonths { get; init; } = new(12, Unread, Verified: false);

    /// <summary>What can be done against a refusal or a removal (救济途径).</summary>
    public RuleText Remedies { get; init; } = new(
        "对本决定不服的，可以自收到之日起向本级中介服务超市管理机构书面申请复核；本决定属于行政行为的，可以依法申请行政复议或者提起行政诉讼。", Unread, Verified: false);
}
