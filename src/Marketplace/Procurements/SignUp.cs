using System.Security.Cryptography;
using System.Text;
using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Procurements;

/// <summary>What an applicant hands in under seal.</summary>
/// <param name="Amount">报价, yuan; none where nobody bids.</param>
/// <param name="PlanFileId">响应方案, for selection by plan.</param>
public sealed record SealedOffer(decimal? Amount, Guid? PlanFileId);

/// <summary>The applicant's proof of having been in time.</summary>
/// <param name="Number">Number of the sign-up.</param>
/// <param name="ReceivedAt">When it counted.</param>
/// <param name="Digest">SHA-256 of the sealed content, lower-case hex: published with the name when the sign-ups are opened.</param>
public sealed record SignUpReceipt(string Number, DateTimeOffset ReceivedAt, string Digest);

/// <summary>One agency's sign-up (报名), sealed until the deadline: the row does not tell what is in it, and no operation
/// opens it before.</summary>
public sealed class SignUp : IAggregate
{
    private SignUp()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Number on the receipt.</summary>
    public string Number { get; private init; } = "";

    /// <summary>The procurement.</summary>
    public Guid ProcurementId { get; private init; }

    /// <summary>The agency.</summary>
    public Guid AgencyId { get; private init; }

    /// <summary>The offer under the program's protection.</summary>
    public string SealedContent { get; private set; } = "";

    /// <summary>When it counted; a changed offer counts from its change.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>Who handed it in.</summary>
    public Guid UserId { get; private set; }

    /// <summary>The receipt.</summary>
    public SignUpReceipt Receipt =>
        new(Number, ReceivedAt, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SealedContent))));

    internal static SignUp HandIn(Procurement procurement, string sealedContent, OperationContext context)
    {
        var entry = new SignUp
        {
            Id = context.NewId(),
            Number = Numbers.Next("BM", context),
            ProcurementId = procurement.Id,
            AgencyId = context.Actor.Organisation,
        };
        entry.Replace(sealedContent, context);
        return entry;
    }

    internal void Replace(string sealedContent, OperationContext context)
    {
        SealedContent = sealedContent;
        ReceivedAt = context.At;
        UserId = context.Actor.UserId;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<SignUp>
    {
        public void Configure(EntityTypeBuilder<SignUp> builder)
        {
            builder.ToTable("SignUps");
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => row.Number).IsUnique();
            builder.Property(row => row.SealedContent).HasMaxLength(2000);
            builder.Ignore(row => row.Receipt);

            // Two bids from one agency cannot be stored.
            builder.HasIndex(row => new { row.ProcurementId, row.AgencyId }).IsUnique();
            builder.HasIndex(row => row.AgencyId);
            builder.HasOne<Procurement>().WithMany().HasForeignKey(row => row.ProcurementId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Agency>().WithMany().HasForeignKey(row => row.AgencyId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
