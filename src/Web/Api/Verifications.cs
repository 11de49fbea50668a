using System.Globalization;
using Market.Marketplace.Verification;
using Market.Signing;
using Market.Web.Hosting;
using Market.Web.Public;
using Microsoft.AspNetCore.Mvc;

namespace Market.Web.Api;

/// <summary>The public check for programs: send a PDF or OFD file, get what its seals prove in the words of <c>market-seal verify
/// --json</c>, and the five checks. Nothing is kept.</summary>
internal static class Verifications
{
    private const long LargestRequest = 512L * 1024 * 1024;

    public static void MapVerifications(this IEndpointRouteBuilder api)
    {
        MapCheck(api.MapPost("/verifications", CheckAsync));
        // What is sent as something else comes here, to be told how to send it, and not that there is no such address.
        api.MapPost("/verifications", CheckUntypedAsync)
            .RequireRateLimiting(RateLimits.Verify).DisableAntiforgery().RefuseUnknownKey().WithMetadata(new RequestSizeLimitAttribute(LargestRequest)).ExcludeFromDescription();
    }

    private static void MapCheck(RouteHandlerBuilder check) =>
        check
            .WithTags("Verification")
            .WithSummary("Check a sealed PDF or OFD file, sent as it is or as the file of a multipart form")
            .WithDescription(
                "verdict, reasons and signatures are what the seals themselves prove, in the words of ETSI EN 319 102-1 and as market-seal verify --json "
                + "gives them; checks and conclusion add what this platform knows of the task. The file is deleted as soon as it is answered. "
                + "The file name of a multipart form, or the query parameter name, comes back as file.")
            .Accepts<IFormFile>("application/pdf", "application/ofd", "application/octet-stream", "multipart/form-data")
            .Produces<VerificationAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .RequireRateLimiting(RateLimits.Verify)
            .DisableAntiforgery()
            .RefuseUnknownKey()
            .WithMetadata(new RequestSizeLimitAttribute(LargestRequest));

    /// <summary>The outcome of a check.</summary>
    /// <param name="File">The file as it was named; null when it came without a name.</param>
    /// <param name="Verdict">What the seals prove: TOTAL-PASSED, INDETERMINATE or TOTAL-FAILED.</param>
    /// <param name="Reasons">Codes of everything that kept it from passing.</param>
    /// <param name="Signatures">Seals and document time stamps, the earliest first.</param>
    /// <param name="Explanations">Each code in a sentence.</param>
    /// <param name="Conclusion">Over the five checks; never Passed when one of them is unsure.</param>
    /// <param name="Checks">The five checks.</param>
    /// <param name="Seals">The seals in short.</param>
    /// <param name="Result">What is on public record under the file's own id.</param>
    /// <param name="Limitation">What the check does not say.</param>
    internal sealed record VerificationAnswer(
        string? File, string Verdict, IReadOnlyList<string> Reasons, IReadOnlyList<SignatureRecord> Signatures, int PageCount,
        IReadOnlyDictionary<string, string> Explanations, Verdict Conclusion, DateTimeOffset CheckedAt, IReadOnlyList<CheckAnswer> Checks,
        IReadOnlyList<PublicSeal> Seals, PublicResult? Result, string Limitation);

    /// <summary>One of the five checks.</summary>
    internal sealed record CheckAnswer(CheckKind Kind, CheckOutcome Outcome, string Code, string Sentence);

    private static Task<IResult> CheckUntypedAsync(HttpRequest request, string? name, PublicVerification verification, Localization.Texts texts) =>
        string.IsNullOrWhiteSpace(request.ContentType) ? CheckAsync(request, name, verification, texts) : Task.FromResult<IResult>(Problems.Of("verify-content-type"));

    private static async Task<IResult> CheckAsync(HttpRequest request, string? name, PublicVerification verification, Localization.Texts texts)
    {
        var ct = request.HttpContext.RequestAborted;
        try
        {
            var (content, fileName) = ContentOf(request, await FormOfAsync(request, ct));
            if (content is null)
            {
                return Problems.Of("verify-no-file");
            }

            await using (content)
            {
                var (found, refusal) = await verification.CheckAsync(content, ct);
                return found is null ? Problems.Of(refusal!.Code, refusal.Arguments) : Results.Ok(AnswerOf(name ?? fileName, found.Check, texts));
            }
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            // Beyond what is even read to its end.
            return Problems.Of("verify-too-big", Files.FileSize.Say(request.ContentLength ?? LargestRequest), verification.Limit);
        }
    }

    private static (Stream? Content, string? Name) ContentOf(HttpRequest request, IFormCollection? form) =>
        form is null ? (request.Body, null) : form.Files is [var file, ..] ? (file.OpenReadStream(), file.FileName) : (null, null);

    /// <summary>The form; null when the request brings none.</summary>
    /// <exception cref="BadHttpRequestException">It is no form, or breaks off.</exception>
    private static async Task<IFormCollection?> FormOfAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            return request.HasFormContentType ? await request.ReadFormAsync(ct) : null;
        }
        catch (Exception broken) when (broken is (IOException or InvalidDataException) and not BadHttpRequestException && !ct.IsCancellationRequested)
        {
            throw new BadHttpRequestException("The form cannot be read.", broken);
        }
    }

    private static VerificationAnswer AnswerOf(string? file, PublicCheck check, Localization.Texts texts)
    {
        var language = CultureInfo.CurrentUICulture;
        var record = VerificationRecord.Of(file, check.Report, language);
        return new VerificationAnswer(
            record.File, record.Verdict, record.Reasons, record.Signatures, record.PageCount, record.Explanations,
            check.Checks.Verdict, check.Checks.At,
            [.. check.Checks.Checks.Select(one => new CheckAnswer(one.Kind, one.Outcome, one.Code, one.Say(language)))],
            check.Seals, check.Result, texts["仅核验签章与绑定关系，不代表对成果内容的认可；内容由出具单位负责。"]);
    }
}
