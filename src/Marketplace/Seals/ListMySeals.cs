using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>A seal in a list.</summary>
/// <param name="Mine">Whether the actor may use it.</param>
/// <param name="DaysLeft">Days until the certificate ends; negative when it has.</param>
public sealed record SealRow(
    Guid Id, long Version, SealKind Kind, string Text, string Number, string? RegistrationTitle, SealStatus Status, bool Mine,
    DateTimeOffset CertificateFrom, DateTimeOffset CertificateTo, int DaysLeft);

/// <summary>Lists the seals of the actor's agency.</summary>
public sealed class ListMySeals(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadSeals;

    /// <summary>Seals by number.</summary>
    public async Task<IReadOnlyList<SealRow>> ExecuteAsync()
    {
        var seals = await db.SealsFor(context.Actor).AsNoTracking().OrderBy(seal => seal.Number).ToListAsync(context.Cancellation);
        return
        [
            .. seals.Select(seal => new SealRow(
                seal.Id, seal.Version, seal.Kind, seal.Text, seal.Number, seal.RegistrationTitle, seal.Status,
                seal.Keepers.Contains(context.Actor.UserId), seal.CertificateFrom, seal.CertificateTo,
                (int)Math.Floor((seal.CertificateTo - context.At).TotalDays))),
        ];
    }
}
