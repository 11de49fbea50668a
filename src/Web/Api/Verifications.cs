using Market.Marketplace.Verification;
using Market.Web.Hosting;
using Market.Web.Public;
using Microsoft.AspNetCore.Mvc;

namespace Market.Web.Api;

/// <summary>The public check for programs: send a PDF, get the five checks. Nothing is kept.</summary>
internal static class Verifications
{
    private const long LargestRequest = 512L * 1024 * 1024;

    public static void MapVerifications(this IEndpointRouteBuilder api) =>
        api.MapPost("/verifications", CheckAsync)
            .WithTags("Verification")
            .WithSummary("Check a sealed PDF, sent as application/pdf or as the file of a multipart form")
            .Accepts<IFormFile>("application/pdf", "application/octet-stream", "multipart/form-data")
            .Produces<VerificationAnswer>()
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .RequireRateLimiting(RateLimits.Verify)
            .DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(LargestRequest));

    /// <summary>The outcome of a check. The verdict is never Passed when one of the five is unsure.</summary>
    internal sealed record VerificationAnswer(
        Verdict Verdict, DateTimeOffset CheckedAt, int PageCount, IReadOnlyList<CheckAnswer> Checks, IReadOnlyList<PublicSeal> Seals,
        PublicResult? Result, string Limitation);

    /// <summary>One of the five checks.</summary>
    internal sealed record CheckAnswer(CheckKind Kind, CheckOutcome Outcome, string Code, string Sentence);

    private static async Task<IResult> CheckAsync(HttpRequest request, PublicVerification verification, Localization.Texts texts)
    {
        var ct = request.HttpContext.RequestAborted;
        await using var content = await ContentOfAsync(request, ct);
        if (content is null)
        {
            return Problems.Of("verify-no-file");
        }

        var (check, refusal) = await verification.CheckAsync(content, ct);
        return check is null ? Problems.Of(refusal!.Code, refusal.Arguments) : Results.Ok(AnswerOf(check, texts));
    }

    private static async Task<Stream?> ContentOfAsync(HttpRequest request, CancellationToken ct) =>
        request.HasFormContentType
            ? (await request.ReadFormAsync(ct)).Files is [var file, ..] ? file.OpenReadStream() : null
            : request.Body;

    private static VerificationAnswer AnswerOf(PublicCheck check, Localization.Texts texts) => new(
        check.Checks.Verdict, check.Checks.At, check.PageCount,
        [.. check.Checks.Checks.Select(one => new CheckAnswer(one.Kind, one.Outcome, one.Code, one.Say(System.Globalization.CultureInfo.CurrentUICulture)))],
        check.Seals, check.Result, texts["仅核验签章与绑定关系，不代表对成果内容的认可；内容由出具单位负责。"]);
}
