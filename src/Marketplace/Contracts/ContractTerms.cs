using System.Globalization;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;

namespace Market.Marketplace.Contracts;

/// <summary>What the two sides agree on. Price, scope and period come from the award and may not differ from it (招标投标法第
/// 四十六条 by analogy); the rest is theirs to settle.</summary>
public sealed record ContractTerms
{
    private const int LongestClause = 2000;

    /// <summary>合同价款, yuan.</summary>
    public required decimal Amount { get; init; }

    /// <summary>服务内容.</summary>
    public required string Scope { get; init; }

    /// <summary>服务期限 in working days from the signing.</summary>
    public required int ServiceWorkingDays { get; init; }

    /// <summary>成果要求.</summary>
    public required string Deliverable { get; init; }

    /// <summary>付款方式.</summary>
    public required string Payment { get; init; }

    /// <summary>违约责任.</summary>
    public required string Breach { get; init; }

    /// <summary>争议解决.</summary>
    public required string Disputes { get; init; }

    /// <summary>其他约定.</summary>
    public string? Other { get; init; }

    /// <summary>The template, filled from the award and the item under which it was bought.</summary>
    internal static ContractTerms From(Procurement procurement, ServiceItem item) => new()
    {
        Amount = procurement.AwardAmount!.Value,
        Scope = procurement.Terms.Content,
        ServiceWorkingDays = procurement.Terms.ServiceWorkingDays,
        Deliverable = $"{item.Terms.Deliverable}。成果须按中介服务事项清单的用章方案加盖电子印章，并通过中介服务超市送达。",
        Payment = "合同签订后 10 个工作日内支付合同价款的 30%；成果通过核验并由甲方签收后 10 个工作日内付清余款。",
        Breach = "乙方逾期提交成果的，每逾期一个工作日按合同价款的 0.5‰ 支付违约金；甲方逾期付款的，按同一比例支付违约金。",
        Disputes = "因本合同发生的争议由双方协商解决；协商不成的，向项目所在地人民法院起诉。",
    };

    /// <summary>Refuses terms that differ from the award, and clauses that are missing.</summary>
    internal void RequireAsAwarded(Procurement procurement)
    {
        if (Amount != procurement.AwardAmount)
        {
            throw Differs("合同价款", Yuan(procurement.AwardAmount!.Value), Yuan(Amount));
        }

        if (Scope.ReplaceLineEndings("\n").Trim() != procurement.Terms.Content.ReplaceLineEndings("\n").Trim())
        {
            throw Differs("服务内容", procurement.Terms.Content, Scope);
        }

        if (ServiceWorkingDays != procurement.Terms.ServiceWorkingDays)
        {
            throw Differs(
                "服务期限", procurement.Terms.ServiceWorkingDays.ToString(CultureInfo.InvariantCulture), ServiceWorkingDays.ToString(CultureInfo.InvariantCulture));
        }

        if (new[] { Deliverable, Payment, Breach, Disputes }.Any(clause => string.IsNullOrWhiteSpace(clause) || clause.Length > LongestClause)
            || Other?.Length > LongestClause)
        {
            throw new RuleViolationException("contract-clause", LongestClause);
        }

        RequireNoOtherPrice(procurement.AwardAmount!.Value);
    }

    // A side letter in the free clauses would undo the award: another total is refused wherever it stands.
    private void RequireNoOtherPrice(decimal awarded)
    {
        foreach (var clause in new[] { Deliverable, Payment, Breach, Disputes, Other ?? "" })
        {
            if (ContractPrices.In(clause).FirstOrDefault(price => price.IsTotal && price.Amount != awarded) is { } other)
            {
                throw Differs("合同价款", Yuan(awarded), other.Text);
            }
        }
    }

    private static RuleViolationException Differs(string what, string awarded, string given) => new("contract-differs", what, awarded, given);

    private static string Yuan(decimal amount) => amount.ToString("N2", CultureInfo.InvariantCulture);
}
