using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Catalogue;

/// <summary>Somebody says that a service outside the list was asked for (清单外中介举报).</summary>
public sealed class OffListReport : IAggregate
{
    private OffListReport()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Number shown to people.</summary>
    public string Number { get; private init; } = "";

    /// <summary>The approval for which it was asked.</summary>
    public string ApprovalItem { get; private init; } = "";

    /// <summary>What was asked, and by whom.</summary>
    public string Facts { get; private init; } = "";

    /// <summary>How to reach whoever reports; empty when nothing was given, and after the answer's retention.</summary>
    public string Contact { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset ReportedAt { get; private init; }

    /// <summary>What was found and done.</summary>
    public string? Answer { get; private set; }

    /// <summary>When it was answered.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    internal static OffListReport Make(string approvalItem, string facts, string contact, OperationContext context) => new()
    {
        Id = context.NewId(),
        Number = Numbers.Next("QD", context),
        ApprovalItem = approvalItem.Trim(),
        Facts = facts.Trim(),
        Contact = contact.Trim(),
        ReportedAt = context.At,
    };

    internal void Close(string answer, OperationContext context) => (Answer, AnsweredAt) = (answer.Trim(), context.At);

    internal void EraseContact() => Contact = "";

    internal sealed class Mapping : IEntityTypeConfiguration<OffListReport>
    {
        public void Configure(EntityTypeBuilder<OffListReport> builder)
        {
            builder.ToTable("OffListReports");
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => row.Number).IsUnique();
            builder.Property(row => row.ApprovalItem).HasMaxLength(200);
            builder.Property(row => row.Facts).HasMaxLength(2000);
            builder.Property(row => row.Contact).HasMaxLength(100);
            builder.Property(row => row.Answer).HasMaxLength(2000);
        }
    }
}

/// <summary>Anybody reports a service outside the list.</summary>
public sealed class ReportOffList(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReportOffList;

    /// <summary>Returns the number by which the answer can be looked up.</summary>
    public Task<string> ExecuteAsync(string approvalItem, string facts, string contact)
    {
        foreach (var text in new[] { approvalItem, facts })
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                throw new RuleViolationException("off-list-incomplete");
            }
        }

        var report = OffListReport.Make(approvalItem, facts, contact ?? "", context);
        db.Add(report);
        return Task.FromResult(report.Number);
    }
}

/// <summary>A report in the operator's list.</summary>
public sealed record OffListRow(Guid Id, long Version, string Number, string ApprovalItem, string Facts, string Contact, DateTimeOffset ReportedAt, string? Answer, DateTimeOffset? AnsweredAt);

/// <summary>The operator's list of reports, the open ones first.</summary>
public sealed class ListOffListReports(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>The search looks at number and approval.</summary>
    public Task<PagedList<OffListRow>> ExecuteAsync(PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        return db.OffListReports.AsNoTracking().Where(row => words == null || row.Number.Contains(words) || row.ApprovalItem.Contains(words))
            .OrderBy(row => row.AnsweredAt != null).ThenByDescending(row => row.ReportedAt).ThenBy(row => row.Id)
            .Select(row => new OffListRow(row.Id, row.Version, row.Number, row.ApprovalItem, row.Facts, row.Contact, row.ReportedAt, row.Answer, row.AnsweredAt))
            .PageAsync(page, context.Cancellation);
    }
}

/// <summary>The operator says what was found and done about a report.</summary>
public sealed class AnswerOffListReport(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Answers once.</summary>
    public async Task<string> ExecuteAsync(Guid id, long version, string answer)
    {
        if (string.IsNullOrWhiteSpace(answer))
        {
            throw new RuleViolationException("reason-missing");
        }

        var report = await db.OffListReports.FindOrThrowAsync(id, context.Cancellation);
        report.Expect(version).Close(answer, context);
        return report.Number;
    }
}
