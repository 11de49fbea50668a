using System.Globalization;
using System.Text;
using System.Xml;
using Market.Marketplace;
using Market.Marketplace.Publication;
using Market.Web.Identity;

namespace Market.Web.Api;

/// <summary>What search engines are told: robots.txt, and a site map as an index of parts of at most 50,000 addresses (sitemaps.org 0.9).</summary>
internal static class SiteMaps
{
    private const string Namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";

    // Pages of which there is one.
    private static readonly string[] Single =
        ["", "agencies", "agencies/publicity", "items", "procurements", "notices", "draws", "publicity", "verify", "register", "off-list", "privacy"];

    // What only makes sense for people who have signed in, or is another view of a page that is listed.
    private static readonly string[] Closed =
    [
        "account", "admission", "admissions", "albums", "api", "calendars", "cases", "catalogue", "compare", "complaints", "desk", "drift", "embed", "files", "inbox", "integration",
        "my-messages", "official-notices", "operator", "opportunities", "people", "projects", "province", "province-results", "purchases", "ratings", "reconciliations", "results", "rules", "seals", "settlement", "steps", "successions", "tasks", "trust", "uploads",
    ];

    public static void MapSiteMaps(this IEndpointRouteBuilder app)
    {
        app.MapGet("/robots.txt", Robots).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/sitemap.xml", IndexAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/sitemaps/pages.xml", (HttpContext http, MarketplaceOptions options) => UrlsAsync(http, options, Single.Select(path => (path, (DateTimeOffset?)null))))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/sitemaps/{family}-{part:int:min(1)}.xml", PartAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Robots(MarketplaceOptions options)
    {
        var text = new StringBuilder("User-agent: *\n");
        foreach (var path in Closed)
        {
            // The slash keeps /results from closing /results-of-others; the sign of the end closes the page itself.
            text.Append(CultureInfo.InvariantCulture, $"Disallow: /{path}/\nDisallow: /{path}$\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"Sitemap: {AddressOf(options, "sitemap.xml")}\n");
        return Results.Text(text.ToString(), "text/plain", Encoding.UTF8);
    }

    private static async Task IndexAsync(HttpContext http, MarketSession market, MarketplaceOptions options)
    {
        var parts = await market.RunAsync((CountAddresses count) => count.ExecuteAsync());
        await WriteAsync(http, "sitemapindex", async writer =>
        {
            await LocationAsync(writer, "sitemap", AddressOf(options, "sitemaps/pages.xml"), null);
            foreach (var (family, count) in parts)
            {
                for (var part = 1; part <= count; part++)
                {
                    await LocationAsync(writer, "sitemap", AddressOf(options, $"sitemaps/{NameOf(family)}-{part}.xml"), null);
                }
            }
        });
    }

    private static async Task PartAsync(string family, int part, HttpContext http, MarketSession market, MarketplaceOptions options)
    {
        var found = Enum.GetValues<PageFamily>().Where(known => NameOf(known) == family).Select(known => (PageFamily?)known).FirstOrDefault();
        var rows = found is { } of && part <= 100_000 ? await market.RunAsync((ListAddresses list) => list.ExecuteAsync(of, part - 1)) : [];
        if (rows.Count == 0)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await UrlsAsync(http, options, rows.Select(row => ($"{family}/{Uri.EscapeDataString(row.Key)}", row.ChangedAt)));
    }

    private static Task UrlsAsync(HttpContext http, MarketplaceOptions options, IEnumerable<(string Path, DateTimeOffset? ChangedAt)> pages) =>
        WriteAsync(http, "urlset", async writer =>
        {
            foreach (var (path, changed) in pages)
            {
                await LocationAsync(writer, "url", AddressOf(options, path), changed);
            }
        });

    private static async Task WriteAsync(HttpContext http, string root, Func<XmlWriter, Task> fill)
    {
        http.Response.ContentType = "application/xml; charset=utf-8";
        http.Response.Headers.CacheControl = "public, max-age=3600";
        await using var writer = XmlWriter.Create(http.Response.Body, new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(false) });
        await writer.WriteStartDocumentAsync();
        await writer.WriteStartElementAsync(null, root, Namespace);
        await fill(writer);
        await writer.WriteEndElementAsync();
        await writer.WriteEndDocumentAsync();
    }

    private static async Task LocationAsync(XmlWriter writer, string element, string address, DateTimeOffset? changed)
    {
        await writer.WriteStartElementAsync(null, element, Namespace);
        await writer.WriteElementStringAsync(null, "loc", Namespace, address);
        if (changed is { } at)
        {
            await writer.WriteElementStringAsync(null, "lastmod", Namespace, at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        }

        await writer.WriteEndElementAsync();
    }

    private static string NameOf(PageFamily family) => family switch
    {
        PageFamily.Items => "items",
        PageFamily.Agencies => "agencies",
        PageFamily.Procurements => "procurements",
        PageFamily.Draws => "draws",
        PageFamily.Notices => "notices",
    };

    private static string AddressOf(MarketplaceOptions options, string path) => new Uri(options.PublicUrl, path).AbsoluteUri;
}
