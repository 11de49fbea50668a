using Market.Marketplace.Albums;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Signing;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Verification;

/// <summary>One seal as anybody may see it.</summary>
/// <param name="SignedAt">Proven by a trusted time stamp.</param>
/// <param name="ClaimedAt">As the signer says.</param>
public sealed record PublicSeal(
    string SignerName, string? Organisation, string? OrganisationCode, bool Intact, bool? Trusted, DateTimeOffset? SignedAt, DateTimeOffset? ClaimedAt);

/// <summary>The answer to a public check.</summary>
/// <param name="Readable">Whether the file could be read as a PDF or OFD.</param>
/// <param name="Checks">The five checks.</param>
/// <param name="Seals">The seals found.</param>
/// <param name="Report">What the signing library found.</param>
/// <param name="Result">What is on record under the file's own id, when there is something to show.</param>
public sealed record PublicCheck(bool Readable, int PageCount, FiveChecks Checks, IReadOnlyList<PublicSeal> Seals, SealReport Report, PublicResult? Result)
{
    internal static PublicCheck Of(SealFacts facts, FiveChecks checks, PublicResult? published) => new(
        facts.Readable, facts.PageCount, checks,
        [.. facts.Signatures.Select(signature => new PublicSeal(
            signature.SignerName, signature.Organisation, signature.OrganisationCode, signature.Intact, signature.Trusted,
            signature.SignedAt, signature.ClaimedAt))],
        facts.Report, published);
}

/// <summary>Anybody checks any sealed PDF. The file is not kept.</summary>
public sealed class CheckPublicly(MarketplaceDbContext db, OperationContext context, Sealing sealing) : IOperation
{
    public static Permission Requires => Permission.CheckResults;

    /// <summary>Checks a file; the stream must be seekable and stays open.</summary>
    public async Task<PublicCheck> ExecuteAsync(Stream pdf)
    {
        var facts = await sealing.ValidateAsync(pdf, context.At, context.Cancellation);
        var (checks, published) = await AgainstRecordAsync(facts);
        return PublicCheck.Of(facts, checks, published);
    }

    private async Task<(FiveChecks Checks, PublicResult? Published)> AgainstRecordAsync(SealFacts facts)
    {
        if (facts.Binding is not { } binding)
        {
            return (FiveChecksOf.AnyFile(facts, context.At), null);
        }

        var result = await db.Results.AsNoTracking().SingleOrDefaultAsync(row => row.PublicId == binding.PublicId, context.Cancellation);
        if (result is null || !result.IsPublic)
        {
            return (FiveChecksOf.AnyFile(facts, context.At), null);
        }

        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == result.TaskOrderId, context.Cancellation);
        var expected = await ExpectedSealing.OfAsync(result, order, db, context.Cancellation);
        var shown = result;
        if (binding.Sheet is { } number && await SheetAsync(result, number) is var (sheet, holder))
        {
            (expected, shown) = (expected with { Binding = expected.Binding.For(sheet) }, holder);
        }

        var doubt = await db.DoubtAsync(result, context.Cancellation);
        return (FiveChecksOf.Result(facts, expected, context.At).InDoubt(doubt).After(shown.Later), await PublicResult.OfAsync(shown, order, db, context.Cancellation));
    }

    // A sheet of an album names itself; carried over, it belongs to the latest version that still holds it.
    private async Task<(Sheet Sheet, Result Holder)?> SheetAsync(Result sealedUnder, string number)
    {
        var rows = await (
            from sheet in db.Sheets.AsNoTracking()
            join holder in db.Results.AsNoTracking() on sheet.AlbumId equals holder.AlbumId
            where sheet.SealedUnderResultId == sealedUnder.Id && sheet.Kind == SheetKind.Drawing && sheet.Number == number
            orderby holder.Number descending
            select new { Sheet = sheet, Holder = holder }).ToListAsync(context.Cancellation);
        return rows.FirstOrDefault(row => row.Holder.IsPublic) is { } found ? (found.Sheet, found.Holder) : null;
    }
}
