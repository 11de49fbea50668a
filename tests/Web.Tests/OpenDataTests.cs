using System.Net;
using System.Text.Json;
using System.Xml.Linq;

namespace Market.Web.Tests;

/// <summary>Procurements for programs: feeds, and the Open Contracting Data Standard 1.1 by its required fields and closed code lists
/// (release-schema.json and record-package-schema.json of the standard).</summary>
public sealed class OpenDataTests(TestSite site)
{
    private static readonly string[] Tags = ["tender", "tenderAmendment", "tenderUpdate", "tenderCancellation", "award", "contract", "compiled"];
    private static readonly string[] TenderStatuses = ["planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn"];
    private static readonly string[] Methods = ["open", "selective", "limited", "direct"];
    private static readonly string[] AwardStatuses = ["pending", "active", "cancelled", "unsuccessful"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_release_package_has_what_the_standard_requires()
    {
        var package = await ReadAsync("/ocds/releases.json");

        RequirePackage(package);
        var releases = package.GetProperty("releases").EnumerateArray().ToList();
        Assert.True(releases.Count >= 5);
        Assert.All(releases, RequireRelease);
        Assert.Equal(releases.Count, releases.Select(release => Text(release, "id")).Distinct().Count());
        Assert.Contains(releases, release => release.GetProperty("awards").EnumerateArray().Any(award => Text(award, "status") == "active"));
    }

    [Fact]
    public async Task The_record_of_a_release_is_found_by_its_ocid_and_compiles_it()
    {
        var release = (await ReadAsync("/ocds/releases.json")).GetProperty("releases")[0];

        var package = await ReadAsync($"/ocds/records/{Text(release, "ocid")}.json");

        RequirePackage(package);
        var record = Assert.Single(package.GetProperty("records").EnumerateArray());
        Assert.Equal(Text(release, "ocid"), Text(record, "ocid"));
        RequireRelease(Assert.Single(record.GetProperty("releases").EnumerateArray()));
        RequireRelease(record.GetProperty("compiledRelease"));
        Assert.Equal("compiled", record.GetProperty("compiledRelease").GetProperty("tag")[0].GetString());
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

    private static void RequirePackage(JsonElement package)
    {
        Assert.True(Uri.IsWellFormedUriString(Text(package, "uri"), UriKind.Absolute));
        Assert.Equal("1.1", Text(package, "version"));
        Assert.True(package.GetProperty("publishedDate").TryGetDateTimeOffset(out _));
        Assert.False(string.IsNullOrEmpty(Text(package.GetProperty("publisher"), "name")));
    }

    private static void RequireRelease(JsonElement release)
    {
        Assert.StartsWith("ocds-", Text(release, "ocid"), StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(Text(release, "id")));
        Assert.DoesNotContain('#', Text(release, "id")!);
        Assert.True(release.GetProperty("date").TryGetDateTimeOffset(out _));
        Assert.NotEmpty(release.GetProperty("tag").EnumerateArray());
        Assert.All(release.GetProperty("tag").EnumerateArray(), tag => Assert.Contains(tag.GetString(), Tags));
        Assert.Equal("tender", Text(release, "initiationType"));
        var tender = release.GetProperty("tender");
        Assert.False(string.IsNullOrEmpty(Text(tender, "id")));
        Assert.Contains(Text(tender, "status"), TenderStatuses);
        Assert.Contains(Text(tender, "procurementMethod"), Methods);
        Assert.Equal("CNY", Text(tender.GetProperty("value"), "currency"));
        var parties = release.GetProperty("parties").EnumerateArray().ToDictionary(party => Text(party, "id")!);
        Assert.Contains("buyer", parties[Text(release.GetProperty("buyer"), "id")!].GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        foreach (var award in release.GetProperty("awards").EnumerateArray())
        {
            Assert.False(string.IsNullOrEmpty(Text(award, "id")));
            Assert.Contains(Text(award, "status"), AwardStatuses);
            Assert.All(award.GetProperty("suppliers").EnumerateArray(), supplier =>
                Assert.Contains("supplier", parties[Text(supplier, "id")!].GetProperty("roles").EnumerateArray().Select(role => role.GetString())));
        }
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private async Task<JsonElement> ReadAsync(string address)
    {
        using var program = site.Browser();
        return JsonDocument.Parse(await program.GetStringAsync(address, Stop)).RootElement;
    }
}
