using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Panels.SecondRounds;

/// <summary>Proof for a member that its bid counted (竞价回执).</summary>
/// <param name="Digest">SHA-256 of the sealed content, lower-case hex: published with the amount when the bids are opened.</param>
public sealed record BidReceipt(string Number, DateTimeOffset ReceivedAt, string Digest);

/// <summary>A member's bid in a second round, sealed until the deadline: the row does not tell the amount.</summary>
public sealed class SecondRoundBid : IAggregate
{
    private SecondRoundBid()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Number on the receipt.</summary>
    public string Number { get; private init; } = "";

    /// <summary>The round.</summary>
    public Guid RoundId { get; private init; }

    /// <summary>The agency.</summary>
    public Guid AgencyId { get; private init; }

    /// <summary>The amount under the program's protection.</summary>
    public string SealedAmount { get; private set; } = "";

    /// <summary>When it counted; a changed bid counts from its change.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>Who handed it in.</summary>
    public Guid UserId { get; private set; }

    /// <summary>The receipt.</summary>
    public BidReceipt Receipt => new(Number, ReceivedAt, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SealedAmount))));

    internal static SecondRoundBid HandIn(SecondRound round, string sealedAmount, OperationContext context)
    {
        var bid = new SecondRoundBid
        {
            Id = context.NewId(),
            Number = Numbers.Next("EB", context),
            RoundId = round.Id,
            AgencyId = context.Actor.Organisation,
        };
        bid.Replace(sealedAmount, context);
        return bid;
    }

    internal void Replace(string sealedAmount, OperationContext context)
    {
        SealedAmount = sealedAmount;
        ReceivedAt = context.At;
        UserId = context.Actor.UserId;
    }

    internal static string Seal(MarketplaceDbContext db, decimal amount) => ProtectorOf(db).Protect(amount.ToString(CultureInfo.InvariantCulture));

    internal decimal Unseal(MarketplaceDbContext db) => decimal.Parse(ProtectorOf(db).Unprotect(SealedAmount), CultureInfo.InvariantCulture);

    private static IDataProtector ProtectorOf(MarketplaceDbContext db) =>
        db.GetService<IDataProtectionProvider>().CreateProtector("Market.Marketplace.Panels.SecondRoundBid");

    internal sealed class Mapping : IEntityTypeConfiguration<SecondRoundBid>
    {
        public void Configure(EntityTypeBuilder<SecondRoundBid> builder)
        {
            builder.ToTable("SecondRoundBids");
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => row.Number).IsUnique();
            builder.Property(row => row.SealedAmount).HasMaxLength(2000);
            builder.Ignore(row => row.Receipt);

            // Two bids from one agency cannot be stored.
            builder.HasIndex(row => new { row.RoundId, row.AgencyId }).IsUnique();
            builder.HasIndex(row => row.AgencyId);
            builder.HasOne<SecondRound>().WithMany().HasForeignKey(row => row.RoundId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Agency>().WithMany().HasForeignKey(row => row.AgencyId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
