using System.Globalization;
using Market.Marketplace;
using Market.Marketplace.OpenContracting;
using Market.Marketplace.Operations;
using Market.Web.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Market.Web.Api;

/// <summary>Procurements as the Open Contracting Data Standard 1.1 has them: release packages and records.</summary>
internal static class OpenContractingEndpoints
{
    private const string Version = "1.1";
    private const string Publisher = "中介服务超市";

    public static void MapOpenContracting(this IEndpointRouteBuilder app)
    {
        var ocds = app.MapGroup("/ocds").AllowAnonymous().WithTags("Open contracting");
        ocds.MapGet("/releases.json", ReleasesAsync).WithSummary("OCDS 1.1 release package of published procurements, the newest first");
        ocds.MapGet("/records/{ocid}.json", RecordAsync).WithSummary("OCDS 1.1 record of one procurement").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<OcdsReleasePackage>> ReleasesAsync(MarketSession market, MarketplaceOptions options, int page = 1, int size = 50)
    {
        var found = await market.RunAsync((ListReleases list) => list.ExecuteAsync(new PageRequest(null, page, size)));
        return TypedResults.Ok(new OcdsReleasePackage(
            AddressOf(found.Page), Version, DateOf(found.Rows), new OcdsPublisher(Publisher), found.Rows,
            found.Pages == 1 ? null : new OcdsLinks(
                found.Page < found.Pages ? AddressOf(found.Page + 1) : null, found.Page > 1 ? AddressOf(found.Page - 1) : null)));

        string AddressOf(int number) =>
            new Uri(options.PublicUrl, string.Create(CultureInfo.InvariantCulture, $"ocds/releases.json?page={number}&size={found.Size}")).AbsoluteUri;
    }

    private static async Task<Ok<OcdsRecordPackage>> RecordAsync(string ocid, MarketSession market, MarketplaceOptions options)
    {
        var releases = await market.RunAsync((GetRelease get) => get.ExecuteAsync(ocid));
        return TypedResults.Ok(new OcdsRecordPackage(
            new Uri(options.PublicUrl, $"ocds/records/{ocid}.json").AbsoluteUri, Version, releases[^1].Date, new OcdsPublisher(Publisher),
            [new OcdsRecord(ocid, releases, releases[^1] with { Id = $"{ocid}-compiled", Tag = ["compiled"] })]));
    }

    // A package is as new as its newest release; the same content always carries the same date.
    private static DateTimeOffset DateOf(IReadOnlyList<OcdsRelease> releases) =>
        releases.Count == 0 ? DateTimeOffset.UnixEpoch : releases.Max(release => release.Date);
}
