using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Market.Web.Tests;

/// <summary>What search engines and feed readers find.</summary>
public sealed partial class PublicationTests(TestSite site)
{
    private static readonly XNamespace SiteMap = "http://www.sitemaps.org/schemas/sitemap/0.9";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_site_map_leads_to_parts_and_these_to_pages_that_exist_and_name_themselves()
    {
        using var reader = site.Browser();
        var index = XDocument.Parse(await reader.GetStringAsync("/sitemap.xml", Stop));
        var parts = index.Root!.Elements(SiteMap + "sitemap").Select(part => part.Element(SiteMap + "loc")!.Value).ToList();

        Assert.Equal(SiteMap + "sitemapindex", index.Root.Name);
        foreach (var family in new[] { "pages.xml", "items-1.xml", "agencies-1.xml", "procurements-1.xml", "draws-1.xml", "notices-1.xml" })
        {
            var urls = XDocument.Parse(await reader.GetStringAsync(PathOf(parts.Single(part => part.EndsWith($"/sitemaps/{family}", StringComparison.Ordinal))), Stop))
                .Root!.Elements(SiteMap + "url").Select(url => url.Element(SiteMap + "loc")!.Value).ToList();
            Assert.NotEmpty(urls);
            Assert.Equal(urls.Count, urls.Distinct().Count());
            foreach (var url in family == "pages.xml" ? urls : urls.Take(1))
            {
                var page = await reader.GetStringAsync(PathOf(url), Stop);
                Assert.Equal(url.TrimEnd('/'), Canonical().Match(page).Groups[1].Value.TrimEnd('/'));
                Assert.True(Description().Match(page).Groups[1].Length > 8, $"{url} has no description.");
                Assert.DoesNotContain("noindex", page, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("/sitemaps/agencies-2.xml")]
    [InlineData("/sitemaps/people-1.xml")]
    [InlineData("/sitemaps/agencies-0.xml")]
    public async Task A_part_that_is_not_there_is_not_found(string address)
    {
        using var reader = site.Browser();

        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync(address, Stop)).StatusCode);
    }

    [Fact]
    public async Task Robots_are_led_to_the_site_map_and_kept_out_of_workspaces()
    {
        using var reader = site.Browser();
        var lines = (await reader.GetStringAsync("/robots.txt", Stop)).Split('\n');

        Assert.Contains(lines, line => line.StartsWith("Sitemap: http", StringComparison.Ordinal) && line.EndsWith("/sitemap.xml", StringComparison.Ordinal));
        Assert.Contains("Disallow: /desk$", lines);
        Assert.Contains("Disallow: /tasks/", lines);
        Assert.DoesNotContain(lines, line => line is "Disallow: /agencies/" or "Disallow: /");
    }

    [Fact]
    public async Task The_feed_of_notices_carries_assignments_admissions_and_the_results_of_selecting()
    {
        using var reader = site.Browser();
        var items = JsonDocument.Parse(await reader.GetStringAsync("/notices/feed.json", Stop)).RootElement.GetProperty("items").EnumerateArray().ToList();
        var rss = XDocument.Parse(await reader.GetStringAsync("/notices/rss.xml", Stop));

        var paths = items.Select(item => PathOf(item.GetProperty("url").GetString()!)).ToList();
        foreach (var kind in new[] { "/notices/", "/procurements/", "/agencies/" })
        {
            Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(paths.First(path => path.StartsWith(kind, StringComparison.Ordinal)), Stop)).StatusCode);
        }

        Assert.Equal(paths, rss.Descendants("item").Select(item => PathOf(item.Element("link")!.Value)));
        var times = items.Select(item => item.GetProperty("date_published").GetDateTimeOffset()).ToList();
        Assert.Equal(times.OrderDescending(), times);
        Assert.Contains(items, item => item.GetProperty("content_text").GetString()!.Contains("中选", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_agencys_page_shows_its_ratings_with_their_facts_and_what_does_not_count()
    {
        using var reader = site.Browser();
        var list = XDocument.Parse(await reader.GetStringAsync("/sitemaps/agencies-1.xml", Stop));
        var pages = new List<string>();
        foreach (var url in list.Root!.Elements(SiteMap + "url"))
        {
            pages.Add(await reader.GetStringAsync(PathOf(url.Element(SiteMap + "loc")!.Value), Stop));
        }

        var rated = Assert.Single(pages, page => page.Contains("1 条评价", StringComparison.Ordinal));
        Assert.Contains("审批部门评价", rated, StringComparison.Ordinal);
        Assert.Contains("申诉中 1 条，暂不计入。", rated, StringComparison.Ordinal);
    }

    private static string PathOf(string address) => new Uri(address).PathAndQuery;

    [GeneratedRegex("<link rel=\"canonical\" href=\"([^\"]*)\"")]
    private static partial Regex Canonical();

    [GeneratedRegex("<meta name=\"description\" content=\"([^\"]*)\"")]
    private static partial Regex Description();
}
