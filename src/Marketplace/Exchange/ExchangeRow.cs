using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Exchange;

/// <summary>How a row of the exchange database stands.</summary>
public enum ExchangeState
{
    /// <summary>待写入: it is not in the exchange database yet.</summary>
    Waiting,

    /// <summary>未上传: it is there, and the city's collector has not taken it (sjsczt 0).</summary>
    Written,

    /// <summary>已上传 (sjsczt 1).</summary>
    Uploaded,

    /// <summary>失败 (sjsczt −1), with the reason.</summary>
    Failed,

    /// <summary>已接收: a case that came from there.</summary>
    Taken,

    /// <summary>未接收: a case that came from there and was refused, with the reason.</summary>
    Refused,
}

/// <summary>One row that is exchanged with a department's approval system through the exchange database (前置库), and how it fares.</summary>
public sealed class ExchangeRow : IAggregate
{
    internal const int LongestKey = 100;

    private const int LongestReason = 400;

    private ExchangeRow()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Whose approval system.</summary>
    public Guid DepartmentId { get; private init; }

    /// <summary>Which table, see <see cref="NationalTables"/>.</summary>
    public string Table { get; private init; } = "";

    /// <summary>地方数据主键 (dfsjzj): the same however often the row is written.</summary>
    public string Key { get; private init; } = "";

    /// <summary>The case's number in the department's system (spsxslbm).</summary>
    public string ExternalNumber { get; private init; } = "";

    /// <summary>The case here; none for one that was refused.</summary>
    public Guid? CaseId { get; private set; }

    /// <summary>What is written, by column.</summary>
    public IReadOnlyDictionary<string, string> Content { get; private set; } = new Dictionary<string, string>();

    /// <summary>How it stands.</summary>
    public ExchangeState State { get; private set; }

    /// <summary>Why it failed or was refused.</summary>
    public string? Reason { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    internal static ExchangeRow Outgoing(
        Guid department, string table, string key, string externalNumber, Guid caseId, IReadOnlyDictionary<string, string> content, OperationContext context)
    {
        var row = new ExchangeRow
        {
            Id = context.NewId(),
            DepartmentId = department,
            Table = table,
            Key = key,
            ExternalNumber = externalNumber,
            CaseId = caseId,
            CreatedAt = context.At,
        };
        row.Say(content, context);
        return row;
    }

    internal static ExchangeRow Incoming(Guid department, string key, string externalNumber, OperationContext context) => new()
    {
        Id = context.NewId(),
        DepartmentId = department,
        Table = NationalTables.Cases,
        Key = key,
        ExternalNumber = externalNumber,
        CreatedAt = context.At,
        ChangedAt = context.At,
    };

    /// <summary>What is to be written; something new is written again. A row without its numbers is found out here, as the national collector would.</summary>
    internal void Say(IReadOnlyDictionary<string, string> content, OperationContext context)
    {
        if (State != ExchangeState.Waiting && Content.Count == content.Count && content.All(column => Content.GetValueOrDefault(column.Key) == column.Value))
        {
            return;
        }

        Content = content;
        ChangedAt = context.At;
        var missing = NationalTables.Required(Table).FirstOrDefault(column => string.IsNullOrEmpty(content.GetValueOrDefault(column)));
        (State, Reason) = missing is null ? (ExchangeState.Waiting, null) : (ExchangeState.Failed, $"缺少 {missing}");
    }

    /// <summary>Enters how it stands in the exchange database now.</summary>
    internal void Settle(ExchangeState state, string? reason, OperationContext context)
    {
        State = state;
        Reason = reason is { Length: > LongestReason } ? reason[..LongestReason] : reason;
        ChangedAt = context.At;
    }

    /// <summary>A case that came in, taken or refused.</summary>
    internal void Arrived(Guid? caseId, string? refusal, IReadOnlyDictionary<string, string> content, OperationContext context)
    {
        CaseId = caseId ?? CaseId;
        Content = content;
        Settle(refusal is null ? ExchangeState.Taken : ExchangeState.Refused, refusal, context);
    }

    /// <summary>Writes it again (重推).</summary>
    internal void PushAgain(OperationContext context)
    {
        if (Table == NationalTables.Cases)
        {
            throw new RuleViolationException("exchange-row-incoming");
        }

        State = ExchangeState.Waiting;
        Say(Content, context);
    }

    internal sealed class Mapping : IEntityTypeConfiguration<ExchangeRow>
    {
        public void Configure(EntityTypeBuilder<ExchangeRow> builder)
        {
            builder.ToTable("ExchangeRows");
            builder.Property(row => row.Table).HasMaxLength(60);
            builder.Property(row => row.Key).HasMaxLength(LongestKey);
            builder.Property(row => row.ExternalNumber).HasMaxLength(100);
            builder.Property(row => row.Content).HasJson();
            builder.Property(row => row.Reason).HasMaxLength(LongestReason);

            // A row is made once for its key, whatever two nodes believe.
            builder.HasIndex(row => new { row.Table, row.Key }).IsUnique();
            builder.HasIndex(row => new { row.State, row.ChangedAt });
            builder.HasIndex(row => new { row.DepartmentId, row.ChangedAt });
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.DepartmentId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<ApprovalCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
