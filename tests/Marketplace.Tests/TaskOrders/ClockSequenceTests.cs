using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Market.Testing;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.TaskOrders;

/// <summary>Random sequences of pauses, answers, extensions and returns: due day, light, pause ledger and every refusal are what an oracle says that
/// walks one day at a time. The seeds are fixed, so a failure comes again.</summary>
public sealed class ClockSequenceTests
{
    private const int Sequences = 3_000;
    private const int Steps = 14;

    [Fact]
    public async Task Three_thousand_sequences_leave_the_clock_where_the_oracle_says()
    {
        await using var market = await MarketFixture.StartAsync();
        var (taken, agency) = await market.TakenOrderAsync();
        var orders = await market.Host.ReadAsync(async db =>
        {
            var copies = new List<TaskOrder>();
            for (var copy = 0; copy < Sequences; copy++)
            {
                copies.Add(await db.TaskOrders.AsNoTracking().Include(row => row.Events).SingleAsync(row => row.Id == taken.Id));
            }

            return copies;
        });
        var (world, refused) = (market.World, 0);

        Parallel.ForEach(orders.Index(), entry =>
        {
            var (random, order) = (new Sequence((ulong)entry.Index + 1), entry.Item);
            var oracle = new ClockOracle(order.Deadline!.StartOn, order.LimitWorkingDays);
            var today = order.Deadline.StartOn;
            for (var step = 0; step < Steps; step++)
            {
                today = today.AddDays(random.Next(4));
                oracle.Dawn(today);
                order.LapsePauses(At(Actor.System));
                var deed = Deed.Random(random);
                if (oracle.IsPossible(deed))
                {
                    var expected = oracle.Do(deed, today);
                    Assert.Equal((entry.Index, step, deed, expected), (entry.Index, step, deed, Code(() => Do(order, deed))));
                    Interlocked.Add(ref refused, expected is null ? 0 : 1);
                }

                Compare(oracle, today, order.Deadline!, order.Status, order.LightOn(today, WorkingCalendar.Official), order.Pauses, $"{entry.Index}/{step}");
            }

            OperationContext At(Actor actor) => new(actor, ChinaTime.StartOf(today).AddHours(10), CancellationToken.None);

            void Do(TaskOrder task, Deed deed)
            {
                switch (deed.Kind)
                {
                    case DeedKind.AskSupplement:
                        task.Pause(new PauseRequest(PauseKind.Supplement, "缺图", deed.Days, Items: ["竖向图"]), At(agency.Clerk));
                        break;
                    case DeedKind.OrderSpecial:
                        task.Pause(new PauseRequest(PauseKind.SpecialProcedure, "专家评审", deed.Days, "第四十五条"), At(world.Official));
                        break;
                    case DeedKind.AskDeferral:
                        task.Pause(new PauseRequest(PauseKind.Deferral, "缓办", deed.Days), At(world.Owner));
                        break;
                    case DeedKind.AnswerSupplement:
                        task.EndPause(OpenPause(task.Pauses, PauseKind.Supplement), "已补", At(world.Owner));
                        break;
                    case DeedKind.EndSpecial:
                        task.EndPause(OpenPause(task.Pauses, PauseKind.SpecialProcedure), "评审结束", At(world.Official));
                        break;
                    case DeedKind.DecideDeferral:
                        task.DecidePause(OpenPause(task.Pauses, PauseKind.Deferral), deed.Agree, "意见", At(world.Official));
                        break;
                    case DeedKind.AskExtension:
                        task.RequestExtension(deed.Days, "补充调查", At(agency.Clerk));
                        break;
                    case DeedKind.AnswerExtension:
                        task.AnswerExtension(deed.Agree, "", At(world.Owner));
                        break;
                    default:
                        task.Submit(At(agency.Clerk));
                        task.Seal(At(agency.Keeper));
                        task.Deliver(At(Actor.System));
                        task.ReturnForRework(At(world.Official));
                        break;
                }
            }
        });

        // A trial in which nothing was ever refused would not have come to the limits.
        Assert.True(refused > Sequences);
    }

    [Fact]
    public async Task Through_the_operations_of_agency_owner_and_department_it_is_the_same()
    {
        await using var market = await MarketFixture.StartAsync();
        var random = new Sequence(20_261_124);
        var tasks = new List<(Guid Id, TestAgency Agency, ClockOracle Oracle)>();
        for (var round = 0; round < 8; round++)
        {
            var (order, agency) = await market.TakenOrderAsync(TestData.Project(code: $"2611-430104-04-01-{200_000 + round}"));
            tasks.Add((order.Id, agency, new ClockOracle(order.Deadline!.StartOn, order.Deadline.WorkingDays)));
        }

        var deeds = 0;
        for (var day = new DateOnly(2026, 11, 24); day < new DateOnly(2026, 12, 22); day = day.AddDays(1))
        {
            market.Clock.SetTo(day);
            await market.SweepClocksAsync();
            foreach (var (id, agency, oracle) in tasks)
            {
                oracle.Dawn(day);
                var deed = Deed.Random(random);
                if (random.Next(3) == 0 && oracle.IsPossible(deed))
                {
                    var expected = oracle.Do(deed, day);
                    Assert.Equal((day, deed, expected), (day, deed, await DoAsync(market, await market.OrderAsync(market.World.Official, id), agency, deed)));
                    deeds++;
                }

                var after = await market.OrderAsync(market.World.Official, id);
                Compare(oracle, day, after.Deadline!, after.Status, after.Light, after.Clock.Pauses, $"{after.Number} {day}");
            }
        }

        Assert.True(deeds > 40);
    }

    private static void Compare(
        ClockOracle oracle, DateOnly today, Deadline deadline, TaskOrderStatus status, Light light, IReadOnlyList<TaskPause> pauses, string where)
    {
        var (colour, left) = oracle.LightOn(today);
        Assert.Equal(
            (where, oracle.DueOn, oracle.IsSuspended ? TaskOrderStatus.Suspended : TaskOrderStatus.InProgress, colour, left),
            (where, deadline.DueOn, status, light.Colour, light.RemainingWorkingDays));
        Assert.Equal(oracle.Ledger, pauses.Select(pause => new LedgerLine(pause.Kind, pause.State, pause.From, pause.To)));
    }

    private static Guid OpenPause(IReadOnlyList<TaskPause> pauses, PauseKind kind) =>
        pauses.Last(pause => pause.Kind == kind && (pause.State is PauseState.Requested or PauseState.Running)).Id;

    private static string? Code(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (RuleViolationException refusal)
        {
            return refusal.Code;
        }
    }

    private static async Task<string?> DoAsync(MarketFixture market, TaskOrderDetails order, TestAgency agency, Deed deed)
    {
        var (world, id, version) = (market.World, order.Id, order.Version);
        try
        {
            Task work = deed.Kind switch
            {
                DeedKind.AskSupplement => market.RunAsync(agency.Clerk, (RequestPause ask) =>
                    ask.ExecuteAsync(id, version, new PauseRequest(PauseKind.Supplement, "缺图", deed.Days, Items: ["竖向图"]))),
                DeedKind.OrderSpecial => market.RunAsync(world.Official, (OrderPause pause) => pause.ExecuteAsync(id, version, "专家评审", "第四十五条", deed.Days)),
                DeedKind.AskDeferral => market.RunAsync(world.Owner, (RequestDeferral ask) => ask.ExecuteAsync(id, version, "缓办", deed.Days)),
                DeedKind.AnswerSupplement => market.RunAsync(world.Owner, (AnswerSupplement answer) =>
                    answer.ExecuteAsync(id, version, OpenPause(order.Clock.Pauses, PauseKind.Supplement), "已补", [])),
                DeedKind.EndSpecial => market.RunAsync(world.Official, (EndPause end) =>
                    end.ExecuteAsync(id, version, OpenPause(order.Clock.Pauses, PauseKind.SpecialProcedure), "评审结束")),
                DeedKind.DecideDeferral => market.RunAsync(world.Official, (DecidePause decide) =>
                    decide.ExecuteAsync(id, version, OpenPause(order.Clock.Pauses, PauseKind.Deferral), deed.Agree, "意见")),
                DeedKind.AskExtension => market.RunAsync(agency.Clerk, (RequestExtension ask) => ask.ExecuteAsync(id, version, deed.Days, "补充调查")),
                DeedKind.AnswerExtension => market.RunAsync(world.Owner, (AnswerExtension answer) => answer.ExecuteAsync(id, version, deed.Agree)),
                _ => ReturnAsync(market, order, agency),
            };
            await work;
            return null;
        }
        catch (RuleViolationException refusal)
        {
            return refusal.Code;
        }
    }

    private static async Task ReturnAsync(MarketFixture market, TaskOrderDetails order, TestAgency agency)
    {
        var report = await market.SubmitAsync(order, agency, TestData.Pdf($"技术审查意见书 {order.Number} {order.ReturnCount}"));
        await market.SealAllAsync(report, agency);
        await market.Host.DrainAsync();
        var delivered = await market.ResultAsync(market.World.Official, report.Id);
        await market.RunAsync(market.World.Official, (ReturnResult send) =>
            send.ExecuteAsync(delivered.Id, delivered.Version, [new Defect(DefectKind.MissingContent, "第3页", "缺日照分析")], "请修改"));
    }
}
