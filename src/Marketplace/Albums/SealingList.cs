using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>The files that the next seal goes on: what a person reads before the one confirmation.</summary>
/// <param name="Sheets">Drawings that lack this step's seal, in the order of the list, and the list itself last.</param>
/// <param name="Sha256">Digest over numbers and digests of all of them: what the confirmation is bound to.</param>
internal sealed record SealingList(IReadOnlyList<Sheet> Sheets, string Sha256)
{
    public static async Task<SealingList> OfAsync(Result result, MarketplaceDbContext db, CancellationToken ct)
    {
        var step = result.NextStep?.Order ?? int.MaxValue;
        var sheets = await db.Sheets.AsNoTracking()
            .Where(sheet => sheet.AlbumId == result.AlbumId && sheet.Kind != SheetKind.Data && sheet.SealsOn < step)
            .OrderBy(sheet => sheet.Kind == SheetKind.Manifest).ThenBy(sheet => sheet.Position)
            .ToListAsync(ct);
        return new SealingList(sheets, DigestOf(result, step, sheets));
    }

    private static string DigestOf(Result result, int step, IEnumerable<Sheet> sheets)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{result.Id:N} {step}\n");
        foreach (var sheet in sheets)
        {
            text.Append(CultureInfo.InvariantCulture, $"{sheet.Id:N}\t{sheet.Number}\t{sheet.CurrentSha256}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
