using System.Globalization;
using System.Reflection;

namespace Market.Signing.Tests.Validation;

public sealed class ReasonCatalogueTests
{
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");

    public static TheoryData<string> Codes { get; } = [.. ReasonCatalogue.Codes.Union(RefusalCodes)];

    private static IEnumerable<string> RefusalCodes => new[]
        {
            typeof(SealRefusedException),
            typeof(RevocationException),
            typeof(SealWarning),
            typeof(PdfFormatException),
            typeof(RepairNote),
            typeof(TimestampException),
        }
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
        .Where(constant => constant.IsLiteral)
        .Select(constant => (string)constant.GetRawConstantValue()!);

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_is_explained_in_both_languages(string code)
    {
        var chinese = ReasonCatalogue.Explain(code, Chinese);
        var english = ReasonCatalogue.Explain(code, English);

        Assert.EndsWith("。", chinese, StringComparison.Ordinal);
        Assert.EndsWith(".", english, StringComparison.Ordinal);
        Assert.Contains(chinese, character => character is >= '\u4E00' and <= '\u9FFF');
        Assert.DoesNotContain(english, character => character is >= '\u4E00' and <= '\u9FFF');
    }

    [Fact]
    public void A_change_is_explained_with_its_page()
    {
        var change = new Modification("page-content-changed", ObjectNumber: 7, Page: 2);

        Assert.Equal("第 2 页：页面内容被替换。", ReasonCatalogue.Explain(change, Chinese));
        Assert.Equal("Page 2: The content of a page was replaced.", ReasonCatalogue.Explain(change, English));
    }
}
