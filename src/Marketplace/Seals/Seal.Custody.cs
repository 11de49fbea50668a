using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;

namespace Market.Marketplace.Seals;

// Who holds the seal: 谁所有、谁控制.
public sealed partial class Seal
{
    /// <summary>A unit's seal is in at least two persons' keeping, so that one alone neither blocks nor owns it.</summary>
    public const int FewestKeepers = 2;

    /// <summary>Its keepers on a day, without those who stand in for them.</summary>
    internal IEnumerable<SealKeeping> KeepersOn(DateOnly day) =>
        _keepings.Where(keeping => keeping.Kind == KeepingKind.Keeper && keeping.IsInForceOn(day));

    internal void Appoint(SealPerson person, OperationContext context)
    {
        RequireUnitSeal();
        if (KeepersOn(context.Today).Any(keeping => keeping.UserId == person.UserId))
        {
            throw new RuleViolationException("keeper-already", person.Name);
        }

        Add(person, context);
    }

    /// <summary>Ends a keeper's custody, and with it what that keeper had delegated.</summary>
    internal SealKeeping Relieve(Guid keepingId, string reason, OperationContext context)
    {
        RequireUnitSeal();
        RequireReason(reason);
        var keeping = KeepersOn(context.Today).SingleOrDefault(row => row.Id == keepingId) ?? throw new NotFoundException(nameof(SealKeeping));
        if (KeepersOn(context.Today).Count() <= FewestKeepers)
        {
            throw new RuleViolationException("too-few-keepers", FewestKeepers);
        }

        keeping.End(reason.Trim(), context);
        foreach (var delegation in DelegationsOf(keeping.UserId, context.Today).ToList())
        {
            delegation.End(reason.Trim(), context);
        }

        ChangedAt = context.At;
        return keeping;
    }

    /// <summary>Puts another person in a keeper's place from one day to another (委托代管).</summary>
    internal SealKeeping Delegate(Guid keeper, SealPerson person, DateOnly from, DateOnly to, string reason, OperationContext context)
    {
        RequireUnitSeal();
        RequireReason(reason);
        var held = KeepersOn(context.Today).FirstOrDefault(row => row.UserId == keeper) ?? throw new RuleViolationException("not-your-seal", Text);
        if (from < context.Today || to < from)
        {
            throw new RuleViolationException("delegation-days", context.Today);
        }

        if (KeepersOn(context.Today).Any(row => row.UserId == person.UserId))
        {
            throw new RuleViolationException("keeper-already", person.Name);
        }

        if (DelegationsOf(keeper, context.Today).Any(row => row.From <= to && from <= row.To))
        {
            throw new RuleViolationException("delegation-overlaps", held.UserName);
        }

        var delegation = new SealKeeping
        {
            Id = context.NewId(),
            SealId = Id,
            UserId = person.UserId,
            UserName = person.Name,
            Kind = KeepingKind.Delegate,
            From = from,
            To = to,
            InPlaceOf = keeper,
            InPlaceOfName = held.UserName,
            Reason = reason.Trim(),
            GrantedBy = context.Actor.DisplayName,
            GrantedAt = context.At,
        };
        _keepings.Add(delegation);
        ChangedAt = context.At;
        return delegation;
    }

    /// <summary>Ends a delegation before its last day.</summary>
    internal SealKeeping EndDelegation(Guid keepingId, string reason, OperationContext context)
    {
        RequireReason(reason);
        var delegation = _keepings.SingleOrDefault(row => row.Id == keepingId && row.Kind == KeepingKind.Delegate && row.IsOpenOn(context.Today))
            ?? throw new NotFoundException(nameof(SealKeeping));
        delegation.End(reason.Trim(), context);
        ChangedAt = context.At;
        return delegation;
    }

    /// <summary>Refuses a unit's seal with fewer than two different keepers.</summary>
    internal static void RequireEnough(SealKind kind, IReadOnlyList<SealPerson> people)
    {
        if (kind == SealKind.Unit && people.DistinctBy(person => person.UserId).Count() < FewestKeepers)
        {
            throw new RuleViolationException("too-few-keepers", FewestKeepers);
        }
    }

    private void AppointFirst(IReadOnlyList<SealPerson> people, OperationContext context)
    {
        RequireEnough(Kind, people);
        foreach (var person in people.DistinctBy(person => person.UserId))
        {
            Add(person, context);
        }
    }

    private void Add(SealPerson person, OperationContext context)
    {
        _keepings.Add(new SealKeeping
        {
            Id = context.NewId(),
            SealId = Id,
            UserId = person.UserId,
            UserName = person.Name,
            Kind = KeepingKind.Keeper,
            From = context.Today,
            GrantedBy = context.Actor.DisplayName,
            GrantedAt = context.At,
        });
        ChangedAt = context.At;
    }

    private IEnumerable<SealKeeping> DelegationsOf(Guid keeper, DateOnly day) =>
        _keepings.Where(row => row.Kind == KeepingKind.Delegate && row.InPlaceOf == keeper && row.IsOpenOn(day));

    // A registration seal is the practitioner's alone (谁签章、谁负责).
    private void RequireUnitSeal()
    {
        if (Kind != SealKind.Unit)
        {
            throw new RuleViolationException("personal-seal", Text);
        }
    }

    private static void RequireReason(string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleViolationException("reason-missing");
        }
    }
}
