using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Projects;

/// <summary>The owner registers a project under its national code.</summary>
public sealed class RegisterProject(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Returns the project's id.</summary>
    public async Task<Guid> ExecuteAsync(ProjectRegistration registration)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var project = Project.Register(registration, context);
        if (await db.Projects.AnyAsync(row => row.Code == project.Code, context.Cancellation))
        {
            throw new RuleViolationException("project-code-taken", project.Code);
        }

        db.Add(project);
        new Journal(db, context).Record(LedgerKind.ProjectRegistered, new Subject(ProjectId: project.Id), project.Name);
        return project.Id;
    }
}
