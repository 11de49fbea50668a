using System.Security.Cryptography;
using System.Text;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Integration;

/// <summary>How a connected system stands.</summary>
public enum ApiClientStatus
{
    /// <summary>待第二人确认: the key does not open anything yet.</summary>
    Proposed,

    /// <summary>启用.</summary>
    Active,

    /// <summary>已注销.</summary>
    Revoked,
}

/// <summary>What a key may be used for.</summary>
public static class ApiScopes
{
    /// <summary>Read the feed.</summary>
    public const string ReadEvents = "events:read";

    /// <summary>Hand in cases of one's own approval system.</summary>
    public const string WriteCases = "cases:write";

    /// <summary>Read cases, task orders and results.</summary>
    public const string ReadCases = "cases:read";

    /// <summary>Take task orders or decline them.</summary>
    public const string AnswerTasks = "tasks:answer";

    /// <summary>Enter and steer webhooks.</summary>
    public const string ManageWebhooks = "webhooks:manage";

    /// <summary>What an organisation's system may be given.</summary>
    public static IReadOnlyList<string> Of(OrganisationKind kind) => kind switch
    {
        OrganisationKind.Department => [ReadEvents, ReadCases, WriteCases, ManageWebhooks],
        OrganisationKind.Agency => [ReadEvents, ReadCases, AnswerTasks, ManageWebhooks],
        OrganisationKind.Enterprise => [ReadEvents, ReadCases, ManageWebhooks],
        OrganisationKind.Operator => [ReadEvents],
    };
}

/// <summary>A system of an organisation that uses the interface (对接系统). Its key is kept as a digest only.</summary>
public sealed class ApiClient : IAggregate
{
    /// <summary>Every key begins with it, so that scanners of source code find one that leaked.</summary>
    public const string KeyPrefix = "mk_";

    private const int KeyLength = 32;
    private static readonly TimeSpan Exchange = TimeSpan.FromHours(24);

    private ApiClient()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Whose system.</summary>
    public Guid OrganisationId { get; private init; }

    /// <summary>What it is called.</summary>
    public string Name { get; private init; } = "";

    /// <summary>What it may do.</summary>
    public IReadOnlyList<string> Scopes { get; private init; } = [];

    /// <summary>How it stands.</summary>
    public ApiClientStatus Status { get; private set; }

    /// <summary>SHA-256 of the key: 256 random bits need no slow digest.</summary>
    public string KeyHash { get; private set; } = "";

    /// <summary>The one before, while both are good.</summary>
    public string? PreviousKeyHash { get; private set; }

    /// <summary>Until when.</summary>
    public DateTimeOffset? PreviousKeyUntil { get; private set; }

    /// <summary>Who proposed it.</summary>
    public Guid ProposedBy { get; private init; }

    /// <summary>Their name.</summary>
    public string ProposedByName { get; private init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset ProposedAt { get; private init; }

    /// <summary>Who confirmed it.</summary>
    public string? ConfirmedByName { get; private set; }

    /// <summary>Makes a system and its key. One that hands in cases of a department takes a second person.</summary>
    internal static (ApiClient Client, string Key) Propose(
        Organisation organisation, string name, IReadOnlyList<string> scopes, OperationContext context)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new RuleViolationException("name-missing");
        }

        if (scopes.Count == 0 || scopes.FirstOrDefault(scope => !ApiScopes.Of(organisation.Kind).Contains(scope)) is not null)
        {
            throw new RuleViolationException("api-scope-unknown");
        }

        var key = NewKey();
        var client = new ApiClient
        {
            Id = context.NewId(),
            OrganisationId = organisation.Id,
            Name = name.Trim(),
            Scopes = [.. scopes.Distinct()],
            Status = scopes.Contains(ApiScopes.WriteCases) ? ApiClientStatus.Proposed : ApiClientStatus.Active,
            KeyHash = HashOf(key),
            ProposedBy = context.Actor.UserId,
            ProposedByName = context.Actor.DisplayName,
            ProposedAt = context.At,
        };
        return (client, key);
    }

    internal void Confirm(OperationContext context)
    {
        if (Status != ApiClientStatus.Proposed)
        {
            throw new RuleViolationException("api-client-state");
        }

        if (ProposedBy == context.Actor.UserId)
        {
            throw new RuleViolationException("api-client-second-person");
        }

        Status = ApiClientStatus.Active;
        ConfirmedByName = context.Actor.DisplayName;
    }

    /// <summary>A new key; the old one stays good for a day.</summary>
    internal string Rotate(OperationContext context)
    {
        if (Status != ApiClientStatus.Active)
        {
            throw new RuleViolationException("api-client-state");
        }

        var key = NewKey();
        PreviousKeyHash = KeyHash;
        PreviousKeyUntil = context.At + Exchange;
        KeyHash = HashOf(key);
        return key;
    }

    internal void Revoke() => Status = ApiClientStatus.Revoked;

    internal static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static string NewKey() => KeyPrefix + RandomNumberGenerator.GetHexString(KeyLength * 2, lowercase: true);

    internal sealed class Mapping : IEntityTypeConfiguration<ApiClient>
    {
        public void Configure(EntityTypeBuilder<ApiClient> builder)
        {
            builder.ToTable("ApiClients");
            builder.Property(row => row.Name).HasMaxLength(100);
            builder.Property(row => row.Scopes).HasJson();
            builder.Property(row => row.KeyHash).HasMaxLength(64);
            builder.Property(row => row.PreviousKeyHash).HasMaxLength(64);
            builder.HasIndex(row => row.KeyHash).IsUnique();
            builder.HasIndex(row => row.PreviousKeyHash);
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
