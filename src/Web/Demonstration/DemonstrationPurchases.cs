using System.Security.Cryptography;
using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Projects;
using Market.Marketplace.Selection;

namespace Market.Web.Demonstration;

/// <summary>What has been bought when a visitor comes: an award after a draw and an objection, a draw with a missing reveal in
/// its publicity, a lowest price in its publicity, a draw that waits for its outside value, and a notice open for signing
/// up. All of it went through the same operations, at instants of the weeks before.</summary>
internal sealed class DemonstrationPurchases
{
    private const string PlanDesign = "ZJ-2-01";
    private const string TrafficStudy = "ZJ-2-04";

    private readonly DemonstrationPeople _people;
    private readonly PastClock _clock = new();
    private readonly OperationRunner _runner;
    private readonly ProcurementWorker _worker;
    private Actor _owner = Actor.Public;
    private Actor _official = Actor.Public;
    private Actor _operator = Actor.Public;

    public DemonstrationPurchases(DemonstrationPeople people, IServiceProvider services)
    {
        _people = people;
        _runner = ActivatorUtilities.CreateInstance<OperationRunner>(services, _clock);
        _worker = new ProcurementWorker(_runner, services.GetRequiredService<ILogger<ProcurementWorker>>());
    }

    public async Task PlayAsync()
    {
        (_owner, _official, _operator) = (await _people.ActorAsync("yezhu"), await _people.ActorAsync("shenpi"), await _people.ActorAsync("yunxing"));
        At(WorkingDaysBack(_people.Today, 16), 9);
        var project = await _runner.RunAsync(_owner, (RegisterProject register) => register.ExecuteAsync(new ProjectRegistration(
            "2607-430104-04-01-330915", "湘江云谷商务中心", "湘源市麓山区潇湘路以西、岳华路以南", 58_300m, false)));

        await AwardAfterObjectionAsync(project, WorkingDaysBack(_people.Today, 14));
        await DrawWithMissingRevealAsync(project, WorkingDaysBack(_people.Today, 5));
        await WaitForOutsideValueAsync(project, WorkingDaysBack(_people.Today, 5));
        await LowestPriceAsync(project, WorkingDaysBack(_people.Today, 4));
        await VoidedAsync(project, WorkingDaysBack(_people.Today, 3));
        await OpenForSignUpAsync(project, WorkingDaysBack(_people.Today, 1));
    }

    private async Task AwardAfterObjectionAsync(Guid project, DateOnly published)
    {
        var id = await PublishAsync(project, PlanDesign, SelectionMethod.Random, "编制总平面图和建筑方案文本，配合方案审查直至通过。", 20, 480_000m, published);
        await SignUpAsync(id, 1, 2, 3, 4);
        await DrawAsync(id, ownerReveals: true);
        var loser = (await ReadAsync(id)).WinnerName == DemonstrationAgencies.All[0].Name ? 2 : 1;
        _clock.Advance(TimeSpan.FromHours(18));
        var objector = await _people.ActorAsync($"jigou{loser}");
        await _runner.RunAsync(objector, (RaiseObjection raise) => raise.ExecuteAsync(id, "请说明冻结名单是否在外部公开数值产生之前公布。"));
        _clock.Advance(TimeSpan.FromHours(3));
        var version = (await ReadAsync(id)).Version;
        await _runner.RunAsync(_owner, (AnswerObjection answer) => answer.ExecuteAsync(
            id, version, "名单于报名截止时冻结并公布摘要，早于外部公开数值产生，任何人可以复算。异议不成立。", upheld: false));
        await SweepAtAsync((await ReadAsync(id)).PublicityUntil!.Value);
    }

    private async Task DrawWithMissingRevealAsync(Guid project, DateOnly published)
    {
        var id = await PublishAsync(project, TrafficStudy, SelectionMethod.Random, "编制交通影响评价报告，含现状调查和出入口方案比选。", 15, 160_000m, published);
        await SignUpAsync(id, 1, 2, 3);
        await DrawAsync(id, ownerReveals: false);
    }

    private async Task WaitForOutsideValueAsync(Guid project, DateOnly published)
    {
        var id = await PublishAsync(project, PlanDesign, SelectionMethod.Random, "二期地块规划设计方案调整。", 15, 220_000m, published);
        await SignUpAsync(id, 2, 3, 4);
        await RevealAsync(id, ownerReveals: true);
    }

    private async Task LowestPriceAsync(Guid project, DateOnly published)
    {
        var id = await PublishAsync(project, TrafficStudy, SelectionMethod.LowestPrice, "施工期交通组织方案及影响评价。", 10, 120_000m, published);
        foreach (var (agency, amount) in new[] { (1, 98_000m), (2, 86_500m), (3, 91_200m), (4, 113_800m) })
        {
            await SignUpAsync(id, agency, amount);
        }

        await SweepAtAsync((await ReadAsync(id)).SignUpUntil!.Value);
    }

    private async Task VoidedAsync(Guid project, DateOnly published)
    {
        var id = await PublishAsync(project, TrafficStudy, SelectionMethod.LowestPrice, "周边道路交通现状补充调查。", 10, 60_000m, published);
        _clock.Advance(TimeSpan.FromHours(5));
        var version = (await ReadAsync(id)).Version;
        await _runner.RunAsync(_owner, (VoidProcurement end) => end.ExecuteAsync(id, version, "调查内容已并入交通影响评价，本次采购不再需要。"));
    }

    /// <summary>Open, and corrected once since it was published.</summary>
    private async Task OpenForSignUpAsync(Guid project, DateOnly published)
    {
        var id = await PublishAsync(project, PlanDesign, SelectionMethod.Random, "室外景观与海绵城市专项设计方案。", 25, 260_000m, published);
        await SignUpAsync(id, 3);
        _clock.Advance(TimeSpan.FromHours(2));
        var first = await ReadAsync(id);
        await _runner.RunAsync(_owner, (ReviseProcurement revise) => revise.ExecuteAsync(
            id, first.Version, first.Terms with { Content = "室外景观与海绵城市专项设计方案，含年径流总量控制率计算书。", ServiceWorkingDays = 30, HighestAmount = 285_000m },
            "补充海绵城市计算书的要求，并相应调整期限和金额。"));
    }

    private async Task<Guid> PublishAsync(
        Guid project, string item, SelectionMethod method, string content, int workingDays, decimal amount, DateOnly day)
    {
        At(day, 9);
        var id = await _runner.RunAsync(_owner, (DraftProcurement draft) => draft.ExecuteAsync(new ProcurementTerms
        {
            ProjectId = project,
            ServiceItemCode = item,
            Method = method,
            Funds = FundSource.Private,
            Content = content,
            ServiceWorkingDays = workingDays,
            HighestAmount = amount,
        }));
        _clock.Advance(TimeSpan.FromMinutes(20));
        var version = (await ReadAsync(id)).Version;
        await _runner.RunAsync(_owner, (PublishProcurement publish) => publish.ExecuteAsync(id, version));
        return id;
    }

    private async Task SignUpAsync(Guid id, params int[] agencies)
    {
        foreach (var agency in agencies)
        {
            await SignUpAsync(id, agency, amount: null);
        }
    }

    private async Task SignUpAsync(Guid id, int agency, decimal? amount)
    {
        _clock.Advance(TimeSpan.FromMinutes(47));
        var clerk = await _people.ActorAsync($"jigou{agency}");
        await _runner.RunAsync(clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(id, amount, null));
    }

    /// <summary>Closes the sign-ups and takes both nonces; returns the draw.</summary>
    private async Task<DrawDetails> RevealAsync(Guid id, bool ownerReveals)
    {
        await SweepAtAsync((await ReadAsync(id)).SignUpUntil!.Value);
        var drawId = (await ReadAsync(id)).DrawId!.Value;
        var plan = (await ReadDrawAsync(drawId)).Plan;
        var (owner, witness) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        At(plan.ClosesAt + TimeSpan.FromHours(9.5));
        await _runner.RunAsync(_owner, (CommitNonce commit) => commit.ExecuteAsync(drawId, Convert.ToHexStringLower(SHA256.HashData(owner))));
        await _runner.RunAsync(_official, (CommitNonce commit) => commit.ExecuteAsync(drawId, Convert.ToHexStringLower(SHA256.HashData(witness))));
        At(plan.CommitUntil + TimeSpan.FromMinutes(35));
        await _runner.RunAsync(_official, (RevealNonce reveal) => reveal.ExecuteAsync(drawId, Convert.ToHexStringLower(witness)));
        if (ownerReveals)
        {
            await _runner.RunAsync(_owner, (RevealNonce reveal) => reveal.ExecuteAsync(drawId, Convert.ToHexStringLower(owner)));
        }

        return await ReadDrawAsync(drawId);
    }

    private async Task DrawAsync(Guid id, bool ownerReveals)
    {
        var draw = await RevealAsync(id, ownerReveals);
        var day = ChinaTime.DayOf(draw.Plan.RevealUntil);
        while (!WorkingCalendar.Official.IsWorkingDay(day))
        {
            day = day.AddDays(1);
        }

        // After the exchange has closed.
        At(ChinaTime.StartOf(day).AddHours(15).AddMinutes(20));
        await _runner.RunAsync(_operator, (FinishDraw finish) => finish.ExecuteAsync(
            draw.Id, draw.Version, "3931.62（演示数值）", $"演示：非真实收盘点位，{day:yyyy-MM-dd} 15:20 录入"));
    }

    private async Task SweepAtAsync(DateTimeOffset at)
    {
        At(at);
        await _worker.SweepAsync();
    }

    private void At(DateOnly day, int hour) => At(ChinaTime.StartOf(day).AddHours(hour));

    private void At(DateTimeOffset instant) => _clock.Set(instant);

    private Task<ProcurementDetails> ReadAsync(Guid id) => _runner.RunAsync(_owner, (GetProcurement get) => get.ExecuteAsync(id));

    private Task<DrawDetails> ReadDrawAsync(Guid id) => _runner.RunAsync(_owner, (GetDraw get) => get.ExecuteAsync(id.ToString()));

    private static DateOnly WorkingDaysBack(DateOnly day, int count)
    {
        while (count > 0)
        {
            day = day.AddDays(-1);
            count -= WorkingCalendar.Official.IsWorkingDay(day) ? 1 : 0;
        }

        return day;
    }

    /// <summary>A clock that stands where the demonstration puts it.</summary>
    private sealed class PastClock : TimeProvider
    {
        private DateTimeOffset _now;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Set(DateTimeOffset instant) => _now = instant;

        public void Advance(TimeSpan by) => _now += by;
    }
}
