using Market.Marketplace.Calendars;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Projects;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.ApprovalCases;

/// <summary>A slot with its file, if there is one.</summary>
public sealed record MaterialRow(
    string Slot, string Name, bool Required, Guid? FileId, string? FileName, long? Size, DateTimeOffset? AttachedAt,
    bool IsFromBox = false, string? ServiceItem = null, bool IsOffList = false);

/// <summary>A case with everything a page shows.</summary>
public sealed record CaseDetails(
    Guid Id, long Version, string Number, string ApprovalItem, CaseStatus Status, ProjectSummary Project, Guid DepartmentId,
    string DepartmentName, IReadOnlyDictionary<string, string> Elements, DateTimeOffset StartedAt, DateTimeOffset? FiledAt,
    DateTimeOffset? AnsweredAt, string? AnsweredBy, string? RefusalReason, IReadOnlyList<MaterialRow> Materials,
    IReadOnlyList<TaskOrderSummary> TaskOrders, IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<CaseAction> Actions)
{
    /// <summary>The department's running deadline.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>Its light.</summary>
    public required Light Light { get; init; }

    /// <summary>The decision; none before it.</summary>
    public CaseDecision? Decision { get; init; }

    /// <summary>What is missing, as the applicant was told.</summary>
    public string? CorrectionRequest { get; init; }

    /// <summary>Why it was withdrawn.</summary>
    public string? WithdrawalReason { get; init; }
}

/// <summary>Reads a case with its materials, its task orders with their lights, and its one timeline.</summary>
public sealed class GetCase(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadCases;

    /// <summary>The case.</summary>
    public async Task<CaseDetails> ExecuteAsync(Guid caseId)
    {
        var approvalCase = await db.CasesFor(context.Actor).AsNoTracking().FindOrThrowAsync(caseId, context.Cancellation);
        var project = await db.Projects.AsNoTracking().SingleAsync(row => row.Id == approvalCase.ProjectId, context.Cancellation);
        var department = await db.Organisations.AsNoTracking().SingleAsync(row => row.Id == approvalCase.DepartmentId, context.Cancellation);
        var orders = await db.TaskOrdersFor(context.Actor).AsNoTracking().Where(order => order.CaseId == caseId)
            .OrderBy(order => order.CreatedAt).ThenBy(order => order.ServiceItemCode).ToListAsync(context.Cancellation);
        var timeline = await db.LedgerEntries.Where(entry => entry.CaseId == caseId).ToTimelineAsync(context.Cancellation);
        return new CaseDetails(
            approvalCase.Id, approvalCase.Version, approvalCase.Number, approvalCase.ApprovalItem, approvalCase.Status,
            ProjectSummary.Of(project), department.Id, department.Name, approvalCase.Elements, approvalCase.StartedAt,
            approvalCase.FiledAt, approvalCase.AnsweredAt, approvalCase.AnsweredBy, approvalCase.RefusalReason,
            await approvalCase.MaterialRowsAsync(db, context.Cancellation),
            [.. orders.Select(order => TaskOrderSummary.Of(order, project.Name, context))],
            timeline,
            approvalCase.ActionsFor(context.Actor))
        {
            Deadline = approvalCase.Deadline,
            Light = approvalCase.LightOn(context.Today, context.Calendar),
            Decision = approvalCase.Decision,
            CorrectionRequest = approvalCase.CorrectionRequest,
            WithdrawalReason = approvalCase.WithdrawalReason,
        };
    }
}

internal static class Materials
{
    /// <summary>Every slot of the case with its file.</summary>
    public static async Task<IReadOnlyList<MaterialRow>> MaterialRowsAsync(
        this ApprovalCase approvalCase, MarketplaceDbContext db, CancellationToken ct)
    {
        var ids = approvalCase.Materials.Select(material => material.FileId).ToList();
        var files = await db.StoredFiles.AsNoTracking().Where(file => ids.Contains(file.Id)).ToDictionaryAsync(file => file.Id, ct);
        var slots = await db.SlotsTodayAsync(approvalCase.ApprovalItem, ct);
        return
        [
            .. from slot in slots
               let material = approvalCase.Materials.SingleOrDefault(row => row.Slot == slot.Key)
               let file = material is null ? null : files[material.FileId]
               select new MaterialRow(slot.Key, slot.Name, slot.Required, file?.Id, file?.Name, file?.Size, material?.AttachedAt, material?.ArtifactId is not null, slot.ServiceItem,
                   slot.IsOffList),
        ];
    }
}
