using System.Globalization;
using System.Text.RegularExpressions;

namespace Market.Marketplace.Contracts;

/// <summary>An amount of money found in a clause.</summary>
/// <param name="IsTotal">Whether the clause calls it the price of the whole contract.</param>
internal sealed record WrittenPrice(string Text, decimal Amount, bool IsTotal);

/// <summary>Finds amounts that a clause names as the contract's price, such as 合同总价 120,000 元 or 价款为12万元.</summary>
internal static partial class ContractPrices
{
    private const decimal TenThousand = 10_000m;

    public static IEnumerable<WrittenPrice> In(string clause)
    {
        foreach (Match match in Amounts().Matches(clause))
        {
            var digits = match.Groups["digits"].Value.Replace(",", "", StringComparison.Ordinal).Replace("，", "", StringComparison.Ordinal);
            if (decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                yield return new WrittenPrice(
                    match.Value, match.Groups["unit"].Value == "万元" ? number * TenThousand : number, match.Groups["total"].Success);
            }
        }
    }

    [GeneratedRegex(@"(?<total>(合同(总)?(价款|价|金额|总额)|总价款?)(调整|变更|增加|减少)?(为|至|到|是|：|:)?\s*(人民币|￥|¥)?\s*)?(?<digits>\d[\d,，]*(\.\d+)?)\s*(?<unit>万元|元)", RegexOptions.ExplicitCapture)]
    private static partial Regex Amounts();
}
