using Market.Marketplace.Verification;

namespace Market.Marketplace.Albums;

/// <summary>What was found on one file of an album.</summary>
internal sealed record SheetFinding(Sheet Sheet, FiveChecks Checks);

/// <summary>The five checks of an album from those of its files: one bad file makes the whole bad. Pure.</summary>
internal static class AlbumChecks
{
    private const int NamedSheets = 3;

    public static FiveChecks Of(IReadOnlyList<SheetFinding> findings, DateTimeOffset at) =>
        new([.. Enum.GetValues<CheckKind>().Select(kind => Of(kind, findings))], at);

    private static Check Of(CheckKind kind, IReadOnlyList<SheetFinding> findings)
    {
        var worst = findings.Max(finding => finding.Checks[kind].Outcome);
        if (worst == CheckOutcome.Pass)
        {
            return new Check(
                kind, worst, "album-passed",
                [$"{findings.Count(finding => finding.Sheet.Kind == SheetKind.Drawing)}", $"{findings.Count(finding => finding.Sheet.Kind == SheetKind.Data)}"]);
        }

        var met = findings.Where(finding => finding.Checks[kind].Outcome == worst).ToList();
        if (met is [{ Sheet.Kind: SheetKind.Manifest } manifest])
        {
            return manifest.Checks[kind];
        }

        return new Check(
            kind, worst, worst == CheckOutcome.Fail ? "album-sheets-failed" : "album-sheets-unsure",
            [$"{met.Count}", string.Join('、', met.Take(NamedSheets).Select(finding => finding.Sheet.Number))]);
    }
}
