using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Documents;
using Market.Marketplace.Elements;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Projects;
using Market.Marketplace.Results;
using Market.Marketplace.RulePacks;
using Market.Marketplace.Verification;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.ProjectBoxes;

/// <summary>One artefact in the box.</summary>
/// <param name="IsUsable">Whether it may be used today.</param>
/// <param name="UsedIn">In how many cases it is used without having been handed in again.</param>
public sealed record ArtifactRow(
    Guid Id, ArtifactKind Kind, string Title, string Number, int Edition, string Issuer, Guid? FileId, string FileName, long Size, string Sha256,
    Verdict? SealVerdict, string SealedBy, IReadOnlyDictionary<string, string> Elements, DateOnly ValidFrom, DateOnly? ValidTo, bool IsUsable, int UsedIn,
    Guid? ResultId, Guid? CaseId, DateTimeOffset EnteredAt);

/// <summary>The box of a project.</summary>
/// <param name="Slots">Materials in the project's cases.</param>
/// <param name="Reused">How many of them came from the box (材料复用).</param>
/// <param name="Findings">Papers that contradict each other.</param>
public sealed record ProjectBox(ProjectSummary Project, IReadOnlyList<ArtifactRow> Artifacts, int Slots, int Reused, IReadOnlyList<ConsistencyFinding> Findings)
{
    /// <summary>材料复用率 in per cent; null while there is no material.</summary>
    public int? ReusePercent => Slots == 0 ? null : Reused * 100 / Slots;
}

/// <summary>Reads the box of a project: what its owner put in, the results that were accepted, the materials that were handed in.</summary>
public sealed class GetProjectBox(MarketplaceDbContext db, OperationContext context, RulePack pack) : IOperation
{
    public static Permission Requires => Permission.ReadCases;

    /// <summary>The box; for a department that has a case of the project.</summary>
    public async Task<ProjectBox> ExecuteAsync(Guid projectId)
    {
        var ct = context.Cancellation;
        var cases = await db.CasesFor(context.Actor).AsNoTracking().Where(row => row.ProjectId == projectId).OrderBy(row => row.StartedAt).ToListAsync(ct);
        var isOwn = await db.ProjectsFor(context.Actor).AnyAsync(row => row.Id == projectId, ct);
        if (!isOwn && cases.Count == 0)
        {
            throw new NotFoundException(nameof(Project));
        }

        var project = await db.Projects.AsNoTracking().SingleAsync(row => row.Id == projectId, ct);
        var artifacts = await db.Artifacts.AsNoTracking().Where(row => row.ProjectId == projectId).OrderBy(row => row.EnteredAt).ToListAsync(ct);
        var results = await db.ResultsFor(context.Actor).AsNoTracking()
            .Join(db.TaskOrders.Where(order => order.ProjectId == projectId), result => result.TaskOrderId, order => order.Id,
                (result, order) => new { Result = result, order.ServiceItemName, order.AgencyName })
            .Where(row => row.Result.Status == ResultStatus.Accepted).OrderBy(row => row.Result.DecidedAt).ToListAsync(ct);
        var references = await db.ResultReferences.AsNoTracking().Where(row => results.Select(result => result.Result.Id).Contains(row.ResultId)).ToListAsync(ct);
        var materials = cases.SelectMany(row => row.Materials.Select(material => (Case: row, Material: material))).ToList();
        var files = await FilesAsync([.. artifacts.Select(row => row.FileId), .. results.Select(row => row.Result.CurrentFileId), .. materials.Select(row => row.Material.FileId)]);

        List<ArtifactRow> rows =
        [
            .. artifacts.Select(row => RowOf(row, files[row.FileId], materials.Count(pair => pair.Material.ArtifactId == row.Id))),
            .. results.Select(row => RowOf(row.Result, row.ServiceItemName, row.AgencyName ?? "", files[row.Result.CurrentFileId], references.Count(reference => reference.ResultId == row.Result.Id))),
            .. materials.Where(pair => pair.Material.ArtifactId is null).Select(pair => RowOf(pair.Case, pair.Material, project, files[pair.Material.FileId])),
        ];
        var reused = materials.Count(pair => pair.Material.ArtifactId is not null) + references.Count;
        return new ProjectBox(ProjectSummary.Of(project), rows, materials.Count + references.Count, reused, FindingsIn(rows, cases));
    }

    private IReadOnlyList<ConsistencyFinding> FindingsIn(List<ArtifactRow> rows, List<ApprovalCase> cases) => Consistency.Check(pack.Consistency,
    [
        .. rows.Where(row => row.IsUsable && row.Elements.Count > 0).Select(row => ((ArtifactKind?)row.Kind, $"{row.Title} {row.Number}", row.Elements)),
        .. cases.Where(row => row.Elements.Count > 0).Select(row => ((ArtifactKind?)null, row.Number, row.Elements)),
    ]);

    private Task<Dictionary<Guid, StoredFile>> FilesAsync(List<Guid> ids) =>
        db.StoredFiles.AsNoTracking().Where(file => ids.Contains(file.Id)).ToDictionaryAsync(file => file.Id, context.Cancellation);

    private ArtifactRow RowOf(Artifact row, StoredFile file, int usedIn) => new(
        row.Id, row.Kind, row.Title, row.Number, row.Edition, row.Issuer, file.Id, file.Name, file.Size, file.Sha256, row.SealVerdict, row.SealedBy, row.Elements,
        row.ValidFrom, row.ValidTo, row.IsUsableOn(context.Today), usedIn, null, null, row.EnteredAt);

    private static ArtifactRow RowOf(Result row, string itemName, string agencyName, StoredFile file, int usedIn) => new(
        row.Id, ArtifactKind.Result, itemName, row.ReportNumber, row.Number, agencyName, file.Id, file.Name, file.Size, file.Sha256, row.Verdict,
        string.Join('、', row.Steps.Select(step => step.SealText)), ElementsOf(row), Calendars.ChinaTime.DayOf(row.DecidedAt ?? row.SubmittedAt), null, true, usedIn,
        row.Id, null, row.DecidedAt ?? row.SubmittedAt);

    private static ArtifactRow RowOf(ApprovalCase row, CaseMaterial material, Project project, StoredFile file) => new(
        material.FileId, ArtifactKind.Material, ApprovalItems.SlotsOf(row.ApprovalItem).FirstOrDefault(slot => slot.Key == material.Slot)?.Name ?? material.Slot,
        row.Number, 1, project.OwnerName, file.Id, file.Name, file.Size, file.Sha256, null, "", new Dictionary<string, string>(),
        Calendars.ChinaTime.DayOf(material.AttachedAt), null, true, 0, null, row.Id, material.AttachedAt);

    private static Dictionary<string, string> ElementsOf(Result row) =>
        row.ElementsText is { } text && ElementFile.Read(text) is { } file
            ? file.Elements.Where(element => element.Value.Length > 0).ToDictionary(element => element.Name, element => element.Value)
            : [];
}
