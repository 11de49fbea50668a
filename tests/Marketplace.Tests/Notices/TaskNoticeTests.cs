using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Market.Signing;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Notices;

public sealed class TaskNoticeTests
{
    [Fact]
    public async Task Acceptance_serves_the_applicant_and_every_agency_under_the_departments_own_seal()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await market.AcceptedCaseAsync();
        var agency = market.World.AgencyOf(accepted.TaskOrders[0].AgencyId!.Value);

        var ofOwner = await NoticesAsync(market, market.World.Owner);
        Assert.Equal([OfficialNoticeKind.CaseAccepted, OfficialNoticeKind.SpecialProcedure], ofOwner.Select(notice => notice.Kind).Order());
        var dispatch = Assert.Single(await NoticesAsync(market, agency.Clerk));
        Assert.Matches("^WPTZ-[0-9]{8}-[0-9A-Z]{5}$", dispatch.Number);
        Assert.Contains(dispatch.Text.Facts, fact => fact is { Name: "到期日", Value: "2026 年 11 月 30 日" });
        Assert.Equal(4, (await NoticesAsync(market, market.World.Official)).Count);
        Assert.Empty(await NoticesAsync(market, market.World.OtherOfficial));

        using var file = await market.RunAsync(agency.Clerk, (OpenOfficialNotice open) => open.ExecuteAsync(dispatch.Id));
        var text = await Judges.TextOfAsync(file.Content);
        Assert.All(
            ["委派通知书", dispatch.Number, $"{agency.Name}：", "顺序轮候", accepted.TaskOrders[0].Number, "湘源市自然资源和规划局"],
            words => Assert.Contains(words, text, StringComparison.Ordinal));
        Assert.Contains("Signature is Valid", await Judges.SignaturesOfAsync(file.Content), StringComparison.Ordinal);
        Assert.StartsWith("湘源市自然资源和规划局" + TestNoticeSeal.DepartmentName, Sealed(market, file).SignerName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Special_procedure_time_is_told_with_its_work_and_told_again_when_a_task_changes_hands()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await market.AcceptedCaseAsync();
        var told = Assert.Single(await NoticesAsync(market, market.World.Owner, OfficialNoticeKind.SpecialProcedure));
        var former = market.World.AgencyOf(accepted.TaskOrders[0].AgencyId!.Value);
        // So late that the next agency's period ends after what the applicant was told.
        market.Clock.SetTo(new DateOnly(2026, 11, 27));
        await market.RunAsync(former.Clerk, (DeclineTaskOrder decline) => decline.ExecuteAsync(accepted.TaskOrders[0].Id, accepted.TaskOrders[0].Version, "人员不足"));

        var now = await NoticesAsync(market, market.World.Owner, OfficialNoticeKind.SpecialProcedure);
        Assert.Equal([null, "时间有变化，由后来的告知书代替"], now.Select(notice => notice.LapseReason));
        Assert.Contains(told.Text.Facts, fact => fact.Name == "所需程序" && fact.Value.Contains("规划方案技术审查", StringComparison.Ordinal) && fact.Value.Contains("日照复核", StringComparison.Ordinal));
        Assert.Contains(now[0].Text.Opening, sentence => sentence.Contains("规划方案技术审查改派承接机构", StringComparison.Ordinal));
        Assert.Contains(now[0].Text.Facts, fact => fact is { Name: "预计结束日", Value: "2026 年 12 月 4 日" });
        var reassigned = Assert.Single(await NoticesAsync(market, former.Clerk, OfficialNoticeKind.Reassignment));
        Assert.Equal([former.Id, market.World.Owner.OrganisationId!.Value], reassigned.Receipts.Select(receipt => receipt.OrganisationId));
        Assert.Contains("人员不足", Assert.Single(reassigned.Text.Opening), StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2026, 12, 4), (await market.OrderAsync(market.World.Official, accepted.TaskOrders[0].Id)).Deadline!.DueOn);
    }

    [Fact]
    public async Task A_returned_result_and_an_answered_extension_reach_the_agency_with_their_reasons()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        await market.RunAsync(agency.Clerk, (RequestExtension ask) => ask.ExecuteAsync(order.Id, order.Version, 2, "补充调查"));
        var asked = await market.OrderAsync(market.World.Owner, order.Id);
        await market.RunAsync(market.World.Owner, (AnswerExtension answer) => answer.ExecuteAsync(order.Id, asked.Version, agree: true));
        var result = await market.SealAllAsync(await market.SubmitAsync(order, agency), agency);
        await market.Host.DrainAsync();
        var delivered = await market.ResultAsync(market.World.Official, result.Id);
        await market.RunAsync(market.World.Official, (ReturnResult back) => back.ExecuteAsync(
            delivered.Id, delivered.Version, [new Defect(DefectKind.WrongFigure, "第 3 页", "容积率计算有误")], "请复核"));

        var extension = Assert.Single(await NoticesAsync(market, agency.Clerk, OfficialNoticeKind.Extension));
        Assert.Contains(extension.Text.Facts, fact => fact is { Name: "新到期日", Value: "2026 年 12 月 2 日" });
        var returned = Assert.Single(await NoticesAsync(market, agency.Clerk, OfficialNoticeKind.Rework));
        Assert.Contains(returned.Text.Facts, fact => fact.Name == "问题" && fact.Value.EndsWith("（第 3 页）：容积率计算有误", StringComparison.Ordinal));
        Assert.Contains(await NoticesAsync(market, market.World.Owner, OfficialNoticeKind.SpecialProcedure), notice => notice.LapsedAt is null);
        await ReadsWellAsync(market, agency.Clerk, extension, returned);
    }

    [Fact]
    public async Task A_withdrawal_confirms_itself_and_tells_every_agency_to_stop()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await market.AcceptedCaseAsync();
        var current = await market.CaseAsync(market.World.Owner, accepted.Id);
        await market.RunAsync(market.World.Owner, (WithdrawCase withdraw) => withdraw.ExecuteAsync(current.Id, current.Version, "方案调整"));

        var confirmed = Assert.Single(await NoticesAsync(market, market.World.Owner, OfficialNoticeKind.CaseWithdrawn));
        Assert.Contains(confirmed.Text.Facts, fact => fact is { Name: "停止作业的任务", Value: "2 项" });
        foreach (var order in accepted.TaskOrders)
        {
            var clerk = market.World.AgencyOf(order.AgencyId!.Value).Clerk;
            var stop = Assert.Single(await NoticesAsync(market, clerk, OfficialNoticeKind.StopWork));
            Assert.Contains("撤件：方案调整", Assert.Single(stop.Text.Opening), StringComparison.Ordinal);
            await ReadsWellAsync(market, clerk, stop);
        }

        await ReadsWellAsync(market, market.World.Owner, confirmed);
    }

    [Fact]
    public async Task Who_is_refused_hears_why_and_what_can_be_done_about_it()
    {
        await using var market = await MarketFixture.StartAsync();
        var incomplete = await market.FileCaseAsync();
        await market.RunAsync(market.World.Official, (AskCorrection ask) => ask.ExecuteAsync(incomplete.Id, incomplete.Version, "缺规划条件；总平面图未盖章"));
        var wrong = await market.FileCaseAsync(TestData.Project(code: "2611-430104-04-01-100002"));
        await market.RunAsync(market.World.Official, (RefuseCase refuse) => refuse.ExecuteAsync(wrong.Id, wrong.Version, "不属于本机关职权"));

        var correction = Assert.Single(await NoticesAsync(market, market.World.Owner, OfficialNoticeKind.CorrectionAsked));
        Assert.Contains(correction.Text.Facts, fact => fact is { Name: "需要补正的内容", Value: "缺规划条件；总平面图未盖章" });
        var refused = Assert.Single(await NoticesAsync(market, market.World.Owner, OfficialNoticeKind.CaseNotAccepted));
        Assert.Contains("行政复议", Assert.Single(refused.Text.Remedies), StringComparison.Ordinal);
        await ReadsWellAsync(market, market.World.Owner, correction, refused);
    }

    [Fact]
    public async Task Opening_a_notice_that_waits_for_its_seal_seals_it_at_once_and_only_once()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.AcceptedCaseAsync();
        var waiting = (await NoticesAsync(market, market.World.Owner, OfficialNoticeKind.CaseAccepted))[0];

        using var file = await market.RunAsync(market.World.Owner, (OpenOfficialNotice open) => open.ExecuteAsync(waiting.Id));
        await market.Host.DrainAsync();

        Assert.Null(waiting.ServedAt);
        var served = (await NoticesAsync(market, market.World.Official, OfficialNoticeKind.CaseAccepted))[0];
        Assert.Equal(file.Sha256, (await market.RunAsync(Actor.Public, (CheckOfficialNotice check) => check.ExecuteAsync(served.PublicId))).Sha256);
        Assert.Equal(market.World.Owner.DisplayName, served.Receipts[0].ReceivedBy);
        var entries = await market.Host.ReadAsync(db => db.LedgerEntries.Where(entry => entry.Kind == LedgerKind.NoticeServed).ToListAsync());
        Assert.Single(entries, entry => entry.Args[0] == served.Number);
    }

    [Fact]
    public void Every_kind_but_the_award_has_a_template_with_words_and_a_prefix_of_its_own()
    {
        Assert.Equal(
            Enum.GetValues<OfficialNoticeKind>().Except([OfficialNoticeKind.Award]).Order(), NoticeTemplates.All.Select(template => template.Kind).Order());
        Assert.Distinct(NoticeTemplates.All.Select(template => template.Prefix).Append("ZXTZ"));
        Assert.All(NoticeTemplates.All, template => Assert.True(template.Opening.Count > 0 && template.Demands.Count > 0 && template.Facts.Count > 0));
        Assert.All(
            [OfficialNoticeKind.CaseNotAccepted, OfficialNoticeKind.AdmissionRefused, OfficialNoticeKind.AgencyRemoved],
            kind => Assert.NotEmpty(NoticeTemplates.Of(kind).Remedies));
    }

    internal static async Task<IReadOnlyList<OfficialNoticeSummary>> NoticesAsync(MarketFixture market, Actor reader, OfficialNoticeKind? kind = null) =>
        (await market.RunAsync(reader, (ListOfficialNotices list) => list.ExecuteAsync(new PageRequest(), kind: kind))).Rows;

    /// <summary>Each is a sealed file that our own verifier trusts, with number and title in its text.</summary>
    internal static async Task ReadsWellAsync(MarketFixture market, Actor reader, params IReadOnlyList<OfficialNoticeSummary> notices)
    {
        foreach (var notice in notices)
        {
            using var file = await market.RunAsync(reader, (OpenOfficialNotice open) => open.ExecuteAsync(notice.Id));
            var text = await Judges.TextOfAsync(file.Content);
            Assert.Contains(notice.Title, text, StringComparison.Ordinal);
            Assert.Contains(notice.Number, text, StringComparison.Ordinal);
            Assert.DoesNotContain("{", text, StringComparison.Ordinal);
            Assert.True(Sealed(market, file).Trusted);
        }
    }

    private static SignatureReport Sealed(MarketFixture market, OpenedFile file)
    {
        file.Content.Position = 0;
        var trust = TestPki.Instance.Trust;
        return Assert.Single(PdfSealValidator.Validate(file.Content, new ValidationOptions
        {
            TrustAnchors = trust.SealAnchors,
            TimestampAnchors = trust.TimestampAnchors,
            AsOf = market.Clock.GetUtcNow(),
        }).Signatures);
    }
}
