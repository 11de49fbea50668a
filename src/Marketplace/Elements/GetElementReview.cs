using System.Globalization;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Elements;

/// <summary>The elements of a result in one table (一表式审查).</summary>
/// <param name="Rows">报建值, 审查值, 规划条件 and 结论 of each element.</param>
/// <param name="IsSealed">Whether the server found these very figures under the seals of the file.</param>
/// <param name="Sha256">Digest of elements.json.</param>
/// <param name="Opinion">What the figures suggest, for the official to change.</param>
public sealed record ElementReview(IReadOnlyList<ElementRow> Rows, bool IsSealed, string Sha256, string Text, string Opinion);

/// <summary>Reads the elements of a result.</summary>
public sealed class GetElementReview(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadTaskOrders;

    /// <summary>The table, or null when the result carries no elements.</summary>
    public async Task<ElementReview?> ExecuteAsync(Guid resultId, CultureInfo? culture = null)
    {
        var result = await db.ResultsFor(context.Actor).FindOrThrowAsync(resultId, context.Cancellation);
        return result.ElementsText is { } text && ElementFile.Read(text) is { } file
            ? new ElementReview(
                file.Elements, result.AreElementsSealed, ElementFile.DigestOf(text), text,
                ElementOpinion.Draft(file.Elements, culture ?? CultureInfo.CurrentUICulture))
            : null;
    }
}
