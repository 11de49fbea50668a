using System.Globalization;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;

namespace Market.Marketplace.OpenContracting;

/// <summary>Procurements in the words of the Open Contracting Data Standard 1.1.</summary>
internal static class OcdsReleases
{
    /// <summary>统一社会信用代码. The standard's list of registers has no entry for it, so the scheme is local.</summary>
    public const string CreditCodes = "CN-USCC";

    private const string Yuan = "CNY";
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    /// <summary>The release of a published procurement as it stands.</summary>
    /// <param name="ownerCode">The owner's credit code.</param>
    public static OcdsRelease Of(Procurement row, string prefix, string ownerCode)
    {
        var buyer = new OcdsReference(PartyOf(ownerCode), row.OwnerName);
        var tenderers = row.Outcome?.Applicants.Select(Reference).ToList() ?? [];
        var award = AwardOf(row);
        return new OcdsRelease(
            $"{prefix}-{row.Number}", string.Create(CultureInfo.InvariantCulture, $"{row.Number}-{row.Version}"), LastChange(row), Tags(row, award),
            "tender", "zh", Parties(row, buyer, ownerCode), buyer, TenderOf(row, tenderers), award is null ? [] : [award]);
    }

    private static OcdsTender TenderOf(Procurement row, List<OcdsReference> tenderers) => new(
        row.Number, $"{row.ProjectName} · {row.ServiceItemName}", row.Terms.Content, StatusOf(row.Status),
        row.Terms.Method == SelectionMethod.Direct ? "direct" : "open", Wording.Of(row.Terms.Method, Chinese), "services",
        new OcdsValue(row.Terms.HighestAmount, Yuan), row.Terms.LowestAmount is { } lowest ? new OcdsValue(lowest, Yuan) : null,
        new OcdsPeriod(row.PublishedAt, row.SignUpUntil), row.PublicityUntil is { } until ? new OcdsPeriod(row.Outcome?.OpenedAt, until) : null,
        row.Outcome is null ? null : tenderers.Count, tenderers,
        [.. row.Revisions.Select((revision, index) => new OcdsAmendment(
            string.Create(CultureInfo.InvariantCulture, $"{row.Number}-A{index + 1}"), revision.At, revision.Reason))]);

    private static OcdsAward? AwardOf(Procurement row)
    {
        if (row.Outcome?.Winner is not { } winner || row.Status is ProcurementStatus.Failed or ProcurementStatus.Voided || row.WinnerId is null)
        {
            return null;
        }

        var status = row.Status is ProcurementStatus.Awarded or ProcurementStatus.Contracted ? "active" : "pending";
        return new OcdsAward(
            $"{row.Number}-{winner.CreditCode}", row.ServiceItemName, status, row.AwardedAt ?? row.Outcome.OpenedAt,
            new OcdsValue(winner.Amount ?? row.Terms.HighestAmount, Yuan), [Reference(winner)]);
    }

    private static List<OcdsOrganisation> Parties(Procurement row, OcdsReference buyer, string ownerCode)
    {
        List<OcdsOrganisation> parties = [new(buyer.Id, buyer.Name, new OcdsIdentifier(CreditCodes, ownerCode, buyer.Name), ["buyer", "procuringEntity"])];
        foreach (var applicant in row.Outcome?.Applicants ?? [])
        {
            var isSupplier = applicant.AgencyId == row.WinnerId;
            parties.Add(new OcdsOrganisation(
                PartyOf(applicant.CreditCode), applicant.Name, new OcdsIdentifier(CreditCodes, applicant.CreditCode, applicant.Name),
                isSupplier ? ["tenderer", "supplier"] : ["tenderer"]));
        }

        return parties;
    }

    private static IReadOnlyList<string> Tags(Procurement row, OcdsAward? award) => row.Status switch
    {
        ProcurementStatus.Voided => ["tenderCancellation"],
        ProcurementStatus.Failed => ["tenderUpdate"],
        _ when award is not null => ["tender", "award"],
        _ when row.Revisions.Count > 0 => ["tenderAmendment"],
        _ => ["tender"],
    };

    private static string StatusOf(ProcurementStatus status) => status switch
    {
        ProcurementStatus.Draft => "planned",
        ProcurementStatus.SigningUp or ProcurementStatus.Closed or ProcurementStatus.Drawing or ProcurementStatus.AwaitingOwner => "active",
        ProcurementStatus.Publicity or ProcurementStatus.Frozen or ProcurementStatus.Awarded or ProcurementStatus.Contracted => "complete",
        ProcurementStatus.Failed => "unsuccessful",
        ProcurementStatus.Voided => "cancelled",
    };

    private static DateTimeOffset LastChange(Procurement row)
    {
        IEnumerable<DateTimeOffset?> changes =
        [
            row.PublishedAt, row.Outcome?.OpenedAt, row.AwardedAt, row.EndedAt,
            .. row.Revisions.Select(revision => (DateTimeOffset?)revision.At),
            .. row.Objections.SelectMany(objection => new[] { objection.RaisedAt, objection.AnsweredAt }),
            .. row.Outcome?.Abandonments.Select(gone => (DateTimeOffset?)gone.At) ?? [],
        ];
        return changes.Max() ?? row.CreatedAt;
    }

    private static OcdsReference Reference(OpenedApplicant applicant) => new(PartyOf(applicant.CreditCode), applicant.Name);

    private static string PartyOf(string code) => $"{CreditCodes}-{code}";
}
