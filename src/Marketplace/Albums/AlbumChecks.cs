using Market.Marketplace.Verification;

namespace Market.Marketplace.Albums;

/// <summary>The five checks of an album from those of its files: one bad file makes the whole bad. Pure.</summary>
internal static class AlbumChecks
{
    private const int NamedSheets = 3;

    public static FiveChecks Of(IReadOnlyList<Sheet> sheets, DateTimeOffset at) =>
        new([.. Enum.GetValues<CheckKind>().Select(kind => Of(kind, sheets))], at);

    private static Check Of(CheckKind kind, IReadOnlyList<Sheet> sheets)
    {
        var worst = sheets.Max(sheet => sheet.Verification![kind].Outcome);
        if (worst == CheckOutcome.Pass)
        {
            return new Check(kind, worst, "album-passed", [$"{sheets.Count(sheet => sheet.Kind == SheetKind.Drawing)}", $"{sheets.Count(sheet => sheet.Kind == SheetKind.Data)}"]);
        }

        var met = sheets.Where(sheet => sheet.Verification![kind].Outcome == worst).ToList();
        if (met is [{ Kind: SheetKind.Manifest } manifest])
        {
            return manifest.Verification![kind];
        }

        return new Check(
            kind, worst, worst == CheckOutcome.Fail ? "album-sheets-failed" : "album-sheets-unsure",
            [$"{met.Count}", string.Join('、', met.Take(NamedSheets).Select(sheet => sheet.Number))]);
    }
}
