using Market.Marketplace.Calendars;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Market.Marketplace.RulePacks;

namespace Market.Marketplace.Contracts;

/// <summary>The contract of an award (中介服务合同): drawn up from a template by the owner, confirmed by the agency, sealed by both,
/// filed. Its file changes by seals only.</summary>
public sealed partial class ServiceContract : IAggregate
{
    private ServiceContract()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Number shown to people.</summary>
    public string Number { get; private init; } = "";

    /// <summary>The procurement.</summary>
    public Guid ProcurementId { get; private init; }

    /// <summary>Its number.</summary>
    public string ProcurementNumber { get; private init; } = "";

    /// <summary>The project.</summary>
    public Guid ProjectId { get; private init; }

    /// <summary>The project's name.</summary>
    public string ProjectName { get; private init; } = "";

    /// <summary>The item's name.</summary>
    public string ServiceItemName { get; private init; } = "";

    /// <summary>甲方.</summary>
    public Guid OwnerId { get; private init; }

    /// <summary>乙方.</summary>
    public Guid AgencyId { get; private init; }

    /// <summary>What is agreed.</summary>
    public ContractTerms Terms { get; private set; } = null!;

    /// <summary>Both sides, the owner first.</summary>
    public IReadOnlyList<ContractSide> Sides { get; private set; } = [];

    /// <summary>How it stands.</summary>
    public ContractStatus Status { get; private set; }

    /// <summary>When the text was first offered.</summary>
    public DateTimeOffset OfferedAt { get; private init; }

    /// <summary>Why the agency returned the text last.</summary>
    public string? ReturnReason { get; private set; }

    /// <summary>When both sides wanted the same text.</summary>
    public DateTimeOffset? AgreedAt { get; private set; }

    /// <summary>Digest of the file as it is now; none before the text was agreed.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>Its size.</summary>
    public long Size { get; private set; }

    /// <summary>Where the seals belong on the last page, millimetres from its upper edge.</summary>
    public double SealLineMillimetres { get; private set; }

    /// <summary>The first instant that is too late for signing.</summary>
    public DateTimeOffset SignUntil { get; private init; }

    /// <summary>When the second seal was put on and both were verified.</summary>
    public DateTimeOffset? SignedAt { get; private set; }

    /// <summary>The service is due by then.</summary>
    public Deadline? ServiceDeadline { get; private set; }

    /// <summary>The first instant that is too late for filing.</summary>
    public DateTimeOffset? FileUntil { get; private set; }

    /// <summary>备案号.</summary>
    public string? FilingNumber { get; private set; }

    /// <summary>When it was filed.</summary>
    public DateTimeOffset? FiledAt { get; private set; }

    /// <summary>Whether it was signed after its last day.</summary>
    public bool IsLate => SignedAt >= SignUntil;

    internal static ServiceContract Offer(Procurement procurement, ContractTerms terms, string ownerCode, OperationContext context)
    {
        if (procurement.Status != ProcurementStatus.Awarded)
        {
            throw new RuleViolationException("contract-not-awarded", procurement.Number);
        }

        terms.RequireAsAwarded(procurement);
        var winner = procurement.Outcome!.Winner!;
        return new ServiceContract
        {
            Id = context.NewId(),
            Number = Numbers.Next("HT", context),
            ProcurementId = procurement.Id,
            ProcurementNumber = procurement.Number,
            ProjectId = procurement.Terms.ProjectId,
            ProjectName = procurement.ProjectName,
            ServiceItemName = procurement.ServiceItemName,
            OwnerId = procurement.OwnerId,
            AgencyId = winner.AgencyId,
            Terms = terms,
            Sides =
            [
                AgreedBy(new ContractSide(ContractParty.Owner, procurement.OwnerId, procurement.OwnerName, ownerCode), context),
                new ContractSide(ContractParty.Agency, winner.AgencyId, winner.Name, winner.CreditCode),
            ],
            Status = ContractStatus.Offered,
            OfferedAt = context.At,
            SignUntil = procurement.ContractDueAt!.Value,
        };
    }

    /// <summary>Offers another text; what the agency had agreed to is gone.</summary>
    internal void OfferAgain(Procurement procurement, ContractTerms terms, OperationContext context)
    {
        terms.RequireAsAwarded(procurement);
        Move(ContractAction.Offer);
        Terms = terms;
        Sides = [AgreedBy(Sides[0], context), Sides[1] with { AgreedById = null, AgreedBy = null, AgreedAt = null }];
    }

    internal void Return(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleViolationException("reason-missing");
        }

        Move(ContractAction.Return);
        ReturnReason = reason.Trim();
    }

    /// <summary>The agency wants this text: its file is made, and nothing of it changes any more.</summary>
    internal void Confirm(StoredBlob file, double sealLine, OperationContext context)
    {
        Move(ContractAction.Confirm);
        Sides = [Sides[0], AgreedBy(Sides[1], context)];
        (AgreedAt, Sha256, Size, SealLineMillimetres) = (context.At, file.Sha256, file.Size, sealLine);
    }

    /// <summary>The side of an organisation that has not sealed yet.</summary>
    internal ContractSide SideToSeal(Guid organisation)
    {
        var side = Sides.SingleOrDefault(row => row.OrganisationId == organisation) ?? throw new NotFoundException(nameof(ServiceContract));
        if (!ContractLifecycle.TryMove(Status, ContractAction.Seal, out _))
        {
            throw new RuleViolationException("contract-state", Status, ContractAction.Seal);
        }

        return side.IsSealed ? throw new RuleViolationException("contract-sealed", side.Name) : side;
    }

    /// <summary>Takes the file with one more seal on it.</summary>
    internal void TakeSealed(ContractSide side, StoredBlob file)
    {
        Move(ContractAction.Seal);
        Sides = [.. Sides.Select(row => row.Party == side.Party ? side : row)];
        (Sha256, Size) = (file.Sha256, file.Size);
    }

    /// <summary>Both seals are on it and proved good: it binds, and its periods begin.</summary>
    internal void Complete(RulePack rules, OperationContext context)
    {
        Move(ContractAction.Complete);
        SignedAt = context.At;
        ServiceDeadline = WorkingCalendar.Official.DeadlineAfter(context.Today, Terms.ServiceWorkingDays);
        FileUntil = WorkingCalendar.Official.DeadlineAfter(context.Today, rules.FilingWorkingDays.Value).DueAt;
    }

    internal void File(OperationContext context)
    {
        Move(ContractAction.File);
        FilingNumber = Numbers.Next("BA", context);
        FiledAt = context.At;
    }

    internal void Lapse() => Move(ContractAction.Lapse);

    private static ContractSide AgreedBy(ContractSide side, OperationContext context) =>
        side with { AgreedById = context.Actor.UserId, AgreedBy = context.Actor.DisplayName, AgreedAt = context.At };

    private void Move(ContractAction action)
    {
        if (!ContractLifecycle.TryMove(Status, action, out var next))
        {
            throw new RuleViolationException("contract-state", Status, action);
        }

        Status = next;
    }
}
