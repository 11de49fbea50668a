using System.Globalization;
using Market.Marketplace.Operations;
using Market.Signing;

namespace Market.Marketplace.Results;

/// <summary>One finding of the pre-check.</summary>
/// <param name="Code">The sentence: a refusal's code when blocking, else in Wording.resx under <c>precheck.</c>.</param>
/// <param name="Blocking">Whether the file cannot be handed in.</param>
/// <param name="Args">Values for the sentence.</param>
public sealed record PrecheckFinding(string Code, bool Blocking, IReadOnlyList<string> Args)
{
    private const string Rebuilt = "rebuilt";
    private const string RepairPrefix = "repair-";

    /// <summary>That a damaged file was rebuilt, and what was wrong with it.</summary>
    internal static IEnumerable<PrecheckFinding> Of(RepairReport repair) =>
    [
        new(Rebuilt, Blocking: false, []),
        .. repair.Notes.Select(note => new PrecheckFinding(note.Code, Blocking: false, [])),
    ];

    /// <summary>The sentence of this finding.</summary>
    public string Say(CultureInfo culture) =>
        Blocking ? Refusals.Say(Code, culture, [.. Args])
        : Code.StartsWith(RepairPrefix, StringComparison.Ordinal) ? ReasonCatalogue.Explain(Code, culture)
        : Wording.Say($"precheck.{Code}", culture, [.. Args]);
}

/// <summary>What the pre-check found in a file (预检).</summary>
/// <param name="PageCount">Pages; 0 when unreadable.</param>
/// <param name="Findings">What was found.</param>
public sealed record PrecheckReport(int PageCount, IReadOnlyList<PrecheckFinding> Findings)
{
    /// <summary>Whether the file can be handed in.</summary>
    public bool Passed => !Findings.Any(finding => finding.Blocking);
}
