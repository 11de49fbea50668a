using System.Globalization;
using System.Security.Cryptography;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Verification;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integration;

/// <summary>A link that opens the result panel of one case until it ends.</summary>
public sealed record EmbeddedLink(Uri Url, DateTimeOffset ExpiresAt);

/// <summary>A task in the result panel, with its results that have reached the desk.</summary>
public sealed record EmbeddedTask(
    Guid Id, string Number, string ServiceItemName, TaskOrderStatus Status, string? AgencyName, DateOnly? DueOn, IReadOnlyList<EmbeddedResult> Results);

/// <summary>A result in the panel.</summary>
public sealed record EmbeddedResult(
    Guid Id, string PublicId, string ReportNumber, string Conclusion, ResultStatus Status, DateTimeOffset? DeliveredAt, FiveChecks? Checks);

/// <summary>What the result panel shows.</summary>
/// <param name="Origins">Whose pages may frame it.</param>
/// <param name="IsExpired">Whether the link has ended; then nothing is shown.</param>
public sealed record EmbeddedCase(
    IReadOnlyList<string> Origins, bool IsExpired, string? Number, string? ExternalNumber, string? ProjectName, CaseStatus? Status, IReadOnlyList<EmbeddedTask> Tasks);

/// <summary>The signed contents of a link: department, case and end, which nobody can change or read.</summary>
public sealed class EmbeddingTickets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Market.Marketplace.Integration.EmbeddingTickets");

    internal string Seal(Guid department, Guid approvalCase, DateTimeOffset end) =>
        _protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{department:N}|{approvalCase:N}|{end.ToUnixTimeSeconds()}"));

    internal (Guid Department, Guid Case, DateTimeOffset End) Open(string ticket)
    {
        try
        {
            return _protector.Unprotect(ticket).Split('|') is [var department, var approvalCase, var end]
                ? (Guid.Parse(department), Guid.Parse(approvalCase), DateTimeOffset.FromUnixTimeSeconds(long.Parse(end, CultureInfo.InvariantCulture)))
                : throw new NotFoundException(nameof(EmbeddedLink));
        }
        catch (CryptographicException)
        {
            // Changed, or not ours.
            throw new NotFoundException(nameof(EmbeddedLink));
        }
    }
}

/// <summary>Makes a link for one official's visit: the department's system asks for it each time it opens the case.</summary>
public sealed class MakeEmbeddedLink(MarketplaceDbContext db, OperationContext context, EmbeddingTickets tickets, MarketplaceOptions options) : IOperation
{
    private const int LongestMinutes = 480;

    public static Permission Requires => Permission.ExchangeCases;

    /// <summary>The link.</summary>
    /// <param name="externalNumber">The case's number in the department's system.</param>
    public async Task<EmbeddedLink> ExecuteAsync(string externalNumber, int minutes = 30)
    {
        if (minutes is < 1 or > LongestMinutes)
        {
            throw new RuleViolationException("embedding-minutes", LongestMinutes);
        }

        var department = context.Actor.Organisation;
        var tie = await db.ExchangedCases.AsNoTracking()
            .SingleOrDefaultAsync(row => row.DepartmentId == department && row.ExternalNumber == externalNumber, context.Cancellation)
            ?? throw new NotFoundException(nameof(ExchangedCase));
        if (!await db.EmbeddingSites.AnyAsync(row => row.Id == department, context.Cancellation))
        {
            throw new RuleViolationException("embedding-sites-missing");
        }

        var end = context.At.AddMinutes(minutes);
        return new EmbeddedLink(new Uri(options.PublicUrl, $"embed/case/{tickets.Seal(department, tie.Id, end)}"), end);
    }
}

/// <summary>Opens the result panel for whoever holds a link. It reads what the department reads, and nothing can be done there.</summary>
public sealed class OpenEmbeddedCase(MarketplaceDbContext db, OperationContext context, EmbeddingTickets tickets) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The panel.</summary>
    /// <exception cref="NotFoundException">The link is none, or the case is not the department's any more.</exception>
    public async Task<EmbeddedCase> ExecuteAsync(string ticket)
    {
        var ct = context.Cancellation;
        var (department, caseId, end) = tickets.Open(ticket);
        var origins = (await db.EmbeddingSites.AsNoTracking().SingleOrDefaultAsync(row => row.Id == department, ct))?.Origins ?? [];
        if (context.At >= end)
        {
            return new EmbeddedCase(origins, IsExpired: true, null, null, null, null, []);
        }

        var found = await (
            from tie in db.ExchangedCases.AsNoTracking()
            join approvalCase in db.ApprovalCases.IgnoreAutoIncludes() on tie.Id equals approvalCase.Id
            join project in db.Projects on approvalCase.ProjectId equals project.Id
            where tie.Id == caseId && approvalCase.DepartmentId == department
            select new { tie.ExternalNumber, approvalCase.Number, approvalCase.Status, ProjectName = project.Name }).SingleOrDefaultAsync(ct)
            ?? throw new NotFoundException(nameof(ExchangedCase));
        var orders = await db.TaskOrders.AsNoTracking().IgnoreAutoIncludes().Where(order => order.CaseId == caseId)
            .OrderBy(order => order.CreatedAt).ThenBy(order => order.ServiceItemCode).ToListAsync(ct);
        var ids = orders.Select(order => order.Id).ToList();
        var results = await db.Results.AsNoTracking().IgnoreAutoIncludes().Where(row => ids.Contains(row.TaskOrderId) && row.DeliveredAt != null)
            .OrderBy(row => row.DeliveredAt).ToListAsync(ct);
        return new EmbeddedCase(
            origins, IsExpired: false, found.Number, found.ExternalNumber, found.ProjectName, found.Status,
            [
                .. orders.Select(order => new EmbeddedTask(
                    order.Id, order.Number, order.ServiceItemName, order.Status, order.AgencyName, order.Deadline?.DueOn,
                    [
                        .. results.Where(row => row.TaskOrderId == order.Id).Select(row => new EmbeddedResult(
                            row.Id, row.PublicId, row.ReportNumber, row.Conclusion, row.Status, row.DeliveredAt, row.Verification)),
                    ])),
            ]);
    }
}
