using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Projects;

/// <summary>A project in a list or beside a case.</summary>
public sealed record ProjectSummary(
    Guid Id, long Version, string Code, string Name, string OwnerName, string Site, decimal BuildingAreaSquareMetres,
    bool IsResidential, string? DesignAgencyCode, DateTimeOffset RegisteredAt)
{
    internal static ProjectSummary Of(Project project) => new(
        project.Id, project.Version, project.Code, project.Name, project.OwnerName, project.Site,
        project.BuildingAreaSquareMetres, project.IsResidential, project.DesignAgencyCode, project.RegisteredAt);
}

/// <summary>Lists the owner's projects.</summary>
public sealed class ListMyProjects(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Projects, the newest first; the search looks at name and code.</summary>
    public async Task<PagedList<ProjectSummary>> ExecuteAsync(PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var projects = db.ProjectsFor(context.Actor).AsNoTracking();
        if (page.Words is { } words)
        {
            projects = projects.Where(project => project.Name.Contains(words) || project.Code.Contains(words));
        }

        var rows = await projects.OrderByDescending(project => project.RegisteredAt).ThenBy(project => project.Id)
            .PageAsync(page, context.Cancellation);
        return rows.Select(ProjectSummary.Of);
    }
}
