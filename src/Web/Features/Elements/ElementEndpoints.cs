using System.Text;
using Market.Marketplace.Elements;
using Market.Marketplace.Operations;
using Market.Web.Identity;

namespace Market.Web.Features.Elements;

/// <summary>Elements as files: the template to fill in, and what is embedded in a result.</summary>
internal static class ElementEndpoints
{
    public static void MapElements(this IEndpointRouteBuilder app)
    {
        app.MapGet("/tasks/{id:guid}/elements.{kind:regex(^(xlsx|csv|json)$)}", TemplateAsync).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/results/{id:guid}/elements.json", ElementsAsync).RequireAuthorization().ExcludeFromDescription();
    }

    private static async Task<IResult> TemplateAsync(Guid id, string kind, MarketSession market, HttpContext http)
    {
        var template = await market.RunAsync((ExportElements export) => export.ExecuteAsync(id, Enum.Parse<ElementFileKind>(kind, ignoreCase: true)), http.RequestAborted);
        return TypedResults.File(template.Content, template.MediaType, template.Name);
    }

    // The very bytes that are embedded: whoever has the sealed file can compare.
    private static async Task<IResult> ElementsAsync(Guid id, MarketSession market, HttpContext http) =>
        await market.RunAsync((GetElementReview get) => get.ExecuteAsync(id), http.RequestAborted) is { } review
            ? TypedResults.File(Encoding.UTF8.GetBytes(review.Text), "application/json", ElementFile.FileName)
            : throw new NotFoundException(nameof(ElementReview));
}
