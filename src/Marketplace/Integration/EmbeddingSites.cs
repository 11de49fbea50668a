using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Integration;

/// <summary>The sites of a department's own systems into whose pages the result panel (成果面板) may be put; no others can frame it.</summary>
public sealed class EmbeddingSites : IAggregate
{
    private const int MostSites = 10;
    private const int LongestSite = 200;

    private EmbeddingSites()
    {
    }

    /// <summary>Identity: the department's.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Origins (RFC 6454), such as <c>https://oa.example.gov.cn</c>.</summary>
    public IReadOnlyList<string> Origins { get; private set; } = [];

    internal static EmbeddingSites Of(Guid department) => new() { Id = department };

    internal void Set(IReadOnlyList<string> sites)
    {
        var origins = sites.Select(site => site.Trim()).Where(site => site.Length > 0).Select(OriginOf).Distinct(StringComparer.Ordinal).ToList();
        Origins = origins.Count <= MostSites ? origins : throw new RuleViolationException("embedding-sites-many", MostSites);
    }

    // The origin goes into a header: it is built from the parsed address, never copied.
    private static string OriginOf(string site) =>
        site.Length <= LongestSite && Uri.TryCreate(site, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url is { PathAndQuery: "/", Fragment: "", UserInfo: "" } && Uri.CheckHostName(url.IdnHost) != UriHostNameType.Unknown
            ? $"{url.Scheme}://{(url.HostNameType == UriHostNameType.IPv6 ? $"[{url.IdnHost}]" : url.IdnHost)}{(url.IsDefaultPort ? "" : $":{url.Port}")}"
            : throw new RuleViolationException("embedding-site-wrong", site);

    internal sealed class Mapping : IEntityTypeConfiguration<EmbeddingSites>
    {
        public void Configure(EntityTypeBuilder<EmbeddingSites> builder)
        {
            builder.ToTable("EmbeddingSites");
            builder.Property(row => row.Origins).HasJson();
            builder.HasOne<Organisation>().WithOne().HasForeignKey<EmbeddingSites>(row => row.Id).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

/// <summary>Reads the department's sites.</summary>
public sealed class GetEmbeddingSites(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>Their origins.</summary>
    public async Task<IReadOnlyList<string>> ExecuteAsync() =>
        (await db.EmbeddingSites.AsNoTracking().SingleOrDefaultAsync(row => row.Id == context.Actor.Organisation, context.Cancellation))?.Origins ?? [];
}

/// <summary>Sets the department's sites.</summary>
public sealed class SetEmbeddingSites(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>Returns their origins.</summary>
    public async Task<IReadOnlyList<string>> ExecuteAsync(IReadOnlyList<string> sites)
    {
        ArgumentNullException.ThrowIfNull(sites);
        if (context.Actor.Standing != Standing.Department)
        {
            throw new NotFoundException(nameof(EmbeddingSites));
        }

        var own = await db.EmbeddingSites.SingleOrDefaultAsync(row => row.Id == context.Actor.Organisation, context.Cancellation)
            ?? db.Add(EmbeddingSites.Of(context.Actor.Organisation)).Entity;
        own.Set(sites);
        context.Changed(own.Id);
        return own.Origins;
    }
}
