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

    /// <summary>The reader's own seals for it.</summary>
    public List<SealRow> Fitting =>
    [
        .. Seals.Where(seal => seal.Mine && seal.Kind == Next?.Kind
            && (Next.RegistrationTitle is null || Next.RegistrationTitle == seal.RegistrationTitle)),
    ];

    /// <summary>The application that the reader may approve in the same go.</summary>
    public SealApplicationRow? Pending => IsApproved || Fitting.Count == 0 ? null
        : Applications.FirstOrDefault(row => row.Status == SealApplicationStatus.Pending && row.MayDecide);

    /// <summary>Whether the unit's seal still waits for an application that the reader can do nothing about.</summary>
    public bool IsUnapproved => !IsApproved && Pending is null;

    private bool IsApproved => Next?.Kind != SealKind.Unit || Applications.Any(row => row.Status == SealApplicationStatus.Approved);
}
