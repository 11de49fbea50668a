using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.TaskOrders;

/// <summary>Another case that relies on a task of this one (一次外业、一套成果): the task goes on when its own case ends.</summary>
public sealed class TaskNeed
{
    /// <summary>The case that relies on it.</summary>
    public Guid CaseId { get; internal init; }

    /// <summary>The task order.</summary>
    public Guid TaskOrderId { get; internal init; }

    internal sealed class Mapping : IEntityTypeConfiguration<TaskNeed>
    {
        public void Configure(EntityTypeBuilder<TaskNeed> builder)
        {
            builder.ToTable("TaskNeeds");
            builder.HasKey(row => new { row.CaseId, row.TaskOrderId });
            builder.HasIndex(row => row.TaskOrderId);
            builder.HasOne<ApprovalCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<TaskOrder>().WithMany().HasForeignKey(row => row.TaskOrderId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

/// <summary>停止作业通知: what happens to the tasks of a case that has ended. Work that is done is settled pro rata, nobody is
/// late for it, and a task that another open case needs goes on.</summary>
internal sealed class StoppingWork(MarketplaceDbContext db, OperationContext context)
{
    public async Task<int> StopAsync(ApprovalCase approvalCase, string reason)
    {
        var journal = new Journal(db, context);
        var needed = await db.TaskNeeds.Where(need => need.CaseId != approvalCase.Id
                && db.ApprovalCases.Any(other => other.Id == need.CaseId && (other.Status == CaseStatus.Filed || other.Status == CaseStatus.Accepted)))
            .Select(need => need.TaskOrderId).ToListAsync(context.Cancellation);
        var orders = await db.TaskOrders.Include(row => row.Events).Where(row => row.CaseId == approvalCase.Id).ToListAsync(context.Cancellation);
        var stopped = 0;
        foreach (var order in orders.Where(order => TaskOrderLifecycle.IsOpen(order.Status) && !needed.Contains(order.Id)))
        {
            order.Stop(reason, context);
            await new TaskProcurements(db, context).StoppedAsync(order, reason);
            foreach (var result in await db.Results.Where(row => row.TaskOrderId == order.Id).Select(row => row.Id).ToListAsync(context.Cancellation))
            {
                await db.LapseApplicationsAsync(result, context.Cancellation);
            }

            var notice = journal.Record(
                LedgerKind.TaskStopped, TriggeredDispatch.SubjectOf(order), order.Number, order.ServiceItemName, reason, $"{order.WorkDonePercent}");
            journal.Notify(notice, order.AgencyId, order.DepartmentId, order.OwnerId);
            await new TaskNotices(db, context).StoppedAsync(order);
            stopped++;
        }

        foreach (var step in await db.CaseSteps.Where(row => row.CaseId == approvalCase.Id).ToListAsync(context.Cancellation))
        {
            step.Stop();
        }

        return stopped;
    }
}
