using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;

namespace Market.Marketplace.Elements;

/// <summary>Keeps what is typed into the element form, wrong entries too: they are marked, and refused only when the result is
/// handed in.</summary>
public sealed class SaveElements(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int LongestEntry = 600;

    public static Permission Requires => Permission.SubmitResults;

    /// <summary>Keeps the entries, by element name; returns the form as it stands then.</summary>
    public async Task<ElementFormDetails> ExecuteAsync(Guid taskOrderId, IReadOnlyDictionary<string, string> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var form = await db.OpenElementFormAsync(taskOrderId, context);
        foreach (var (name, text) in entries)
        {
            if (form.Schema.Elements.FirstOrDefault(element => element.Name == name) is not { Formula: null })
            {
                throw new RuleViolationException("element-unknown", name);
            }

            if (text.Length > LongestEntry)
            {
                throw new RuleViolationException("text-too-long", text[..12], text.Length, LongestEntry);
            }
        }

        form.Draft!.Take(entries, context);
        return ElementFormDetails.Of(form);
    }
}

internal static class ElementForms
{
    /// <summary>The form of a task order that waits for its result, with a draft to write into.</summary>
    public static async Task<ElementForm> OpenElementFormAsync(this MarketplaceDbContext db, Guid taskOrderId, OperationContext context)
    {
        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(taskOrderId, context.Cancellation);
        if (!order.ActionsFor(context.Actor).Contains(TaskOrderAction.Submit))
        {
            throw new RuleViolationException("elements-closed", order.Number, order.Status);
        }

        var form = await ElementForm.OfAsync(order, db, context.Cancellation);
        if (form.Draft is not null)
        {
            return form;
        }

        var draft = ElementDraft.Begin(order.Id, context);
        db.Add(draft);
        return form with { Draft = draft };
    }
}
