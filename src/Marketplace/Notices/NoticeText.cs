namespace Market.Marketplace.Notices;

/// <summary>One line of facts in a notice, such as 项目名称.</summary>
public sealed record NoticeFact(string Name, string Value);

/// <summary>What a notice says, filled in once from its template and never changed: the file is drawn from it, and pages show it.</summary>
/// <param name="Title">Such as 中选通知书.</param>
/// <param name="Opening">What is notified, in full sentences.</param>
/// <param name="Facts">The matter in figures.</param>
/// <param name="Demands">What the recipient must do and by when; what follows otherwise.</param>
/// <param name="Remedies">救济途径: how the recipient may be heard; empty where the notice takes nothing away.</param>
/// <param name="Signatory">Who issues it (落款).</param>
public sealed record NoticeText(
    string Title, IReadOnlyList<string> Opening, IReadOnlyList<NoticeFact> Facts, IReadOnlyList<string> Demands, IReadOnlyList<string> Remedies,
    string Signatory);
