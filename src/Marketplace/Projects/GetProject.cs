using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Projects;

/// <summary>Reads one of the owner's projects.</summary>
public sealed class GetProject(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>The project.</summary>
    public async Task<ProjectSummary> ExecuteAsync(Guid id) =>
        ProjectSummary.Of(await db.ProjectsFor(context.Actor).AsNoTracking().FindOrThrowAsync(id, context.Cancellation));
}
