using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Market.Marketplace.Selection;

namespace Market.Web.Tests;

/// <summary>What a visitor finds of a draw: its page, and the proof by which anybody computes it again.</summary>
public sealed partial class DrawPagesTests(TestSite site)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_finished_draw_is_recomputed_from_its_published_proof_alone()
    {
        using var visitor = site.Browser();
        var finished = 0;
        foreach (var number in await NumbersAsync(visitor))
        {
            var proof = await ProofAsync(visitor, number);
            if (proof.GetProperty("status").GetString() != nameof(DrawStatus.Finished))
            {
                continue;
            }

            var pool = DrawPool.Freeze(proof.GetProperty("pool").EnumerateArray().Select(candidate =>
                new DrawCandidate(candidate.GetProperty("code").GetString()!, candidate.GetProperty("weight").GetInt64())));
            var seed = DrawV1.Seed(
                proof.GetProperty("drawId").GetString()!, pool,
                proof.GetProperty("parts").EnumerateArray().Select(part => (ReadOnlyMemory<byte>)Convert.FromHexString(part.GetString()!)));

            Assert.Equal(DrawV1.Protocol, proof.GetProperty("protocol").GetString());
            Assert.Equal(number, proof.GetProperty("drawId").GetString());
            Assert.Equal(Convert.ToHexStringLower(pool.Hash.Span), proof.GetProperty("poolHash").GetString());
            Assert.Equal(Convert.ToHexStringLower(seed), proof.GetProperty("seed").GetString());
            Assert.Equal(
                DrawV1.Pick(pool, seed, pool.Candidates.Count).Select(pick => pick.Code),
                proof.GetProperty("picks").EnumerateArray().Select(code => code.GetString()));
            finished++;
        }

        Assert.True(finished >= 2, "The demonstration holds two finished draws.");
    }

    [Fact]
    public async Task A_nonce_that_was_not_revealed_is_red_on_the_page_and_replaced_by_the_outside_value_in_the_proof()
    {
        using var visitor = site.Browser();
        foreach (var number in await NumbersAsync(visitor))
        {
            var proof = await ProofAsync(visitor, number);
            var missing = proof.GetProperty("contributions").EnumerateArray().Where(entry => entry.GetProperty("replacedByOutside").GetBoolean()).ToList();
            if (missing.Count == 0)
            {
                continue;
            }

            var parts = proof.GetProperty("parts").EnumerateArray().Select(part => part.GetString()).ToList();
            Assert.Equal("Owner", Assert.Single(missing).GetProperty("contributor").GetString());
            Assert.Equal(parts[^1], parts[1]);
            var page = await visitor.GetStringAsync($"/draws/{number}", Stop);
            Assert.Matches("(?s)light-bad.{0,600}未按时公开，由外部公开数值代替", page);
            return;
        }

        Assert.Fail("The demonstration holds a draw with a missing reveal.");
    }

    [Fact]
    public async Task A_draw_that_is_not_finished_tells_nothing_that_could_be_known_too_early()
    {
        using var visitor = site.Browser();
        var open = new List<string>();
        foreach (var number in await NumbersAsync(visitor))
        {
            var proof = await ProofAsync(visitor, number);
            var status = proof.GetProperty("status").GetString()!;
            if (status == nameof(DrawStatus.Finished))
            {
                continue;
            }

            open.Add(status);
            Assert.Equal(JsonValueKind.Null, proof.GetProperty("seed").ValueKind);
            Assert.Empty(proof.GetProperty("parts").EnumerateArray());
            Assert.Empty(proof.GetProperty("picks").EnumerateArray());
            Assert.Equal(JsonValueKind.Null, proof.GetProperty("contributions")[0].GetProperty("value").ValueKind);
            Assert.Matches("^[0-9a-f]{64}$", proof.GetProperty("contributions")[0].GetProperty("commitment").GetString());
            Assert.Equal(status != nameof(DrawStatus.Opened), proof.GetProperty("pool").EnumerateArray().Any());
        }

        Assert.Contains(nameof(DrawStatus.Opened), open);
        Assert.Contains(nameof(DrawStatus.Frozen), open);
    }

    [Fact]
    public async Task A_finished_proof_may_be_kept_and_an_unfinished_one_must_be_asked_for_again()
    {
        using var visitor = site.Browser();
        var byStatus = new Dictionary<string, HttpResponseMessage>();
        foreach (var number in await NumbersAsync(visitor))
        {
            var answer = await visitor.GetAsync($"/draws/{number}/proof.json", Stop);
            byStatus[(await ReadAsync(answer)).GetProperty("status").GetString()!] = answer;
        }

        var finished = byStatus[nameof(DrawStatus.Finished)];
        Assert.Equal(TimeSpan.FromDays(1), finished.Headers.CacheControl!.MaxAge);
        Assert.True(byStatus[nameof(DrawStatus.Frozen)].Headers.CacheControl!.NoCache);
        using var again = new HttpRequestMessage(HttpMethod.Get, finished.RequestMessage!.RequestUri);
        again.Headers.IfNoneMatch.Add(finished.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await visitor.SendAsync(again, Stop)).StatusCode);
    }

    [Fact]
    public async Task An_unknown_draw_has_no_proof_and_says_so_to_programs()
    {
        using var visitor = site.Browser();

        var answer = await visitor.GetAsync("/draws/DRAW-20260101-AAAAA/proof.json", Stop);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    /// <summary>The numbers on the public list, which has finished draws first.</summary>
    private static async Task<IReadOnlyList<string>> NumbersAsync(HttpClient visitor) =>
        [.. DrawLink().Matches(await visitor.GetStringAsync("/draws", Stop)).Select(match => match.Groups[1].Value).Distinct()];

    private static async Task<JsonElement> ProofAsync(HttpClient visitor, string number) =>
        await ReadAsync(await visitor.GetAsync($"/draws/{number}/proof.json", Stop));

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;

    [GeneratedRegex("href=\"draws/(DRAW-[0-9A-Z-]+)\"")]
    private static partial Regex DrawLink();
}
