using System.Net;
using System.Text.Json;
using System.Xml.Linq;

namespace Market.Web.Tests;

/// <summary>Procurements for programs: feeds, and the Open Contracting Data Standard 1.1 by the rules of its schemas
/// (<see cref="OcdsRules"/>).</summary>
public sealed class OpenDataTests(TestSite site)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_release_package_has_what_the_standard_requires()
    {
        var package = await ReadAsync("/ocds/releases.json");

        Assert.Empty(OcdsRules.OfReleasePackage(package));
        var releases = package.GetProperty("releases").EnumerateArray().ToList();
        Assert.True(releases.Count >= 5);
        Assert.Equal(releases.Count, releases.Select(release => Text(release, "id")).Distinct().Count());
        Assert.Contains(releases, release => release.GetProperty("awards").EnumerateArray().Any(award => Text(award, "status") == "active"));
    }

    [Fact]
    public async Task The_record_of_a_release_is_found_by_its_ocid_and_compiles_it()
    {
        var release = (await ReadAsync("/ocds/releases.json")).GetProperty("releases")[0];

        var package = await ReadAsync($"/ocds/records/{Text(release, "ocid")}.json");

        Assert.Empty(OcdsRules.OfRecordPackage(package));
        var record = Assert.Single(package.GetProperty("records").EnumerateArray());
        Assert.Equal(Text(release, "ocid"), Text(record, "ocid"));
        Assert.Equal(Text(release, "id"), Text(record.GetProperty("releases").EnumerateArray().Last(), "id"));
        Assert.Equal("compiled", record.GetProperty("compiledRelease").GetProperty("tag")[0].GetString());
    }

    [Fact]
    public async Task A_corrected_notice_has_a_release_for_each_edition_and_a_voided_one_says_so()
    {
        var releases = (await ReadAsync("/ocds/releases.json")).GetProperty("releases").EnumerateArray().ToList();
        var amended = releases.First(release => release.GetProperty("tender").GetProperty("amendments").GetArrayLength() > 0);
        var record = (await ReadAsync($"/ocds/records/{Text(amended, "ocid")}.json")).GetProperty("records")[0].GetProperty("releases").EnumerateArray().ToList();

        Assert.Equal(["tender", "tenderAmendment"], record.Select(release => release.GetProperty("tag")[0].GetString()));
        Assert.Equal([260_000m, 285_000m], record.Select(release => release.GetProperty("tender").GetProperty("value").GetProperty("amount").GetDecimal()));
        Assert.Equal([0, 1], record.Select(release => release.GetProperty("tender").GetProperty("amendments").GetArrayLength()));
        Assert.Contains(releases, release => Text(release.GetProperty("tender"), "status") == "cancelled" && release.GetProperty("tag")[0].GetString() == "tenderCancellation");
    }

    [Fact]
    public async Task Every_published_procurement_keeps_to_the_standard_as_release_and_as_record()
    {
        var ocids = new List<string>();
        for (var page = 1; ; page++)
        {
            var package = await ReadAsync($"/ocds/releases.json?page={page}&size=3");
            Assert.Empty(OcdsRules.OfReleasePackage(package));
            ocids.AddRange(package.GetProperty("releases").EnumerateArray().Select(release => Text(release, "ocid")!));
            if (!package.TryGetProperty("links", out var links) || !links.TryGetProperty("next", out _))
            {
                break;
            }
        }

        Assert.True(ocids.Count >= 5);
        Assert.Equal(ocids.Count, ocids.Distinct().Count());
        foreach (var ocid in ocids)
        {
            Assert.Empty(OcdsRules.OfRecordPackage(await ReadAsync($"/ocds/records/{ocid}.json")));
        }
    }

    [Theory]
    [InlineData("\"ocid\":\"ocds-000000-", "\"ocid\":\"another-", "ocid")]
    [InlineData("\"buyer\":{\"id\":\"CN-USCC-", "\"buyer\":{\"id\":\"CN-NONE-", "buyer is not among the parties")]
    [InlineData("\"status\":\"complete\"", "\"status\":\"finished\"", "status: finished is not in the code list")]
    [InlineData("\"tag\":[\"tender\",\"award\"]", "\"tag\":[\"tender\",\"tender\"]", "tag says a code twice")]
    [InlineData("\"roles\":[\"tenderer\",\"supplier\"]", "\"roles\":[\"tenderer\"]", "is a party without the role supplier")]
    [InlineData("\"language\":\"zh\"", "\"language\":null", "language is null")]
    [InlineData("\"version\":\"1.1\"", "\"version\":\"1.0\"", "version is not 1.1")]
    [InlineData("\"currency\":\"CNY\"", "\"currency\":\"\"", "is no amount in a currency")]
    public async Task A_package_that_departs_from_the_standard_is_found_out(string text, string otherwise, string said)
    {
        using var program = site.Browser();
        var package = await program.GetStringAsync("/ocds/releases.json", Stop);
        Assert.Contains(text, package, StringComparison.Ordinal);

        var departures = OcdsRules.OfReleasePackage(JsonDocument.Parse(package.Replace(text, otherwise, StringComparison.Ordinal)).RootElement);

        Assert.Contains(departures, departure => departure.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sign_up_that_is_still_sealed_is_in_no_release()
    {
        var open = (await ReadAsync("/ocds/releases.json")).GetProperty("releases").EnumerateArray()
            .First(release => Text(release.GetProperty("tender"), "status") == "active" && !release.GetProperty("tender").TryGetProperty("numberOfTenderers", out _));

        Assert.Empty(open.GetProperty("tender").GetProperty("tenderers").EnumerateArray());
        Assert.Single(open.GetProperty("parties").EnumerateArray());
    }

    [Theory]
    [InlineData("/ocds/records/ocds-000000-CG-20260101-AAAAA.json")]
    [InlineData("/ocds/records/another-publisher.json")]
    public async Task An_unknown_record_is_refused_as_a_problem(string address)
    {
        using var program = site.Browser();

        var answer = await program.GetAsync(address, Stop);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Both_feeds_carry_the_published_procurements_with_links_to_their_pages()
    {
        using var reader = site.Browser();
        var json = await ReadAsync("/procurements/feed.json");
        var rss = XDocument.Parse(await reader.GetStringAsync("/procurements/rss.xml", Stop));

        var items = json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal("https://jsonfeed.org/version/1.1", Text(json, "version"));
        Assert.True(items.Count >= 5);
        Assert.Equal("2.0", rss.Root!.Attribute("version")!.Value);
        Assert.Equal(items.Select(item => Text(item, "url")), rss.Descendants("item").Select(item => item.Element("link")!.Value));
        var page = await reader.GetAsync(new Uri(Text(items[0], "url")!).AbsolutePath, Stop);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private async Task<JsonElement> ReadAsync(string address)
    {
        using var program = site.Browser();
        return JsonDocument.Parse(await program.GetStringAsync(address, Stop)).RootElement;
    }
}
