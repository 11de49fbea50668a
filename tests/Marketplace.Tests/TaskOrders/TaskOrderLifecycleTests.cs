using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.TaskOrders;

public sealed class TaskOrderLifecycleTests
{
    [Fact]
    [Trait("Category", "Docs")]
    public void The_rendered_life_of_a_task_order_is_current() => RenderedDocument.AssertCurrent(
        "task-order-lifecycle.md",
        $"""
        # The life of a task order (服务任务单)

        Rendered from `TaskOrderLifecycle`; `./dev docs` writes it anew.

        ```mermaid
        {TaskOrderLifecycle.ToMermaid()}```

        """);

    [Fact]
    public void Every_status_but_stopped_leads_somewhere_and_an_accepted_result_only_back_to_work_or_into_the_archive()
    {
        Assert.All(
            Enum.GetValues<TaskOrderStatus>().Where(status => status != TaskOrderStatus.Stopped),
            status => Assert.NotEmpty(TaskOrderLifecycle.ActionsFrom(status)));
        Assert.Empty(TaskOrderLifecycle.ActionsFrom(TaskOrderStatus.Stopped));
        Assert.Equal(
            [TaskOrderAction.Reopen, TaskOrderAction.Archive, TaskOrderAction.Transfer],
            TaskOrderLifecycle.ActionsFrom(TaskOrderStatus.Completed));
    }

    [Fact]
    public void Whatever_has_not_come_to_an_end_can_be_stopped() => Assert.All(
        Enum.GetValues<TaskOrderStatus>(),
        status => Assert.Equal(TaskOrderLifecycle.IsOpen(status), TaskOrderLifecycle.TryMove(status, TaskOrderAction.Stop, out _)));
}
