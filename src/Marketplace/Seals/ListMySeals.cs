using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>A seal in a list.</summary>
/// <param name="Mine">Whether the actor may use it today.</param>
/// <param name="DaysLeft">Days until the certificate ends; negative when it has.</param>
public sealed record SealRow(
    Guid Id, long Version, SealKind Kind, string Text, string Number, string? RegistrationTitle, SealStatus Status, bool Mine,
    DateTimeOffset CertificateFrom, DateTimeOffset CertificateTo, int DaysLeft)
{
    internal static SealRow Of(Seal seal, OperationContext context) => new(
        seal.Id, seal.Version, seal.Kind, seal.Text, seal.Number, seal.RegistrationTitle, seal.Status,
        seal.IsKeptBy(context.Actor.UserId, context.Today), seal.CertificateFrom, seal.CertificateTo,
        (int)Math.Floor((seal.CertificateTo - context.At).TotalDays));
}

/// <summary>Lists the seals of the actor's agency that are still in use or may be again.</summary>
public sealed class ListMySeals(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadSeals;

    /// <summary>Seals by number.</summary>
    public async Task<IReadOnlyList<SealRow>> ExecuteAsync()
    {
        var seals = await db.SealsFor(context.Actor).AsNoTracking().Where(seal => seal.Status != SealStatus.Replaced)
            .OrderBy(seal => seal.Number).ToListAsync(context.Cancellation);
        return [.. seals.Select(seal => SealRow.Of(seal, context))];
    }
}
