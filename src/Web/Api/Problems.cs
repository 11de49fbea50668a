using System.Diagnostics;
using System.Globalization;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Web.Localization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Market.Web.Api;

/// <summary>Refusals as RFC 9457 problem documents: type, title, status, detail in the caller's language, code and
/// traceId. The same code always means the same thing.</summary>
internal static class Problems
{
    private static readonly Texts Texts = new();

    /// <summary>A refusal of the web host.</summary>
    public static ProblemHttpResult Of(string code, params object[] arguments)
    {
        var kind = ProblemKind.All[code];
        return Of(code, kind.Status, Sentence(code, arguments));
    }

    /// <summary>A refusal of the marketplace.</summary>
    public static ProblemHttpResult Of(MarketplaceException refusal) =>
        Of(refusal.Code, StatusOf(refusal), Refusals.Say(refusal, CultureInfo.CurrentUICulture));

    /// <summary>A refusal of the marketplace to a system; where the caller named a version, one that is stale is a failed precondition.</summary>
    public static ProblemHttpResult Of(MarketplaceException refusal, bool conditional) =>
        Of(
            refusal.Code,
            conditional && refusal.Code == "changed-meanwhile" ? StatusCodes.Status412PreconditionFailed : StatusOf(refusal),
            Refusals.Say(refusal, CultureInfo.CurrentUICulture));

    /// <summary>The sentence of a refusal of the web host.</summary>
    public static string Sentence(string code, params object[] arguments)
    {
        var sentence = ProblemKind.All[code].Sentence;
        return arguments.Length == 0 ? Texts[sentence] : Texts[sentence, arguments];
    }

    /// <summary>The HTTP status of a refusal of the marketplace.</summary>
    public static int StatusOf(MarketplaceException refusal) => refusal switch
    {
        NotFoundException => StatusCodes.Status404NotFound,
        ForbiddenException => StatusCodes.Status403Forbidden,
        StoreUnavailableException { Code: "store-full" } => StatusCodes.Status507InsufficientStorage,
        StoreUnavailableException => StatusCodes.Status503ServiceUnavailable,
        { Code: "idempotency-key-reused" } => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status409Conflict,
    };

    private static ProblemHttpResult Of(string code, int status, string sentence) => TypedResults.Problem(new ProblemDetails
    {
        Type = $"/problems/{code}",
        Title = sentence,
        Status = status,
        Detail = sentence,
        Extensions =
        {
            ["code"] = code,
            ["traceId"] = Activity.Current?.TraceId.ToString(),
        },
    });
}
