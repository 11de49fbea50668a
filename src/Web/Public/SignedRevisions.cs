using Market.Marketplace.Documents;
using Market.Marketplace.Verification;
using Market.Signing;
using Market.Web.Api;
using Market.Web.Hosting;
using Market.Web.Identity;
using Market.Web.Localization;
using Microsoft.AspNetCore.Mvc;

namespace Market.Web.Public;

/// <summary>What was really signed: the document as it stood when a seal was put on, cut out of the file byte for byte, whatever was appended
/// later. Of a stored result by its page; of any other file by sending it once more, for it is not kept.</summary>
internal static class SignedRevisions
{
    private const long LargestRequest = 512L * 1024 * 1024;

    public static void MapSignedRevisions(this IEndpointRouteBuilder app)
    {
        app.MapGet("/results/{id:guid}/revisions/{number:int}", OfResultAsync).RequireAuthorization().ExcludeFromDescription();
        app.MapPost("/verify/revision", OfUploadAsync).AllowAnonymous().DisableAntiforgery().RequireRateLimiting(RateLimits.Verify)
            .WithMetadata(new RequestSizeLimitAttribute(LargestRequest)).ExcludeFromDescription();
    }

    /// <summary>Seals of a report that end a revision of a PDF file, with their number in the order of the report.</summary>
    public static IEnumerable<(int Number, SignatureReport Seal)> Of(SealReport report) => report.Format != SealedFileFormat.Pdf ? []
        : report.Signatures.Select((seal, index) => (index + 1, seal)).Where(pair => pair.seal.RevisionLength is not null);

    private static async Task<IResult> OfResultAsync(Guid id, int number, MarketSession market, Texts texts, HttpContext http)
    {
        var ct = http.RequestAborted;
        var found = await market.RunAsync((CheckResult again) => again.ExecuteAsync(id), ct);
        if (RevisionOf(found.Check.Report, number) is not { } revision)
        {
            return Results.NotFound();
        }

        var file = await market.RunAsync((OpenFile open) => open.ExecuteAsync(found.FileId), ct);
        return Results.Stream(
            async output =>
            {
                await using var content = file.Content;
                await PdfRevisions.ExtractAsync(content, revision, output, ct);
            },
            file.MediaType, NameOf(file.Name, number, texts));
    }

    private static async Task<IResult> OfUploadAsync(HttpRequest request, PublicVerification verification, Texts texts)
    {
        var ct = request.HttpContext.RequestAborted;
        if (!request.HasFormContentType)
        {
            return Refuse(request, new VerificationRefusal("verify-no-file"));
        }

        var form = await request.ReadFormAsync(ct);
        if (form.Files.GetFile("file") is not { } file || !int.TryParse(form["number"], out var number))
        {
            return Refuse(request, new VerificationRefusal("verify-no-file"));
        }

        // The part is cut before the file is deleted; it goes when it has been sent.
        var cut = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
            bufferSize: 128 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await using var content = file.OpenReadStream();
        var (_, refusal) = await verification.CheckAsync(
            content, async (found, pdf) => await CutAsync(found.Check.Report, number, pdf, cut, ct), ct);
        if (cut.Length == 0)
        {
            await cut.DisposeAsync();
            return Refuse(request, refusal ?? new VerificationRefusal("verify-no-revision"));
        }

        cut.Position = 0;
        return Results.Stream(cut, "application/pdf", NameOf(file.FileName, number, texts));
    }

    // A page is led back to itself; programs get the problem.
    private static IResult Refuse(HttpRequest request, VerificationRefusal refusal) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/html")
            ? Results.LocalRedirect($"~/verify?refused={refusal.Code}")
            : Problems.Of(refusal.Code, refusal.Arguments);

    private static async Task CutAsync(SealReport report, int number, Stream pdf, Stream output, CancellationToken ct)
    {
        if (RevisionOf(report, number) is { } revision)
        {
            await PdfRevisions.ExtractAsync(pdf, revision, output, ct);
        }
    }

    private static SignedRevision? RevisionOf(SealReport report, int number) => Of(report)
        .Where(pair => pair.Number == number).Select(pair => new SignedRevision(pair.Seal.FieldName, number, pair.Seal.RevisionLength!.Value)).FirstOrDefault();

    private static string NameOf(string name, int number, Texts texts) =>
        $"{Path.GetFileNameWithoutExtension(name)}-{texts["第 {0} 枚章所签版本", number]}.pdf";
}
