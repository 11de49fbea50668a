using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Market.Marketplace;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Web.Identity;
using Market.Web.Localization;

namespace Market.Web.Api;

/// <summary>New procurements for feed readers: JSON Feed 1.1 and RSS 2.0.</summary>
internal static class ProcurementFeeds
{
    private const int Entries = 50;

    private static readonly Texts Texts = new();

    public static void MapProcurementFeeds(this IEndpointRouteBuilder app)
    {
        app.MapGet("/procurements/feed.json", JsonAsync).AllowAnonymous().WithTags("Procurements").WithSummary("JSON Feed 1.1 of procurements");
        app.MapGet("/procurements/rss.xml", RssAsync).AllowAnonymous().WithTags("Procurements").WithSummary("RSS 2.0 feed of procurements");
    }

    private static async Task<IResult> JsonAsync(MarketSession market, MarketplaceOptions options)
    {
        var found = await ListAsync(market);
        return Results.Json(
            new
            {
                version = "https://jsonfeed.org/version/1.1",
                title = Texts["采购公告"],
                home_page_url = AddressOf(options, "procurements"),
                feed_url = AddressOf(options, "procurements/feed.json"),
                language = Texts.IsEnglish ? "en" : "zh-CN",
                items = found.Select(row => new
                {
                    id = row.Id,
                    url = AddressOf(options, $"procurements/{row.Id}"),
                    title = TitleOf(row),
                    content_text = SummaryOf(row),
                    date_published = row.PublishedAt,
                }),
            },
            contentType: "application/feed+json; charset=utf-8");
    }

    private static async Task<IResult> RssAsync(MarketSession market, MarketplaceOptions options)
    {
        var found = await ListAsync(market);
        var channel = new XElement(
            "channel", new XElement("title", Texts["采购公告"]), new XElement("link", AddressOf(options, "procurements")),
            new XElement("description", Texts["业主选取中介机构的公告、名单、过程和结果，全部公开。"]), new XElement("language", Texts.IsEnglish ? "en" : "zh-cn"),
            found.Select(row => new XElement(
                "item", new XElement("title", TitleOf(row)), new XElement("link", AddressOf(options, $"procurements/{row.Id}")),
                new XElement("guid", new XAttribute("isPermaLink", "false"), row.Id), new XElement("description", SummaryOf(row)),
                new XElement("pubDate", row.PublishedAt!.Value.UtcDateTime.ToString("r", CultureInfo.InvariantCulture)))));
        var text = new MemoryStream();
        await using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Async = true }))
        {
            await new XDocument(new XElement("rss", new XAttribute("version", "2.0"), channel)).SaveAsync(writer, CancellationToken.None);
        }

        return Results.Bytes(text.ToArray(), "application/rss+xml; charset=utf-8");
    }

    private static async Task<IReadOnlyList<ProcurementSummary>> ListAsync(MarketSession market) =>
        (await market.RunAsync((ListProcurements list) => list.ExecuteAsync(new PageRequest(Size: Entries)))).Rows;

    private static string TitleOf(ProcurementSummary row) => $"{row.ProjectName} · {row.ServiceItemName}";

    private static string SummaryOf(ProcurementSummary row) =>
        $"{row.OwnerName} · {row.Method.Word()} · {row.Status.Word()} · {Components.Money.Say(row.HighestAmount)} CNY"
        + (row.SignUpUntil is { } until ? $" · {Texts["{0} 截止报名", Components.Days.Say(until)]}" : "");

    private static string AddressOf(MarketplaceOptions options, string path) => new Uri(options.PublicUrl, path).AbsoluteUri;
}
