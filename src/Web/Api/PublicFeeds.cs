using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Market.Marketplace;
using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Publication;
using Market.Web.Identity;
using Market.Web.Localization;

namespace Market.Web.Api;

/// <summary>New procurements and new announcements for feed readers: JSON Feed 1.1 and RSS 2.0.</summary>
internal static class PublicFeeds
{
    private const int Entries = 50;

    private static readonly Texts Texts = new();

    /// <summary>One entry of a feed.</summary>
    private sealed record Entry(Guid Id, string Path, string Title, string Summary, DateTimeOffset At);

    public static void MapPublicFeeds(this IEndpointRouteBuilder app)
    {
        Map(app, "procurements", "采购公告", "业主选取中介机构的公告、名单、过程和结果，全部公开。", ProcurementsAsync);
        Map(app, "notices", "公示公告", "派发公示、入驻公示、中选公示和结果、暂停和清退，随时发布随时可订阅。", AnnouncementsAsync);
    }

    private static void Map(IEndpointRouteBuilder app, string list, string title, string about, Func<MarketSession, Task<IReadOnlyList<Entry>>> read)
    {
        app.MapGet($"/{list}/feed.json", async (MarketSession market, MarketplaceOptions options) => Json(list, title, await read(market), options))
            .AllowAnonymous().WithTags("Feeds").WithSummary($"JSON Feed 1.1 of {list}");
        app.MapGet($"/{list}/rss.xml", async (MarketSession market, MarketplaceOptions options) => await RssAsync(list, title, about, await read(market), options))
            .AllowAnonymous().WithTags("Feeds").WithSummary($"RSS 2.0 feed of {list}");
    }

    private static IResult Json(string list, string title, IReadOnlyList<Entry> entries, MarketplaceOptions options) => Results.Json(
        new
        {
            version = "https://jsonfeed.org/version/1.1",
            title = Texts[title],
            home_page_url = AddressOf(options, list),
            feed_url = AddressOf(options, $"{list}/feed.json"),
            language = Texts.IsEnglish ? "en" : "zh-CN",
            items = entries.Select(entry => new
            {
                id = entry.Id,
                url = AddressOf(options, entry.Path),
                title = entry.Title,
                content_text = entry.Summary,
                date_published = entry.At,
            }),
        },
        contentType: "application/feed+json; charset=utf-8");

    private static async Task<IResult> RssAsync(string list, string title, string about, IReadOnlyList<Entry> entries, MarketplaceOptions options)
    {
        var channel = new XElement(
            "channel", new XElement("title", Texts[title]), new XElement("link", AddressOf(options, list)),
            new XElement("description", Texts[about]), new XElement("language", Texts.IsEnglish ? "en" : "zh-cn"),
            entries.Select(entry => new XElement(
                "item", new XElement("title", entry.Title), new XElement("link", AddressOf(options, entry.Path)),
                new XElement("guid", new XAttribute("isPermaLink", "false"), entry.Id), new XElement("description", entry.Summary),
                new XElement("pubDate", entry.At.UtcDateTime.ToString("r", CultureInfo.InvariantCulture)))));
        var text = new MemoryStream();
        await using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Async = true }))
        {
            await new XDocument(new XElement("rss", new XAttribute("version", "2.0"), channel)).SaveAsync(writer, CancellationToken.None);
        }

        return Results.Bytes(text.ToArray(), "application/rss+xml; charset=utf-8");
    }

    private static async Task<IReadOnlyList<Entry>> ProcurementsAsync(MarketSession market) =>
        [.. (await market.RunAsync((ListProcurements list) => list.ExecuteAsync(new PageRequest(Size: Entries)))).Rows
            .Select(row => new Entry(row.Id, $"procurements/{row.Id}", $"{row.ProjectName} · {row.ServiceItemName}", SummaryOf(row), row.PublishedAt!.Value))];

    private static async Task<IReadOnlyList<Entry>> AnnouncementsAsync(MarketSession market)
    {
        var announced = (await market.RunAsync((ListAnnouncements list) => list.ExecuteAsync(Entries))).Select(row => new Entry(
            row.Id, PathOf(row), row.Subject, row.Say(CultureInfo.CurrentUICulture), row.At));
        var assigned = (await market.RunAsync((ListNotices list) => list.ExecuteAsync(new PageRequest(Size: Entries)))).Rows.Select(row => new Entry(
            row.Id, $"notices/{row.Id}", $"{row.ProjectName} · {Texts["{0}派发公示", row.ServiceItemName]}", $"{row.DepartmentName} · {row.AgencyName ?? Texts["无可派机构"]}", row.PublishedAt));
        return [.. announced.Concat(assigned).OrderByDescending(entry => entry.At).Take(Entries)];
    }

    // Who is in publicity has no page of its own yet.
    private static string PathOf(Announcement row) =>
        row.ProcurementId is { } procurement ? $"procurements/{procurement}" : row.Kind == LedgerKind.AdmissionPassed ? "agencies/publicity" : $"agencies/{row.AgencyId}";

    private static string SummaryOf(ProcurementSummary row) =>
        $"{row.OwnerName} · {row.Method.Word()} · {row.Status.Word()} · {Components.Money.Say(row.HighestAmount)} CNY"
        + (row.SignUpUntil is { } until ? $" · {Texts["{0} 截止报名", Components.Days.Say(until)]}" : "");

    private static string AddressOf(MarketplaceOptions options, string path) => new Uri(options.PublicUrl, path).AbsoluteUri;
}
