using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Market.Marketplace.Documents;
using Market.Marketplace.Verification;
using Market.Signing;
using Market.Web.Api;
using Market.Web.Hosting;
using Market.Web.Identity;

namespace Market.Web.Public;

/// <summary>成果存证包: one ZIP with the sealed result, its checks, history, certificates and revocation data, and a report sealed by the platform
/// that lists them all. <c>market-seal verify</c> checks it on a machine without a network.</summary>
internal sealed class ResultPackages(VerificationReports reports, VerificationSeal seal, IBlobStore blobs, IServiceProvider services)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/results/{id:guid}/package.zip", AnswerAsync).RequireAuthorization().ExcludeFromDescription();

    public static void MapApi(IEndpointRouteBuilder api) =>
        api.MapGet("/results/{id:guid}/package", AnswerAsync)
            .WithTags("Verification")
            .WithSummary("The package of an accepted result (成果存证包): everything that proves it, for a check without a network")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/zip")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .RequireAuthorization();

    private static async Task<IResult> AnswerAsync(Guid id, MarketSession market, ResultPackages packages, VerificationSeal seal, HttpContext http)
    {
        if (!seal.IsAvailable)
        {
            return Problems.Of("package-unsealed");
        }

        var ct = http.RequestAborted;
        var pack = await market.RunAsync((PackResult gather) => gather.ExecuteAsync(id), ct);
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
            bufferSize: 128 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await packages.WriteAsync(pack, file, ct);
        file.Position = 0;
        return Results.Stream(file, "application/zip", $"成果存证包-{pack.Result.ReportNumber}-{pack.Result.ResultNumber}.zip");
    }

    private async Task WriteAsync(ResultPack pack, Stream output, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        var entries = new List<ResultPackageEntry>();
        var report = pack.Check.Check.Report;
        await AddBytesAsync("checks.json", ResultPackageManifest.RecordRole, JsonSerializer.SerializeToUtf8Bytes(ChecksOf(pack), Json));
        await AddBytesAsync("verification.json", ResultPackageManifest.RecordRole, System.Text.Encoding.UTF8.GetBytes(
            VerificationRecord.Of("result.pdf", report, CultureInfo.CurrentUICulture).ToJson()));
        await AddBytesAsync("history.json", ResultPackageManifest.RecordRole, JsonSerializer.SerializeToUtf8Bytes(HistoryOf(pack), Json));
        var certificates = report.Signatures.SelectMany(signature => signature.CertificatePath).Select(der => der.ToArray())
            .DistinctBy(der => Convert.ToHexString(SHA256.HashData(der))).ToList();
        foreach (var (der, index) in certificates.Select((der, index) => (der, index)))
        {
            await AddBytesAsync($"certificates/{index + 1:D2}.cer", ResultPackageManifest.CertificateRole, der);
        }

        foreach (var (evidence, index) in (await EvidenceAsync(report, ct)).Select((evidence, index) => (evidence, index)))
        {
            await AddBytesAsync(
                $"revocation/{index + 1:D2}.{(evidence.Format == RevocationFormat.Ocsp ? "ocsp" : "crl")}", ResultPackageManifest.RevocationRole, evidence.Encoded.ToArray());
        }

        // The documents come last: a file that shows a PDF header near its start counts as that PDF.
        foreach (var file in pack.Files)
        {
            await using var content = blobs.OpenRead(file.Sha256);
            var isSealed = file.Path.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) && !file.Path.StartsWith("数据/", StringComparison.Ordinal);
            await AddAsync(file.Path, isSealed ? ResultPackageManifest.ResultRole : ResultPackageManifest.DataRole, content);
        }

        using var cover = new MemoryStream();
        reports.Of(pack.Check.Check, pack.Check.Name, pack.Check.Size, pack.Check.Sha256).WritePdf(cover, CultureInfo.CurrentUICulture);
        cover.Position = 0;
        using var sealedCover = new MemoryStream();
        await seal.SealPackageAsync(cover, sealedCover, new ResultPackageManifest(ResultPackageManifest.CurrentFormat, FactsOf(pack), entries).ToAttachment(), ct);
        sealedCover.Position = 0;
        await CopyAsync(ResultPackageManifest.ReportPath, sealedCover);

        async Task AddBytesAsync(string path, string role, byte[] bytes)
        {
            using var content = new MemoryStream(bytes);
            await AddAsync(path, role, content);
        }

        async Task AddAsync(string path, string role, Stream content)
        {
            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
            entries.Add(new ResultPackageEntry(path, role, content.Length, sha256));
            content.Position = 0;
            await CopyAsync(path, content);
        }

        // Stored as they are: sealed files are packed already, and a reader can seek in them.
        async Task CopyAsync(string path, Stream content)
        {
            var entry = zip.CreateEntry(path, CompressionLevel.NoCompression);
            entry.LastWriteTime = pack.Check.Check.Checks.At.ToOffset(Market.Marketplace.Calendars.ChinaTime.Offset);
            await using var target = await entry.OpenAsync(ct);
            await content.CopyToAsync(target, ct);
        }
    }

    /// <summary>What the authorities say today about every certificate of the paths; one that cannot be reached is left out.</summary>
    private async Task<IReadOnlyList<RevocationEvidence>> EvidenceAsync(SealReport report, CancellationToken ct)
    {
        if (services.GetService<IRevocationSource>() is not { } source)
        {
            return [];
        }

        var found = new Dictionary<string, RevocationEvidence>(StringComparer.Ordinal);
        foreach (var path in report.Signatures.Select(signature => signature.CertificatePath))
        {
            foreach (var (der, issuerDer) in path.Zip(path.Skip(1)))
            {
                try
                {
                    using var certificate = X509CertificateLoader.LoadCertificate(der.Span);
                    using var issuer = X509CertificateLoader.LoadCertificate(issuerDer.Span);
                    var evidence = await source.GetAsync(certificate, issuer, report.Signatures[0].SignedAt ?? TimeProvider.System.GetUtcNow(), ct);
                    found.TryAdd(Convert.ToHexString(SHA256.HashData(evidence.Encoded.Span)), evidence);
                }
                catch (Exception e) when (e is RevocationException or CryptographicException)
                {
                    // The check of the package says what is missing.
                }
            }
        }

        return [.. found.Values];
    }

    private static Dictionary<string, string> FactsOf(ResultPack pack) => new(StringComparer.Ordinal)
    {
        ["publicId"] = pack.Result.PublicId,
        ["project"] = pack.Result.ProjectName,
        ["serviceItem"] = pack.Result.ServiceItemName,
        ["taskOrder"] = pack.TaskOrderNumber,
        ["reportNumber"] = pack.Result.ReportNumber,
        ["version"] = pack.Result.ResultNumber.ToString(CultureInfo.InvariantCulture),
        ["agency"] = pack.Result.AgencyName,
        ["agencyCreditCode"] = pack.Result.AgencyCreditCode,
        ["status"] = pack.Result.Status.ToString(),
        ["verdictAtDelivery"] = pack.Result.VerdictThen.ToString(),
        ["verdictNow"] = pack.Check.Check.Checks.Verdict.ToString(),
        ["packedAt"] = pack.Check.Check.Checks.At.ToString("O", CultureInfo.InvariantCulture),
    };

    private static object ChecksOf(ResultPack pack) => new
    {
        pack.Result,
        Now = Said(pack.Check.Check.Checks),
        AtDelivery = Said(pack.Then),
    };

    private static object Said(FiveChecks checks) => new
    {
        checks.At,
        Verdict = checks.Verdict.ToString(),
        Checks = checks.Checks.Select(check => new
        {
            Kind = check.Kind.ToString(),
            Outcome = check.Outcome.ToString(),
            check.Code,
            Sentence = check.Say(CultureInfo.CurrentUICulture),
        }),
    };

    private static object HistoryOf(ResultPack pack) => pack.History.Select(entry => new
    {
        entry.At,
        Kind = entry.Kind.ToString(),
        entry.ActorName,
        entry.OrganisationName,
        Sentence = entry.Say(CultureInfo.CurrentUICulture),
    });
}
