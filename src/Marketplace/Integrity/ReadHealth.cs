using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;
using Market.Marketplace.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integrity;

/// <summary>How the work in the background stands, in figures.</summary>
/// <param name="OutboxWaiting">Messages that are due and not done.</param>
/// <param name="OutboxAge">How long the oldest has been due.</param>
/// <param name="OutboxFailing">Messages tried more than twice without success.</param>
/// <param name="FeedUnplaced">Events without a position.</param>
/// <param name="WebhooksWaiting">Deliveries that are due.</param>
/// <param name="SealsActive">Seals that can be used.</param>
/// <param name="CertificatesExpired">Of those, how many have a certificate that has ended.</param>
/// <param name="CertificatesEndingSoon">How many have one that ends within thirty days.</param>
/// <param name="NextCertificateEnd">When the first of the others ends.</param>
/// <param name="CalendarUntil">The last day whose working days are announced.</param>
/// <param name="Today">The day in China.</param>
public sealed record HealthFigures(
    int OutboxWaiting, TimeSpan OutboxAge, int OutboxFailing, int FeedUnplaced, int WebhooksWaiting, int SealsActive, int CertificatesExpired,
    int CertificatesEndingSoon, DateTimeOffset? NextCertificateEnd, DateOnly CalendarUntil, DateOnly Today);

/// <summary>Reads those figures.</summary>
public sealed class ReadHealth(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int FewAttempts = 2;
    private const int SoonDays = 30;

    public static Permission Requires => Permission.RunInBackground;

    public async Task<HealthFigures> ExecuteAsync()
    {
        var (ct, now) = (context.Cancellation, context.At);
        var soon = now.AddDays(SoonDays);
        var due = db.OutboxMessages.Where(message => message.DoneAt == null && message.NextAttemptAt <= now);
        var oldest = await due.OrderBy(message => message.NextAttemptAt).Select(message => (DateTimeOffset?)message.NextAttemptAt).FirstOrDefaultAsync(ct);
        var active = db.Seals.Where(seal => seal.Status == SealStatus.Active);
        return new HealthFigures(
            await due.CountAsync(ct),
            oldest is { } since ? now - since : TimeSpan.Zero,
            await db.OutboxMessages.CountAsync(message => message.DoneAt == null && message.Attempts > FewAttempts, ct),
            await db.FeedEvents.CountAsync(row => row.Position == null, ct),
            await db.WebhookDeliveries.CountAsync(row => row.Status == DeliveryStatus.Waiting && row.NextAttemptAt <= now, ct),
            await active.CountAsync(ct),
            await active.CountAsync(seal => seal.CertificateTo <= now, ct),
            await active.CountAsync(seal => seal.CertificateTo > now && seal.CertificateTo <= soon, ct),
            await active.Where(seal => seal.CertificateTo > now).OrderBy(seal => seal.CertificateTo)
                .Select(seal => (DateTimeOffset?)seal.CertificateTo).FirstOrDefaultAsync(ct),
            new DateOnly(context.Calendar.Years.Max(year => year.Year), 12, 31),
            context.Today);
    }
}
