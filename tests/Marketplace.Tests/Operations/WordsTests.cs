using System.Globalization;
using System.Text.RegularExpressions;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Operations;

public sealed partial class WordsTests
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    [Fact]
    public void Every_sentence_exists_in_both_languages()
    {
        Assert.Equal(Refusals.Codes(CultureInfo.InvariantCulture).Order(StringComparer.Ordinal), Refusals.Codes(English).Order(StringComparer.Ordinal));
        Assert.Equal(Wording.Keys(CultureInfo.InvariantCulture).Order(StringComparer.Ordinal), Wording.Keys(English).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_refusal_in_the_code_has_its_sentence()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(RenderedDocument.Repository, "src", "Marketplace"), "*.cs", SearchOption.AllDirectories);

        var used = sources.SelectMany(file => Thrown().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Distinct();

        Assert.Empty(used.Except(Refusals.Codes(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Every_ledger_entry_and_every_status_has_its_words()
    {
        Type[] shown =
        [
            typeof(Market.Marketplace.Ledger.LedgerKind), typeof(Market.Marketplace.TaskOrders.TaskOrderStatus),
            typeof(Market.Marketplace.TaskOrders.TaskOrderAction), typeof(Market.Marketplace.Results.ResultStatus),
            typeof(Market.Marketplace.ApprovalCases.CaseStatus), typeof(Market.Marketplace.ApprovalCases.CaseAction),
            typeof(Market.Marketplace.Panels.SkipReason), typeof(Market.Marketplace.Verification.CheckKind),
            typeof(Market.Marketplace.Verification.CheckOutcome), typeof(Market.Marketplace.Verification.Verdict), typeof(Role),
            typeof(Market.Marketplace.Supervision.TileKind), typeof(Market.Marketplace.Results.DefectKind),
            typeof(Market.Marketplace.Seals.SealStatus), typeof(Market.Marketplace.Seals.SealApplicationStatus),
            typeof(Market.Marketplace.Seals.KeepingKind), typeof(Market.Marketplace.Seals.SealForm),
            typeof(Market.Marketplace.Results.LaterDecisionKind), typeof(Market.Marketplace.Trust.TrustPurpose), typeof(Market.Marketplace.Trust.TrustStatus),
            typeof(Market.Marketplace.Procurements.SelectionMethod), typeof(Market.Marketplace.Procurements.FundSource),
            typeof(Market.Marketplace.Procurements.EligibilityRule), typeof(Market.Marketplace.Procurements.ProcurementStatus),
            typeof(Market.Marketplace.Procurements.ProcurementAction), typeof(Market.Marketplace.Contracts.ContractStatus),
            typeof(Market.Marketplace.Complaints.ComplaintStatus), typeof(Market.Marketplace.Complaints.ComplaintRemedy),
            typeof(Market.Marketplace.Contracts.ContractAction), typeof(Market.Marketplace.Contracts.ContractParty), typeof(Market.Marketplace.Selection.OfferStanding),
            typeof(Market.Marketplace.Selection.DrawStatus), typeof(Market.Marketplace.Selection.DrawContributor),
            typeof(Market.Marketplace.Albums.SheetOutcome), typeof(Market.Marketplace.Albums.SheetKind),
            typeof(Market.Marketplace.Albums.SheetFilter), typeof(Market.Marketplace.Albums.SealBatchStatus),
            typeof(Market.Marketplace.Albums.SealBatchItemStatus),
            typeof(Market.Marketplace.Elements.ElementKind), typeof(Market.Marketplace.Elements.ElementOutcome),
            typeof(Market.Marketplace.ProjectBoxes.ArtifactKind), typeof(Market.Marketplace.Seals.SealWarningKind), typeof(Market.Marketplace.Seals.SealAction),
            typeof(Market.Marketplace.Agencies.Window.AgencyFacet), typeof(Market.Marketplace.Agencies.Window.AgencyOrder),
            typeof(Market.Marketplace.Seals.SealWarningKind), typeof(Market.Marketplace.Seals.SealAction),
        ];

        var keys = shown.SelectMany(type => Enum.GetNames(type).Select(name => $"{type.Name}.{name}"))
            .Concat(Enum.GetNames<Market.Marketplace.Ledger.LedgerKind>().Select(name => $"Timeline.{name}"));

        Assert.Empty(keys.Except(Wording.Keys(CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex("RuleViolationException\\(\\s*\"([a-z-]+)\"")]
    private static partial Regex Thrown();
}
