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
    public void Every_status_leads_somewhere_and_an_accepted_result_only_back_to_work()
    {
        Assert.All(Enum.GetValues<TaskOrderStatus>(), status => Assert.NotEmpty(TaskOrderLifecycle.ActionsFrom(status)));
        Assert.Equal([TaskOrderAction.Reopen], TaskOrderLifecycle.ActionsFrom(TaskOrderStatus.Completed));
    }
}
