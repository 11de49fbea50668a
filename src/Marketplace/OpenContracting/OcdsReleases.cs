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
        var awards = AwardsOf(row);
        return new OcdsRelease(
            $"{prefix}-{row.Number}", string.Create(CultureInfo.InvariantCulture, $"{row.Number}-{row.Version}"), LastChange(row), Tags(row, awards),
            "tender", "zh", Parties(row, buyer, ownerCode), buyer, TenderOf(row, tenderers), awards);
    }

    /// <summary>All releases of a published procurement, the oldest first: each edition of its notice, and how it stands.</summary>
    public static IReadOnlyList<OcdsRelease> HistoryOf(Procurement row, string prefix, string ownerCode)
    {
        var now = Of(row, prefix, ownerCode);
        var editions = ProcurementVersions.OfNotice(row.PublishedAt, row.Revisions, row.Terms, row.SignUpUntil);

        // While signing up is open the last edition is how it stands.
        return [.. editions.Take(editions.Count - (row.Status == ProcurementStatus.SigningUp ? 1 : 0)).Select(EditionOf), now];

        OcdsRelease EditionOf(NoticeVersion edition) => now with
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{row.Number}-N{edition.Number}"),
            Date = edition.At,
            Tag = [edition.Number == 1 ? "tender" : "tenderAmendment"],
            Parties = [now.Parties[0]],
            Tender = TenderOf(row, []) with
            {
                Description = edition.Terms.Content,
                Status = "active",
                ProcurementMethod = MethodOf(edition.Terms),
                ProcurementMethodDetails = Wording.Of(edition.Terms.Method, Chinese),
                Value = new OcdsValue(edition.Terms.HighestAmount, Yuan),
                MinValue = edition.Terms.LowestAmount is { } lowest ? new OcdsValue(lowest, Yuan) : null,
                TenderPeriod = new OcdsPeriod(row.PublishedAt, edition.SignUpUntil),
                AwardPeriod = null,
                NumberOfTenderers = null,
                Amendments = [.. now.Tender.Amendments.Take(edition.Number - 1)],
            },
            Awards = [],
        };
    }

    private static string MethodOf(ProcurementTerms terms) => terms.Method == SelectionMethod.Direct ? "direct" : "open";

    private static OcdsTender TenderOf(Procurement row, List<OcdsReference> tenderers) => new(
        row.Number, $"{row.ProjectName} · {row.ServiceItemName}", row.Terms.Content, StatusOf(row.Status),
        MethodOf(row.Terms), Wording.Of(row.Terms.Method, Chinese), "services",
        new OcdsValue(row.Terms.HighestAmount, Yuan), row.Terms.LowestAmount is { } lowest ? new OcdsValue(lowest, Yuan) : null,
        new OcdsPeriod(row.PublishedAt, row.SignUpUntil), row.PublicityUntil is { } until ? new OcdsPeriod(row.Outcome?.OpenedAt, until) : null,
        row.Outcome is null ? null : tenderers.Count, tenderers,
        [.. row.Revisions.Select((revision, index) => new OcdsAmendment(
            string.Create(CultureInfo.InvariantCulture, $"{row.Number}-A{index + 1}"), revision.At, revision.Reason))]);

    // Results that were given up or struck down stay, as cancelled: a reader who saw them learns what became of them.
    private static List<OcdsAward> AwardsOf(Procurement row)
    {
        if (row.Outcome is not { Order.Count: > 0 } outcome)
        {
            return [];
        }

        var awards = outcome.Abandonments.Select(gone => Award(outcome.Of(gone.Code), "cancelled", gone.At)).ToList();
        if (outcome.Winner is { } winner)
        {
            awards.Add(row switch
            {
                { Status: ProcurementStatus.Failed or ProcurementStatus.Voided } => Award(winner, "cancelled", row.EndedAt ?? outcome.OpenedAt),
                { Status: ProcurementStatus.Awarded or ProcurementStatus.Contracted } => Award(winner, "active", row.AwardedAt ?? outcome.OpenedAt),
                _ => Award(winner, "pending", outcome.OpenedAt),
            });
        }

        return awards;

        OcdsAward Award(OpenedApplicant supplier, string status, DateTimeOffset date) => new(
            $"{row.Number}-{supplier.CreditCode}", row.ServiceItemName, status, date, new OcdsValue(supplier.Amount ?? row.Terms.HighestAmount, Yuan), [Reference(supplier)]);
    }

    private static List<OcdsOrganisation> Parties(Procurement row, OcdsReference buyer, string ownerCode)
    {
        List<OcdsOrganisation> parties = [new(buyer.Id, buyer.Name, new OcdsIdentifier(CreditCodes, ownerCode, buyer.Name), ["buyer", "procuringEntity"])];
        HashSet<string> suppliers = row.Outcome is { Order.Count: > 0 } outcome
            ? [.. outcome.Abandonments.Select(gone => gone.Code), .. outcome.Winner is { } winner ? new[] { winner.CreditCode } : []]
            : [];
        foreach (var applicant in row.Outcome?.Applicants ?? [])
        {
            var isSupplier = suppliers.Contains(applicant.CreditCode);
            parties.Add(new OcdsOrganisation(
                PartyOf(applicant.CreditCode), applicant.Name, new OcdsIdentifier(CreditCodes, applicant.CreditCode, applicant.Name),
                isSupplier ? ["tenderer", "supplier"] : ["tenderer"]));
        }

        return parties;
    }

    private static List<string> Tags(Procurement row, List<OcdsAward> awards)
    {
        List<string> tags = row.Status switch
        {
            ProcurementStatus.Voided => ["tenderCancellation"],
            ProcurementStatus.Failed => ["tenderUpdate"],
            _ when awards.Count > 0 => ["tender", "award"],
            _ when row.Revisions.Count > 0 => ["tenderAmendment"],
            _ => ["tender"],
        };
        return awards.Any(award => award.Status == "cancelled") ? [.. tags, "awardCancellation"] : tags;
    }

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
