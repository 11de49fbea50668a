using System.Globalization;
using Market.Marketplace.Calendars;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>What is wrong with a seal that a task will need.</summary>
public enum SealWarningKind
{
    /// <summary>The agency has no usable seal for the step.</summary>
    NoSeal,

    /// <summary>Its certificate ends before the task is due.</summary>
    CertificateEnds,

    /// <summary>The practitioner's registration ends before the task is due.</summary>
    RegistrationEnds,
}

/// <summary>A seal that a task needs will not last until the due day.</summary>
/// <param name="RoleTitle">The step of the seal scheme.</param>
/// <param name="RegistrationTitle">The registration that the step asks for.</param>
/// <param name="Name">The words on the seal that lasts longest.</param>
/// <param name="LastDay">Its last day.</param>
public sealed record SealWarning(
    SealWarningKind Kind, string RoleTitle, SealKind SealKind, string? RegistrationTitle, string? Name = null, DateOnly? LastDay = null)
{
    /// <summary>The sentence of this warning.</summary>
    public string Say(CultureInfo culture) => Wording.Say(
        $"SealWarningKind.{Kind}", culture, RegistrationTitle ?? (object)SealKind, Name ?? "", LastDay ?? (object)"");
}

/// <summary>Looks whether an agency can seal what it takes on.</summary>
internal static class SealReadiness
{
    /// <summary>The steps of a seal scheme for which the agency has no seal that lasts until the due day.</summary>
    public static async Task<IReadOnlyList<SealWarning>> SealWarningsAsync(
        this MarketplaceDbContext db, Guid agencyId, IReadOnlyList<SealStep> scheme, DateOnly dueOn, OperationContext context)
    {
        var seals = await db.Seals.AsNoTracking()
            .Where(seal => seal.AgencyId == agencyId && seal.Status == SealStatus.Active).ToListAsync(context.Cancellation);
        var registeredUntil = await db.Agencies.Where(agency => agency.Id == agencyId).SelectMany(agency => agency.Practitioners)
            .ToDictionaryAsync(person => person.Id, person => person.ValidTo, context.Cancellation);
        return [.. scheme.Select(step => WarningFor(step, [.. seals.Where(seal => IsUsable(seal, step))])).OfType<SealWarning>()];

        bool IsUsable(Seal seal, SealStep step) =>
            seal.Fits(step.Kind, step.RegistrationTitle) && seal.Keepings.Any(keeping => keeping.IsInForceOn(context.Today));

        SealWarning? WarningFor(SealStep step, IReadOnlyList<Seal> usable)
        {
            if (usable.MaxBy(LastDayOf) is not { } best)
            {
                return new SealWarning(SealWarningKind.NoSeal, step.RoleTitle, step.Kind, step.RegistrationTitle);
            }

            var lastDay = LastDayOf(best);
            var kind = ChinaTime.DayOf(best.UsableTo) == lastDay ? SealWarningKind.CertificateEnds : SealWarningKind.RegistrationEnds;
            return lastDay >= dueOn ? null : new SealWarning(kind, step.RoleTitle, step.Kind, step.RegistrationTitle, best.Text, lastDay);
        }

        DateOnly LastDayOf(Seal seal)
        {
            var certificate = ChinaTime.DayOf(seal.UsableTo);
            return seal.PractitionerId is { } person && registeredUntil.TryGetValue(person, out var day) && day < certificate ? day : certificate;
        }
    }
}
