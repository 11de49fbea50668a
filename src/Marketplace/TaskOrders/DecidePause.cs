using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.TaskOrders;

/// <summary>The department agrees to a pause that was asked for, or does not.</summary>
public sealed class DecidePause(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.DecideResults;

    /// <summary>Returns the line of the pause ledger.</summary>
    public async Task<TaskPause> ExecuteAsync(Guid id, long version, Guid pauseId, bool agree, string remark = "")
    {
        ArgumentNullException.ThrowIfNull(remark);
        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        var pause = order.Expect(version).DecidePause(pauseId, agree, remark, context);
        new Journal(db, context).Pause(order, pause);
        return pause;
    }
}

/// <summary>The department lets the clock run again before the time of the pause is over.</summary>
public sealed class EndPause(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.DecideResults;

    /// <summary>Returns the line of the pause ledger.</summary>
    public async Task<TaskPause> ExecuteAsync(Guid id, long version, Guid pauseId, string reason)
    {
        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleViolationException("reason-missing");
        }

        var pause = order.Expect(version).EndPause(pauseId, reason, context);
        new Journal(db, context).Pause(order, pause);
        return pause;
    }
}

/// <summary>The owner answers what the agency asked for (补充资料), with files or in words; the clock runs again.</summary>
public sealed class AnswerSupplement(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Returns the line of the pause ledger.</summary>
    public async Task<TaskPause> ExecuteAsync(Guid id, long version, Guid pauseId, string answer, IReadOnlyList<Guid> fileIds)
    {
        ArgumentNullException.ThrowIfNull(fileIds);
        if (string.IsNullOrWhiteSpace(answer))
        {
            throw new RuleViolationException("answer-missing");
        }

        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        order.Expect(version);
        if (!order.Pauses.Any(open => open.Id == pauseId && open.Kind == PauseKind.Supplement))
        {
            throw new NotFoundException(nameof(TaskPause));
        }

        foreach (var fileId in fileIds.Distinct())
        {
            var file = await db.StoredFilesFor(context.Actor).AsNoTracking()
                .Where(row => row.OwnerId == context.Actor.Organisation).FindOrThrowAsync(fileId, context.Cancellation);
            db.Add(new TaskSupplement { TaskOrderId = order.Id, FileId = file.Id, PauseId = pauseId, HandedInAt = context.At });
        }

        var pause = order.EndPause(pauseId, answer, context);
        new Journal(db, context).Pause(order, pause);
        return pause;
    }
}

/// <summary>A file that the owner handed in when the agency had asked for it.</summary>
public sealed class TaskSupplement
{
    /// <summary>The task order.</summary>
    public Guid TaskOrderId { get; internal init; }

    /// <summary>The file.</summary>
    public Guid FileId { get; internal init; }

    /// <summary>The line of the pause ledger that asked.</summary>
    public Guid PauseId { get; internal init; }

    /// <summary>When.</summary>
    public DateTimeOffset HandedInAt { get; internal init; }

    internal sealed class Mapping : IEntityTypeConfiguration<TaskSupplement>
    {
        public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<TaskSupplement> builder)
        {
            builder.ToTable("TaskSupplements");
            builder.HasKey(row => new { row.TaskOrderId, row.FileId });
            builder.HasIndex(row => row.FileId);
            builder.HasOne<TaskOrder>().WithMany().HasForeignKey(row => row.TaskOrderId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<StoredFile>().WithMany().HasForeignKey(row => row.FileId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
