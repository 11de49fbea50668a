namespace Market.Marketplace.RulePacks;

/// <summary>How long personal data are kept (个人信息保存期限). The daily work deletes by these days, and /privacy shows them.</summary>
public sealed record PersonalDataRules
{
    private const string Unread = "默认值，本地区文件未读到（待核实）";

    /// <summary>Scans of identity cards and social security records, after the form check.</summary>
    public RuleFigure CheckedScanDays { get; init; } = new(3, Unread, Verified: false);

    /// <summary>Drafts of a dossier that were never handed in, after the last change.</summary>
    public RuleFigure UntouchedDraftDays { get; init; } = new(180, Unread, Verified: false);

    /// <summary>Contacts of those who report a service outside the list, after the answer.</summary>
    public RuleFigure ReporterDays { get; init; } = new(90, Unread, Verified: false);

    /// <summary>Which reminders were sent to whom, after sending.</summary>
    public RuleFigure SentMessageDays { get; init; } = new(90, Unread, Verified: false);

    /// <summary>Names of practitioners who have left their agency, after the last day there.</summary>
    public RuleFigure FormerPractitionerDays { get; init; } = new(1095, Unread, Verified: false);

    internal void Check(string pack)
    {
        if (this is { CheckedScanDays.Value: < 0 } or { UntouchedDraftDays.Value: < 1 } or { ReporterDays.Value: < 0 } or { SentMessageDays.Value: < 1 } or { FormerPractitionerDays.Value: < 0 })
        {
            throw new InvalidDataException($"Rule pack {pack} keeps personal data for less than no time.");
        }
    }
}
