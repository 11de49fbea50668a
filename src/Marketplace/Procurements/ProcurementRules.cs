using Market.Marketplace.Operations;
using Market.Marketplace.RulePacks;

namespace Market.Marketplace.Procurements;

/// <summary>Whether a region's rules let a requirement be published as it is.</summary>
internal static class ProcurementRules
{
    /// <summary>Refuses a method that the money does not allow, a direct selection beyond its limits, a small list that is
    /// too small.</summary>
    public static void Require(ProcurementTerms terms, RulePack rules, int earlierFailures)
    {
        if (rules.RuleFor(terms.Method) is not { } rule)
        {
            throw new RuleViolationException("method-not-here", terms.Method, rules.Name);
        }

        // Two failures in a row open the way for public money too; private money has a limit instead.
        var afterFailures = terms.Method == SelectionMethod.Direct && earlierFailures >= rules.FailuresBeforeDirect.Value;
        if (!rule.Funds.Contains(terms.Funds) && !afterFailures)
        {
            throw new RuleViolationException("method-not-for-funds", terms.Method, terms.Funds, rules.Name);
        }

        if (terms.Method == SelectionMethod.Direct && !afterFailures && terms.HighestAmount > rules.DirectLimitYuan.Value)
        {
            throw new RuleViolationException("direct-limit", rules.DirectLimitYuan.Value);
        }

        if (terms is { Method: SelectionMethod.Credit, Funds: not FundSource.Private } && terms.SmallList < rules.SmallListMinimum.Value)
        {
            throw new RuleViolationException("small-list", rules.SmallListMinimum.Value);
        }
    }
}
