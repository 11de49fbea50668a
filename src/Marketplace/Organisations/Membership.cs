using Market.Marketplace.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Organisations;

/// <summary>A person's role in an organisation.</summary>
public sealed class Membership
{
    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>The person.</summary>
    public Guid UserId { get; private init; }

    /// <summary>The organisation.</summary>
    public Guid OrganisationId { get; private init; }

    /// <summary>The role.</summary>
    public Role Role { get; private init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset GrantedAt { get; private init; }

    internal static Membership Grant(Guid userId, Organisation organisation, Role role, OperationContext context)
    {
        if (role is Role.DepartmentSystem or Role.AgencySystem or Role.EnterpriseSystem)
        {
            throw new RuleViolationException("role-for-systems");
        }

        var fits = organisation.Kind switch
        {
            OrganisationKind.Enterprise => Standing.Enterprise,
            OrganisationKind.Agency => Standing.Agency,
            OrganisationKind.Department => Standing.Department,
            OrganisationKind.Operator => Standing.Operator,
        };
        return Actor.StandingOf(role) == fits
            ? new Membership
            {
                Id = context.NewId(),
                UserId = userId,
                OrganisationId = organisation.Id,
                Role = role,
                GrantedAt = context.At,
            }
            : throw new RuleViolationException("role-does-not-fit", role, organisation.Name);
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Membership>
    {
        public void Configure(EntityTypeBuilder<Membership> builder)
        {
            builder.ToTable("Memberships");
            builder.HasIndex(row => new { row.UserId, row.OrganisationId, row.Role }).IsUnique();
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.OrganisationId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<MarketUser>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
