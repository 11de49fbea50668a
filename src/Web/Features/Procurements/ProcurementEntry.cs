using Market.Marketplace.Procurements;

namespace Market.Web.Features.Procurements;

/// <summary>A requirement while it is typed.</summary>
public sealed class ProcurementEntry
{
    public Guid ProjectId { get; set; }

    public string ItemCode { get; set; } = "";

    public SelectionMethod Method { get; set; } = SelectionMethod.Random;

    public FundSource Funds { get; set; } = FundSource.Private;

    public string Content { get; set; } = "";

    public int? WorkingDays { get; set; }

    public decimal? Lowest { get; set; }

    public decimal? Highest { get; set; }

    public int? BigList { get; set; }

    public int? SmallList { get; set; }

    public IList<Exclusion> Exclusions { get; init; } = [];

    public Guid? DirectAgencyId { get; set; }

    public string? DirectAgencyName { get; set; }

    public string? DirectReason { get; set; }

    /// <summary>Whether it can be kept as a draft; the marketplace checks everything.</summary>
    public bool IsComplete => ProjectId != Guid.Empty && ItemCode.Length > 0 && !string.IsNullOrWhiteSpace(Content) && WorkingDays > 0 && Highest > 0
        && (Method != SelectionMethod.Credit || (BigList > 0 && SmallList > 0))
        && (Method != SelectionMethod.Direct || (DirectAgencyId is not null && !string.IsNullOrWhiteSpace(DirectReason)));

    public static ProcurementEntry Of(ProcurementTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return new ProcurementEntry
        {
            ProjectId = terms.ProjectId,
            ItemCode = terms.ServiceItemCode,
            Method = terms.Method,
            Funds = terms.Funds,
            Content = terms.Content,
            WorkingDays = terms.ServiceWorkingDays,
            Lowest = terms.LowestAmount,
            Highest = terms.HighestAmount,
            BigList = terms.BigList,
            SmallList = terms.SmallList,
            Exclusions = [.. terms.Exclusions],
            DirectAgencyId = terms.DirectAgencyId,
            DirectReason = terms.DirectReason,
        };
    }

    /// <summary>The terms; what the method does not ask for is left out.</summary>
    public ProcurementTerms ToTerms() => new()
    {
        ProjectId = ProjectId,
        ServiceItemCode = ItemCode,
        Method = Method,
        Funds = Funds,
        Content = Content.Trim(),
        ServiceWorkingDays = WorkingDays ?? 0,
        LowestAmount = Lowest,
        HighestAmount = Highest ?? 0,
        BigList = Method == SelectionMethod.Credit ? BigList : null,
        SmallList = Method == SelectionMethod.Credit ? SmallList : null,
        Exclusions = [.. Exclusions],
        DirectAgencyId = Method == SelectionMethod.Direct ? DirectAgencyId : null,
        DirectReason = Method == SelectionMethod.Direct ? DirectReason?.Trim() : null,
    };
}
