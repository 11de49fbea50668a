using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Elements;

/// <summary>The form that an agency fills in, with what its entries come to.</summary>
/// <param name="Elements">The published elements.</param>
/// <param name="IsMandatory">Whether a result without them is refused.</param>
/// <param name="Entered">As typed, by name.</param>
/// <param name="Table">Computed, compared and judged.</param>
/// <param name="ChangedBy">Who changed it last; null before the first entry.</param>
public sealed record ElementFormDetails(
    IReadOnlyList<ElementDefinition> Elements, bool IsMandatory, IReadOnlyDictionary<string, string> Entered, ElementTable Table,
    string? ChangedBy, DateTimeOffset? ChangedAt)
{
    internal static ElementFormDetails Of(ElementForm form) => new(
        form.Schema.Elements, form.Schema.IsMandatory, form.Entered, form.Table, form.Draft?.ChangedBy, form.Draft?.ChangedAt);
}

/// <summary>Reads the agency's element form of a task order. Owner and department see elements with the result, not before.</summary>
public sealed class GetElementForm(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadTaskOrders;

    /// <summary>The form; without elements where the item has none.</summary>
    public async Task<ElementFormDetails> ExecuteAsync(Guid taskOrderId)
    {
        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(taskOrderId, context.Cancellation);
        if (context.Actor.Standing != Standing.Agency)
        {
            throw new NotFoundException(nameof(ElementDraft));
        }

        return ElementFormDetails.Of(await ElementForm.OfAsync(order, db, context.Cancellation));
    }
}
