using Market.Marketplace.Calendars;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>What can be done with a seal.</summary>
public enum SealAction
{
    /// <summary>增加保管人.</summary>
    Appoint,

    /// <summary>委托代管.</summary>
    Delegate,

    /// <summary>停用.</summary>
    Suspend,

    /// <summary>恢复启用.</summary>
    Resume,

    /// <summary>挂失.</summary>
    ReportLoss,

    /// <summary>撤销挂失.</summary>
    WithdrawLoss,

    /// <summary>换章.</summary>
    Renew,

    /// <summary>导入密钥.</summary>
    BindKey,
}

/// <summary>One person's custody of a seal, as a page shows it.</summary>
/// <param name="InForce">Whether it holds today.</param>
/// <param name="Mine">Whether the actor may end it: the own delegation, or as manager.</param>
public sealed record SealKeepingRow(
    Guid Id, Guid UserId, string UserName, KeepingKind Kind, DateOnly From, DateOnly? To, string? InPlaceOfName, string? Reason,
    string GrantedBy, DateTimeOffset GrantedAt, DateTimeOffset? EndedAt, string? EndedBy, string? EndReason, bool InForce, bool Mine);

/// <summary>A person to whom the seal may be entrusted.</summary>
public sealed record SealCandidate(Guid UserId, string Name);

/// <summary>A seal with everything a page shows.</summary>
/// <param name="Keepings">Custody: for manager and operator with its history, for others as it stands.</param>
/// <param name="Candidates">Who may become keeper or delegate, for those who may decide it.</param>
public sealed record SealDetails(
    Guid Id, long Version, SealKind Kind, string Text, string Number, int Edition, Guid? ReplacesId, Guid? ReplacedById,
    string? RegistrationTitle, string? RegistrationNumber, DateOnly? RegisteredUntil, Guid AgencyId, string AgencyName, string AgencyCode,
    SealStatus Status, SealAppearance Appearance, string CertificateSubject, string CertificateIssuer, string CertificateSerial,
    DateTimeOffset CertificateFrom, DateTimeOffset CertificateTo, int DaysLeft, DateTimeOffset RegisteredAt, string? SuspensionReason,
    DateTimeOffset? LostSince, DateTimeOffset? LossReportedAt, string? LossReportedBy, string? LossReason, bool Mine, int Uses,
    IReadOnlyList<SealKeepingRow> Keepings, IReadOnlyList<SealCandidate> Candidates, IReadOnlyList<TimelineEntry> Timeline,
    IReadOnlyList<SealAction> Actions);

/// <summary>Reads a seal with its custody and its history.</summary>
public sealed class GetSeal(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadSeals;

    /// <summary>The seal.</summary>
    public async Task<SealDetails> ExecuteAsync(Guid id)
    {
        var ct = context.Cancellation;
        var seal = await db.SealsFor(context.Actor).AsNoTracking().FindOrThrowAsync(id, ct);
        var agency = await db.Organisations.AsNoTracking().SingleAsync(row => row.Id == seal.AgencyId, ct);
        var practitioner = seal.PractitionerId is { } person
            ? await db.Agencies.AsNoTracking().SelectMany(row => row.Practitioners).SingleOrDefaultAsync(row => row.Id == person, ct)
            : null;
        var actions = ActionsOn(seal).ToList();
        var certificate = CertificateFacts.Of(seal.Certificate);
        return new SealDetails(
            seal.Id, seal.Version, seal.Kind, seal.Text, seal.Number, seal.Edition, seal.ReplacesId,
            await db.Seals.Where(row => row.ReplacesId == id).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(ct),
            seal.RegistrationTitle, practitioner?.RegistrationNumber, practitioner?.ValidTo, agency.Id, agency.Name, agency.CreditCode,
            seal.Status, seal.Appearance, certificate.Subject, certificate.Issuer, certificate.SerialNumber, seal.CertificateFrom,
            seal.CertificateTo, ChinaTime.DayOf(seal.UsableTo).DayNumber - context.Today.DayNumber, seal.RegisteredAt, seal.SuspensionReason,
            seal.LostSince, seal.LossReportedAt, seal.LossReportedBy, seal.LossReason, seal.IsKeptBy(context.Actor.UserId, context.Today),
            await db.SealUses.CountAsync(use => use.SealId == id, ct), [.. KeepingsOf(seal)],
            actions.Exists(action => action is SealAction.Appoint or SealAction.Delegate) ? await CandidatesAsync(seal) : [],
            await db.LedgerEntries.Where(entry => entry.SealId == id).ToTimelineAsync(ct), actions);
    }

    private IEnumerable<SealKeepingRow> KeepingsOf(Seal seal)
    {
        var seesHistory = context.Actor.ManagesSeals || context.Actor.Standing is Standing.Operator or Standing.System;
        return seal.Keepings
            .Where(keeping => seesHistory || keeping.IsInForceOn(context.Today) || keeping.InPlaceOf == context.Actor.UserId && keeping.IsOpenOn(context.Today))
            .OrderByDescending(keeping => keeping.IsOpenOn(context.Today)).ThenBy(keeping => keeping.GrantedAt).ThenBy(keeping => keeping.UserName, StringComparer.Ordinal)
            .Select(keeping => new SealKeepingRow(
                keeping.Id, keeping.UserId, keeping.UserName, keeping.Kind, keeping.From, keeping.To, keeping.InPlaceOfName, keeping.Reason,
                keeping.GrantedBy, keeping.GrantedAt, keeping.EndedAt, keeping.EndedBy, keeping.EndReason, keeping.IsInForceOn(context.Today),
                keeping.IsOpenOn(context.Today) && MayEnd(seal, keeping)));
    }

    private bool MayEnd(Seal seal, SealKeeping keeping) => keeping.Kind switch
    {
        KeepingKind.Keeper => seal.Kind == SealKind.Unit && context.Actor.May(Permission.AppointKeepers),
        KeepingKind.Delegate => keeping.InPlaceOf == context.Actor.UserId || context.Actor.ManagesSeals,
    };

    private async Task<IReadOnlyList<SealCandidate>> CandidatesAsync(Seal seal)
    {
        var keepers = seal.KeepersOn(context.Today).Select(keeping => keeping.UserId).ToHashSet();
        return
        [
            .. (await db.EntrustableAsync(seal.AgencyId, context.Cancellation)).Where(person => !keepers.Contains(person.UserId))
                .Select(person => new SealCandidate(person.UserId, person.Name)),
        ];
    }

    private IEnumerable<SealAction> ActionsOn(Seal seal)
    {
        var (actor, isUnit) = (context.Actor, seal.Kind == SealKind.Unit);
        var isKeeper = seal.KeepersOn(context.Today).Any(keeping => keeping.UserId == actor.UserId);
        if (isUnit && actor.May(Permission.AppointKeepers) && seal.Status != SealStatus.Replaced)
        {
            yield return SealAction.Appoint;
        }

        if (isUnit && seal.Status == SealStatus.Active && actor.May(Permission.GuardSeals) && (isKeeper || actor.ManagesSeals))
        {
            yield return SealAction.Delegate;
        }

        if (seal.Status == SealStatus.Active && actor.May(Permission.SuspendSeals))
        {
            yield return SealAction.Suspend;
        }

        if (seal.Status == SealStatus.Suspended && actor.May(Permission.SuspendSeals)
            && (!seal.SuspendedByOperator || actor.Standing is Standing.Operator or Standing.System))
        {
            yield return SealAction.Resume;
        }

        if (seal.Status != SealStatus.Lost && actor.May(Permission.GuardSeals)
            && (actor.ManagesSeals || seal.IsKeptBy(actor.UserId, context.Today)))
        {
            yield return SealAction.ReportLoss;
        }

        if (seal.Status == SealStatus.Lost && actor.May(Permission.MaintainRegisters))
        {
            yield return SealAction.WithdrawLoss;
        }

        if (seal.KeyReference.Length == 0 && seal.Status == SealStatus.Active && actor.May(Permission.BringSealKeys))
        {
            yield return SealAction.BindKey;
        }

        if (seal.Status is SealStatus.Active or SealStatus.Suspended && actor.May(Permission.ImportSeals))
        {
            yield return SealAction.Renew;
        }
    }
}
