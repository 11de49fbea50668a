using System.Diagnostics;
using System.Globalization;
using Market.E2E.Journeys;
using Market.E2E.Nodes;
using Microsoft.Playwright;

namespace Market.E2E.Chaos;

/// <summary>
/// Two nodes behind nginx on PostgreSQL are restarted one after the other, as for a new version, while systems write and a clerk has a half-filled
/// form open in a browser. No write may fail, and what was typed must still be in the form, on whatever node the page then is. Run by
/// <c>./dev chaos restart [ROUNDS]</c>.
/// </summary>
public sealed class Nodes_are_restarted_one_by_one_and_nobody_notices
{
    private const int Senders = 3;
    private int _lostDrafts;
    private int _drafts;

    [Fact]
    public async Task No_write_fails_and_no_draft_is_lost()
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("MARKET_CHAOS_RESTARTS") ?? "0", CultureInfo.InvariantCulture);
        Assert.SkipWhen(rounds == 0, "A long run: ./dev chaos restart starts it.");
        await using var cluster = await Cluster.StartAsync();
        await using var clerk = await OpenFormAsync(cluster);
        await using var load = await MixedLoad.BeginAsync(cluster, Senders, withPages: false);
        var watch = Stopwatch.StartNew();
        var reconnects = new List<double>();
        for (var restart = 1; restart <= rounds * cluster.Nodes.Count; restart++)
        {
            var typed = $"各项指标符合规划条件，第{restart}次重启前写到这里";
            await TypeAsync(clerk, restart, typed);
            await cluster.RestartAsync(cluster.Nodes[restart % cluster.Nodes.Count]);
            var since = Stopwatch.StartNew();
            await ExpectKeptAsync(clerk, restart, typed);
            reconnects.Add(since.Elapsed.TotalSeconds);
        }

        await load.EndAsync();
        var (lost, doubled) = await load.CountAsync();
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"restart: {rounds * cluster.Nodes.Count} restarts of 2 nodes behind nginx one after the other, {load.Api.Writes} writes of systems, {load.Api.Unanswered} failed; {load.Visitors.Visits} visits with sign-in, {load.Visitors.CutOff} cut off; "
            + $"{_drafts} half-typed fields looked for after a restart, {_lostDrafts} lost; {lost} lost, {doubled} doubled; page as before {reconnects.Max():F1} s after the restart at the latest; PostgreSQL, {watch.Elapsed:hh\\:mm\\:ss}\n");
        await File.WriteAllTextAsync(
            Path.Combine(Repository.Root, "artifacts", "chaos-restart.txt"), line + string.Concat(load.Differences.Concat(load.Api.Failures).Select(failure => $"    {failure}\n")), TestContext.Current.CancellationToken);

        Assert.Equal((0, 0, 0, 0), (load.Api.Unanswered, _lostDrafts, lost, doubled));
        Assert.Equal(0, load.Visitors.CutOff);
    }

    /// <summary>A task that the clerk has taken, with its form for the result and its table of elements.</summary>
    private static async Task<Person> OpenFormAsync(Cluster cluster)
    {
        await using var owner = await cluster.EnterAsync("yezhu");
        await using var official = await cluster.EnterAsync("shenpi");
        var tasks = await MainJob.AcceptCaseAsync(official, await MainJob.FileCaseAsync(owner, "湘江云谷住宅小区一期"));
        var user = Assert.Single(await cluster.QueryAsync(
            $"""SELECT u."UserName" FROM "AspNetUsers" u JOIN "Memberships" m ON m."UserId" = u."Id" JOIN "Organisations" o ON o."Id" = m."OrganisationId" WHERE o."Name" = '{tasks[0].Agency}' AND u."UserName" LIKE 'jigou%' LIMIT 1""",
            row => row.GetString(0)));
        var clerk = await cluster.EnterAsync(user);
        await MainJob.TakeAsync(clerk, tasks[0]);
        return clerk;
    }

    /// <summary>The report's number, its conclusion, and the first figure of the table of elements.</summary>
    private static ILocator[] FieldsOf(Person clerk) =>
        [clerk.Main.GetByLabel("报告编号"), clerk.Main.GetByLabel("主要结论"), clerk.Main.Locator(".element-table input[inputmode=decimal]").First];

    /// <summary>Types without leaving the last field: the page has not been told of it yet.</summary>
    private static async Task TypeAsync(Person clerk, int restart, string text)
    {
        var fields = FieldsOf(clerk);
        await fields[0].FillAsync(NumberOf(restart));
        await fields[2].FillAsync(FigureOf(restart));
        await fields[1].ClearAsync();
        await fields[1].PressSequentiallyAsync(text);
    }

    private async Task ExpectKeptAsync(Person clerk, int restart, string text)
    {
        var fields = FieldsOf(clerk);
        await ExpectAsync(fields[0], NumberOf(restart));
        await ExpectAsync(fields[1], text);
        await ExpectAsync(fields[2], FigureOf(restart));
    }

    private static string NumberOf(int restart) => $"QX-{restart:D4}";

    private static string FigureOf(int restart) => (restart * 11).ToString(CultureInfo.InvariantCulture);

    private async Task ExpectAsync(ILocator field, string text)
    {
        _drafts++;
        try
        {
            await Assertions.Expect(field).ToHaveValueAsync(text, new() { Timeout = 120_000 });
            await Assertions.Expect(field).ToBeEnabledAsync();
        }
        catch (PlaywrightException)
        {
            _lostDrafts++;
        }
    }
}
