using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Delivery;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Delivery;

/// <summary>Open pages of one organisation share a reading; nobody shares another's.</summary>
public sealed class InboxBookTests
{
    [Fact]
    public async Task All_open_pages_of_an_organisation_are_answered_by_one_reading()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.AcceptedCaseAsync();
        var colleague = await TestData.PersonAsync(market.Host, "第二人", market.World.Official.OrganisationId!.Value, Role.DepartmentOfficial);

        var pages = await Task.WhenAll(Enumerable.Range(0, 40).Select(page => ListAsync(market.Host, page % 2 == 0 ? market.World.Official : colleague)));

        Assert.NotEmpty(pages[0].Rows);
        Assert.All(pages, page => Assert.Same(pages[0], page));
    }

    [Fact]
    public async Task After_a_change_every_page_shows_it()
    {
        await using var market = await MarketFixture.StartAsync();
        var filed = await market.FileCaseAsync();
        var before = await ListAsync(market.Host, market.World.Owner);
        var unread = await ListAsync(market.Host, market.World.Owner, unreadOnly: true);

        await market.RunAsync(market.World.Official, (AcceptCase accept) => accept.ExecuteAsync(filed.Id, filed.Version));
        var after = await ListAsync(market.Host, market.World.Owner);
        await market.RunAsync(market.World.Owner, (MarkInboxRead read) => read.ExecuteAsync(after.Rows[0].Id));

        Assert.True(after.Total > before.Total);
        Assert.Equal(after.Total - before.Total - 1, (await ListAsync(market.Host, market.World.Owner, unreadOnly: true)).Total - unread.Total);
        Assert.NotNull((await ListAsync(market.Host, market.World.Owner)).Rows[0].ReadAt);
    }

    [Fact]
    public async Task A_page_woken_by_a_change_never_gets_what_was_read_before_it()
    {
        await using var market = await MarketFixture.StartAsync();
        var filed = await market.FileCaseAsync();
        var before = (await ListAsync(market.Host, market.World.Owner)).Total;
        var woken = new TaskCompletionSource<Task<PagedList<InboxRow>>>();
        using var subscription = market.Host.Services.GetRequiredService<IChangeSignal>().Subscribe(
            market.World.Owner.OrganisationId!.Value, () => woken.TrySetResult(ListAsync(market.Host, market.World.Owner)));

        await market.RunAsync(market.World.Official, (AcceptCase accept) => accept.ExecuteAsync(filed.Id, filed.Version));

        Assert.True((await await woken.Task).Total > before);
    }

    [Fact]
    public async Task Organisations_that_ask_at_the_same_moment_get_their_own_messages_and_no_others()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.DeliveredResultAsync();
        Actor[] readers = [market.World.Owner, market.World.OtherOwner, market.World.Official, market.World.OtherOfficial, market.World.Operator,
            market.World.First.Clerk, market.World.Second.Clerk, market.World.Fourth.Clerk];

        var asked = Enumerable.Range(0, 5).SelectMany(_ => readers).Select(async reader => (reader, Page: await ListAsync(market.Host, reader))).ToList();
        var answers = await Task.WhenAll(asked);

        foreach (var group in answers.GroupBy(answer => answer.reader.OrganisationId))
        {
            var own = await market.RunAsync(group.First().reader, (ListInbox list) => list.ExecuteAsync(new PageRequest()));
            Assert.All(group, answer => Assert.Equal(own.Rows.Select(row => row.Id), answer.Page.Rows.Select(row => row.Id)));
        }

        var seen = answers.DistinctBy(answer => answer.reader.OrganisationId).SelectMany(answer => answer.Page.Rows).Select(row => row.Id).ToList();
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.True(answers.Count(answer => answer.Page.Total > 0) >= 15);
    }

    [Fact]
    public async Task Who_may_not_read_the_workbench_is_refused_whatever_was_read_for_others()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.AcceptedCaseAsync();
        await ListAsync(market.Host, market.World.Official);

        var system = market.World.Official with { Roles = [Role.DepartmentSystem] };

        await Assert.ThrowsAsync<ForbiddenException>(() => ListAsync(market.Host, system));
        await Assert.ThrowsAsync<ForbiddenException>(() => ListAsync(market.Host, Actor.Public));
    }

    [Fact]
    public async Task What_another_node_wrote_unheard_is_shown_a_second_later()
    {
        await using var market = await MarketFixture.StartAsync();
        await using var other = market.HostWith(options => options);
        var filed = await market.FileCaseAsync();
        var before = (await ListAsync(other, market.World.Owner)).Total;

        await market.RunAsync(market.World.Official, (AcceptCase accept) => accept.ExecuteAsync(filed.Id, filed.Version));
        market.Clock.Advance(InboxBook.Freshness);

        Assert.True((await ListAsync(other, market.World.Owner)).Total > before);
    }

    private static Task<PagedList<InboxRow>> ListAsync(MarketHost host, Actor actor, bool unreadOnly = false) =>
        host.Services.GetRequiredService<InboxBook>().ListAsync(actor, new PageRequest(), unreadOnly, TestContext.Current.CancellationToken);
}
