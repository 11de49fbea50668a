using Market.Marketplace.Catalogue;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;

namespace Market.Web.Features.Results;

/// <summary>Which of the reader's seals fit the next step of a result, and whether they may be used now.</summary>
/// <param name="Seals">Seals of the agency.</param>
/// <param name="Applications">Applications for the unit's seal on this result.</param>
internal sealed record SealChoice(ResultDetails Result, IReadOnlyList<SealRow> Seals, IReadOnlyList<SealApplicationRow> Applications)
{
    /// <summary>The step that is to be sealed now.</summary>
    public SealingStep? Next => Result.Steps.OrderBy(step => step.Order).FirstOrDefault(step => !step.IsDone);

    /// <summary>The reader's own seals.</summary>
    public List<SealRow> Mine => [.. Seals.Where(seal => seal.Mine)];

    /// <summary>Those that fit the step.</summary>
    public List<SealRow> Fitting =>
    [
        .. Mine.Where(seal => seal.Kind == Next?.Kind
            && (Next.RegistrationTitle is null || Next.RegistrationTitle == seal.RegistrationTitle)),
    ];

    /// <summary>The seal that was picked; until one is, the first that can be used, so that nobody starts with a lost one.</summary>
    public SealRow? Chosen(Guid? id) =>
        Fitting.Find(seal => seal.Id == id) ?? Fitting.Find(seal => seal is { Status: SealStatus.Active, DaysLeft: >= 0 }) ?? Fitting.FirstOrDefault();

    /// <summary>The application that the reader may approve in the same go.</summary>
    public SealApplicationRow? Pending => IsApproved || Fitting.Count == 0 ? null
        : Applications.FirstOrDefault(row => row.Status == SealApplicationStatus.Pending && row.MayDecide);

    /// <summary>Whether the unit's seal still waits for an application that the reader can do nothing about.</summary>
    public bool IsUnapproved => !IsApproved && Pending is null;

    private bool IsApproved => Next?.Kind != SealKind.Unit || Applications.Any(row => row.Status == SealApplicationStatus.Approved);
}
