using Market.Marketplace.Admissions;
using Market.Marketplace.Agencies;
using Market.Marketplace.Albums;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Calendars;
using Market.Marketplace.CaseSteps;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Complaints;
using Market.Marketplace.Contracts;
using Market.Marketplace.Delivery;
using Market.Marketplace.Documents;
using Market.Marketplace.Elements;
using Market.Marketplace.Exchange;
using Market.Marketplace.Feed;
using Market.Marketplace.Integration;
using Market.Marketplace.Ledger;
using Market.Marketplace.Nodes;
using Market.Marketplace.Messages;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Panels;
using Market.Marketplace.Panels.SecondRounds;
using Market.Marketplace.Procurements;
using Market.Marketplace.ProjectBoxes;
using Market.Marketplace.Projects;
using Market.Marketplace.Province;
using Market.Marketplace.Ratings;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.Search;
using Market.Marketplace.Selection;
using Market.Marketplace.Supervision;
using Market.Marketplace.Successions;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Trust;
using Market.Marketplace.Verification;
using Market.Marketplace.Webhooks;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Market.Marketplace.Persistence;

/// <summary>One model for all databases. Operations reach rows through the <c>XFor(actor)</c> methods of
/// MarketplaceDbContext.Visibility.cs; the sets themselves are for the marketplace's own inner workings.</summary>
public abstract partial class MarketplaceDbContext(DbContextOptions options)
    : IdentityDbContext<MarketUser, IdentityRole<Guid>, Guid>(options)
{
    private const int UsualTextLength = 400;
    private const int ShownOfLongText = 12;

    /// <summary>Passkeys and authenticator keys need the third version of Identity's tables.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    /// <summary>Whether something was saved that says who somebody is (<see cref="StandingBook"/>).</summary>
    internal bool HasChangedStandings { get; private set; }

    internal DbSet<Organisation> Organisations => Set<Organisation>();

    internal DbSet<Membership> Memberships => Set<Membership>();

    internal DbSet<ServiceItem> ServiceItems => Set<ServiceItem>();

    internal DbSet<Agency> Agencies => Set<Agency>();

    internal DbSet<Admission> Admissions => Set<Admission>();

    internal DbSet<AdmissionPaper> AdmissionPapers => Set<AdmissionPaper>();

    internal DbSet<OffListReport> OffListReports => Set<OffListReport>();

    internal DbSet<ProvinceRecord> ProvinceRecords => Set<ProvinceRecord>();

    internal DbSet<ProvinceImport> ProvinceImports => Set<ProvinceImport>();

    internal DbSet<Panel> Panels => Set<Panel>();

    internal DbSet<SecondRound> SecondRounds => Set<SecondRound>();

    internal DbSet<SecondRoundBid> SecondRoundBids => Set<SecondRoundBid>();

    internal DbSet<Project> Projects => Set<Project>();

    internal DbSet<StoredFile> StoredFiles => Set<StoredFile>();

    internal DbSet<ApprovalCase> ApprovalCases => Set<ApprovalCase>();

    internal DbSet<TriggerRule> TriggerRules => Set<TriggerRule>();

    internal DbSet<TaskGroup> TaskGroups => Set<TaskGroup>();

    internal DbSet<TaskOrder> TaskOrders => Set<TaskOrder>();

    internal DbSet<TaskSupplement> TaskSupplements => Set<TaskSupplement>();

    internal DbSet<CaseStep> CaseSteps => Set<CaseStep>();

    internal DbSet<TaskNeed> TaskNeeds => Set<TaskNeed>();

    internal DbSet<CalendarEdition> CalendarEditions => Set<CalendarEdition>();

    internal DbSet<Escalation> Escalations => Set<Escalation>();

    internal DbSet<Result> Results => Set<Result>();

    internal DbSet<Album> Albums => Set<Album>();

    internal DbSet<Sheet> Sheets => Set<Sheet>();

    internal DbSet<SealBatch> SealBatches => Set<SealBatch>();

    internal DbSet<SealBatchItem> SealBatchItems => Set<SealBatchItem>();

    internal DbSet<ElementDraft> ElementDrafts => Set<ElementDraft>();

    internal DbSet<Artifact> Artifacts => Set<Artifact>();

    internal DbSet<ResultReference> ResultReferences => Set<ResultReference>();

    internal DbSet<DriftFinding> DriftFindings => Set<DriftFinding>();

    internal DbSet<KeptReport> KeptReports => Set<KeptReport>();

    internal DbSet<TrustAnchor> TrustAnchors => Set<TrustAnchor>();

    internal DbSet<Seal> Seals => Set<Seal>();

    internal DbSet<SealUse> SealUses => Set<SealUse>();

    internal DbSet<SealApplication> SealApplications => Set<SealApplication>();

    internal DbSet<Notice> Notices => Set<Notice>();

    internal DbSet<OfficialNotice> OfficialNotices => Set<OfficialNotice>();

    internal DbSet<Procurement> Procurements => Set<Procurement>();

    internal DbSet<Complaint> Complaints => Set<Complaint>();

    internal DbSet<ServiceContract> Contracts => Set<ServiceContract>();

    internal DbSet<SignUp> SignUps => Set<SignUp>();

    internal DbSet<Rating> Ratings => Set<Rating>();

    internal DbSet<AwardBar> AwardBars => Set<AwardBar>();

    internal DbSet<Draw> Draws => Set<Draw>();

    internal DbSet<InboxItem> InboxItems => Set<InboxItem>();

    internal DbSet<FeedEvent> FeedEvents => Set<FeedEvent>();

    internal DbSet<FeedStream> FeedStreams => Set<FeedStream>();

    internal DbSet<FeedSequencer> FeedSequencers => Set<FeedSequencer>();

    internal DbSet<Succession> Successions => Set<Succession>();

    internal DbSet<MessageAddress> MessageAddresses => Set<MessageAddress>();

    internal DbSet<PersonalMessage> PersonalMessages => Set<PersonalMessage>();

    internal DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();

    internal DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    internal DbSet<ApiClient> ApiClients => Set<ApiClient>();

    internal DbSet<IdempotentRequest> IdempotentRequests => Set<IdempotentRequest>();

    internal DbSet<DayReconciliation> DayReconciliations => Set<DayReconciliation>();

    internal DbSet<EmbeddingSites> EmbeddingSites => Set<EmbeddingSites>();

    internal DbSet<ExchangedCase> ExchangedCases => Set<ExchangedCase>();

    internal DbSet<ExchangeRow> ExchangeRows => Set<ExchangeRow>();

    internal DbSet<ExchangeCursor> ExchangeCursors => Set<ExchangeCursor>();

    internal DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();

    internal DbSet<Node> Nodes => Set<Node>();

    internal DbSet<NodeSignal> NodeSignals => Set<NodeSignal>();

    internal DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();

    internal DbSet<SearchTerm> SearchTerms => Set<SearchTerm>();

    internal DbSet<AgencyTally> AgencyTallies => Set<AgencyTally>();

    /// <inheritdoc />
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        Prepare();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc />
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        Prepare();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        configurationBuilder.Properties<decimal>().HavePrecision(18, 4);
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.OnModelCreating(builder);
        builder.Entity<MarketUser>().Property(user => user.DisplayName).HasMaxLength(100);
        builder.ApplyConfigurationsFromAssembly(typeof(MarketplaceDbContext).Assembly);
        SearchedRows.AddColumns(builder);
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            if (typeof(IAggregate).IsAssignableFrom(entity.ClrType))
            {
                entity.FindProperty(nameof(IAggregate.Version))!.IsConcurrencyToken = true;
            }

            // Ids are made by the program, so that they sort by time.
            if (IsOurs(entity) && entity.FindProperty(nameof(IAggregate.Id)) is { } id && id.IsPrimaryKey())
            {
                id.ValueGenerated = ValueGenerated.Never;
            }

            foreach (var text in entity.GetProperties().Where(property =>
                property.ClrType == typeof(string) && property.GetMaxLength() is null && !property.IsUnlimited() && IsOurs(entity)))
            {
                text.SetMaxLength(UsualTextLength);
            }
        }
    }

    /// <summary>Identity's own tables keep the shape that Identity gives them.</summary>
    private static bool IsOurs(IReadOnlyEntityType entity) =>
        entity.ClrType.Namespace!.StartsWith("Market.", StringComparison.Ordinal) && entity.ClrType != typeof(MarketUser);

    private void Prepare()
    {
        foreach (var entry in ChangeTracker.Entries())
        {
            HasChangedStandings |= entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
                && entry.Entity is Membership or ApiClient or MarketUser or Organisation;
            if (entry.State is not (EntityState.Added or EntityState.Modified))
            {
                continue;
            }

            if (entry.Entity is IAggregate aggregate)
            {
                entry.Property(nameof(IAggregate.Version)).CurrentValue = aggregate.Version + 1;
            }

            RequireTextsFit(entry);
        }
    }

    /// <summary>Refuses what a column cannot hold. SQLite would take any length where the servers break off the save, and
    /// neither says it in words that help the writer.</summary>
    private static void RequireTextsFit(EntityEntry entry)
    {
        foreach (var property in entry.Metadata.GetProperties())
        {
            if (property.ClrType != typeof(string) || entry.CurrentValues[property] is not string text)
            {
                continue;
            }

            if (property.GetMaxLength() is { } longest && text.Length > longest)
            {
                throw new RuleViolationException("text-too-long", text[..Math.Min(ShownOfLongText, longest)], text.Length, longest);
            }
        }
    }
}
