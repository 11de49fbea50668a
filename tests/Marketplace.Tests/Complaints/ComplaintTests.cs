using Market.Marketplace.Complaints;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Tests.Procurements;

namespace Market.Marketplace.Tests.Complaints;

public sealed class ComplaintTests
{
    private static readonly ComplaintGrounds AboutWinner = new(true, "中选机构的项目负责人同时受聘于其他机构。", "入驻承诺第三条；社保记录", "取消其中选资格");

    [Fact]
    public async Task A_complaint_freezes_the_award_until_it_is_decided_and_then_releases_it()
    {
        await using var buying = await Buying.StartAsync();
        var selected = await SelectedAsync(buying);

        await FileAsync(buying, selected.Id, AboutWinner);

        Assert.Equal(ProcurementStatus.Frozen, (await buying.ReadAsync(selected.Id)).Status);
        await buying.SweepAtAsync(selected.PublicityUntil!.Value.AddDays(1));
        Assert.Equal(ProcurementStatus.Frozen, (await buying.ReadAsync(selected.Id)).Status);
        await AcceptAsync(buying);
        await DecideAsync(buying, null, "经核实，项目负责人在本单位注册并参保，投诉缺乏事实根据。");
        var released = await buying.ReadAsync(selected.Id);
        Assert.Equal(ProcurementStatus.Publicity, released.Status);
        Assert.True(released.PublicityUntil > selected.PublicityUntil);
        await buying.SweepAtAsync(released.PublicityUntil!.Value);
        Assert.Equal(ProcurementStatus.Awarded, (await buying.ReadAsync(selected.Id)).Status);
    }

    [Fact]
    public async Task Nobody_but_the_handler_learns_who_complained()
    {
        await using var buying = await Buying.StartAsync();
        var selected = await SelectedAsync(buying);
        var complainant = buying.World.Second;

        await FileAsync(buying, selected.Id, AboutWinner);
        await AcceptAsync(buying);

        Assert.Equal(complainant.Name, (await ReadAsync(buying, buying.World.Operator)).ComplainantName);
        Assert.Equal(complainant.Name, (await ReadAsync(buying, complainant.Clerk)).ComplainantName);
        var seen = await ReadAsync(buying, buying.World.First.Clerk);
        Assert.True(seen.IsAgainstMe);
        Assert.Equal("", seen.ComplainantName);
        Assert.Empty((await buying.Market.RunAsync(buying.World.Owner, (ListComplaints list) => list.ExecuteAsync(new PageRequest()))).Rows);
        foreach (var reader in new[] { Actor.Public, buying.World.Owner, buying.World.First.Clerk, buying.World.Official })
        {
            var filed = (await buying.ReadAsync(selected.Id, reader)).Timeline.Single(entry => entry.Kind == LedgerKind.ComplaintFiled);
            Assert.Equal(("", null), (filed.ActorName, filed.OrganisationName));
            Assert.DoesNotContain(complainant.Name, string.Join('|', filed.Args), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_upheld_complaint_disqualifies_the_winner_and_stands_on_its_page()
    {
        await using var buying = await Buying.StartAsync();
        var selected = await SelectedAsync(buying);
        await FileAsync(buying, selected.Id, AboutWinner);
        await AcceptAsync(buying);
        var about = await ReadAsync(buying, buying.World.First.Clerk);
        await buying.Market.RunAsync(
            buying.World.First.Clerk, (RespondToComplaint respond) => Buying.DoneAsync(respond.ExecuteAsync(about.Id, about.Version, "该负责人已离职。")));

        await DecideAsync(buying, ComplaintRemedy.DisqualifyWinner, "社保记录显示其在其他机构参保，投诉成立。");

        var next = await buying.ReadAsync(selected.Id);
        Assert.Equal((ProcurementStatus.Publicity, buying.World.Second.Id), (next.Status, next.WinnerId!.Value));
        var upheld = await buying.Market.RunAsync(Actor.Public, (ListPublicComplaints list) => list.ExecuteAsync(null, buying.World.First.Id));
        Assert.Equal("社保记录显示其在其他机构参保，投诉成立。", Assert.Single(upheld).Decision);
        Assert.Empty(await buying.Market.RunAsync(Actor.Public, (ListPublicComplaints list) => list.ExecuteAsync(null, buying.World.Second.Id)));
        Assert.Equal("该负责人已离职。", (await ReadAsync(buying, buying.World.Operator)).Reply);
    }

    [Fact]
    public async Task An_upheld_complaint_about_the_procurement_ends_it_with_the_published_reason()
    {
        await using var buying = await Buying.StartAsync();
        var selected = await SelectedAsync(buying);
        await FileAsync(buying, selected.Id, AboutWinner with { AboutWinner = false });
        await AcceptAsync(buying);

        await DecideAsync(buying, ComplaintRemedy.EndProcurement, "公告设置了与服务无关的条件。");

        var ended = await buying.ReadAsync(selected.Id, Actor.Public);
        Assert.Equal((ProcurementStatus.Voided, "公告设置了与服务无关的条件。", null), (ended.Status, ended.EndReason, ended.WinnerId));
    }

    [Fact]
    public async Task The_award_goes_on_only_when_neither_objection_nor_complaint_is_open()
    {
        await using var buying = await Buying.StartAsync();
        var selected = await SelectedAsync(buying);
        await buying.Market.RunAsync(buying.World.Second.Clerk, (RaiseObjection raise) => raise.ExecuteAsync(selected.Id, "请说明资质核对过程。"));
        await FileAsync(buying, selected.Id, AboutWinner);
        var frozen = await buying.ReadAsync(selected.Id);

        await buying.Market.RunAsync(buying.World.Owner, (AnswerObjection answer) => Buying.DoneAsync(
            answer.ExecuteAsync(selected.Id, frozen.Version, "资质由系统逐条核对，结果已公布。", false)));
        var answered = await buying.ReadAsync(selected.Id);
        Assert.Equal(ProcurementStatus.Frozen, answered.Status);
        Assert.Equal("objection-none", await buying.Market.RefusalAsync(buying.World.Owner, (AnswerObjection answer) => Buying.DoneAsync(
            answer.ExecuteAsync(selected.Id, answered.Version, "再答复一次。", true))));
        var mine = await ReadAsync(buying, buying.World.Second.Clerk);
        await buying.Market.RunAsync(buying.World.Second.Clerk, (WithdrawComplaint withdraw) => Buying.DoneAsync(withdraw.ExecuteAsync(mine.Id, mine.Version)));

        Assert.Equal(ProcurementStatus.Publicity, (await buying.ReadAsync(selected.Id)).Status);
    }

    [Fact]
    public async Task Complaints_come_from_applicants_once_within_the_window_and_say_what_is_needed()
    {
        await using var buying = await Buying.StartAsync();
        var selected = await SelectedAsync(buying);

        Assert.Equal("objection-not-applicant", await RefusedAsync(buying.World.Third, AboutWinner));
        Assert.Equal("complaint-about-oneself", await RefusedAsync(buying.World.First, AboutWinner));
        Assert.Equal("complaint-incomplete", await RefusedAsync(buying.World.Second, AboutWinner with { Basis = " " }));
        await FileAsync(buying, selected.Id, AboutWinner);
        Assert.Equal("complaint-once", await RefusedAsync(buying.World.Second, AboutWinner));
        await AcceptAsync(buying);
        await DecideAsync(buying, null, "缺乏事实根据。");
        Assert.Equal("complaint-once", await RefusedAsync(buying.World.Second, AboutWinner));
        await buying.SweepAtAsync((await buying.ReadAsync(selected.Id)).PublicityUntil!.Value);
        Assert.Equal("complaint-window", await RefusedAsync(buying.World.First, AboutWinner with { AboutWinner = false }));

        Task<string> RefusedAsync(TestAgency agency, ComplaintGrounds grounds) =>
            buying.Market.RefusalAsync(agency.Clerk, (FileComplaint file) => file.ExecuteAsync(selected.Id, grounds));
    }

    [Fact]
    public async Task Only_the_operator_handles_complaints_and_gives_reasons()
    {
        await using var buying = await Buying.StartAsync();
        var selected = await SelectedAsync(buying);
        await FileAsync(buying, selected.Id, AboutWinner);
        var filed = await ReadAsync(buying, buying.World.Operator);

        Assert.Equal("forbidden", await buying.Market.RefusalAsync(
            buying.World.Owner, (AcceptComplaint accept) => Buying.DoneAsync(accept.ExecuteAsync(filed.Id, filed.Version))));
        Assert.Equal("reason-missing", await buying.Market.RefusalAsync(
            buying.World.Operator, (RefuseComplaint refuse) => Buying.DoneAsync(refuse.ExecuteAsync(filed.Id, filed.Version, " "))));
        Assert.Equal("complaint-state", await buying.Market.RefusalAsync(
            buying.World.Operator, (DecideComplaint decide) => Buying.DoneAsync(decide.ExecuteAsync(filed.Id, filed.Version, null, "理由"))));
        await buying.Market.RunAsync(
            buying.World.Operator, (RefuseComplaint refuse) => Buying.DoneAsync(refuse.ExecuteAsync(filed.Id, filed.Version, "没有提供证据线索。")));
        Assert.Equal(ProcurementStatus.Publicity, (await buying.ReadAsync(selected.Id)).Status);
    }

    private static Task<ProcurementDetails> SelectedAsync(Buying buying) =>
        buying.OpenedAsync(buying.Terms(SelectionMethod.LowestPrice), (buying.World.First, 80_000m), (buying.World.Second, 90_000m));

    private static Task<Guid> FileAsync(Buying buying, Guid id, ComplaintGrounds grounds) =>
        buying.Market.RunAsync(buying.World.Second.Clerk, (FileComplaint file) => file.ExecuteAsync(id, grounds));

    private static async Task<ComplaintDetails> ReadAsync(Buying buying, Actor reader) =>
        Assert.Single((await buying.Market.RunAsync(reader, (ListComplaints list) => list.ExecuteAsync(new PageRequest()))).Rows);

    private static async Task AcceptAsync(Buying buying)
    {
        var row = await ReadAsync(buying, buying.World.Operator);
        await buying.Market.RunAsync(buying.World.Operator, (AcceptComplaint accept) => Buying.DoneAsync(accept.ExecuteAsync(row.Id, row.Version)));
    }

    private static async Task DecideAsync(Buying buying, ComplaintRemedy? remedy, string reason)
    {
        var row = await ReadAsync(buying, buying.World.Operator);
        await buying.Market.RunAsync(buying.World.Operator, (DecideComplaint decide) => Buying.DoneAsync(decide.ExecuteAsync(row.Id, row.Version, remedy, reason)));
    }
}
