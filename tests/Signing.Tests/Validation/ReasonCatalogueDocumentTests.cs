using System.Globalization;
using System.Resources;
using System.Text;

namespace Market.Signing.Tests.Validation;

/// <summary>docs/reason-codes.md is the catalogue itself.</summary>
public sealed class ReasonCatalogueDocumentTests
{
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");

    [Fact]
    [Trait("Category", "Docs")]
    public void The_document_of_reason_codes_is_current()
    {
        var path = Path.Combine(Repository(), "docs", "reason-codes.md");
        var rendered = Render();
        if (Environment.GetEnvironmentVariable("MARKET_WRITE_DOCS") is not null)
        {
            File.WriteAllText(path, rendered);
            return;
        }

        Assert.True(File.Exists(path), $"{path} is missing: ./dev docs writes it.");
        Assert.Equal(rendered, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    private static string Render()
    {
        var text = new StringBuilder("# Reason codes\n\n");
        text.Append("Rendered from `ReasonCatalogue` by `./dev docs`. A *failing* code alone makes a validation fail; a *doubtful* one keeps it from passing; a *note* decides nothing.\n");
        foreach (var (title, codes) in new[]
        {
            ("Fails", Sorted(ReasonCatalogue.Fails)),
            ("Doubtful", Sorted(code => !ReasonCatalogue.Fails(code) && !ReasonCatalogue.IsNote(code))),
            ("Notes", Sorted(ReasonCatalogue.IsNote)),
            ("Refusals, warnings and other words", OtherCodes()),
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| code | 中文 | English |\n|---|---|---|\n");
            foreach (var code in codes)
            {
                text.Append(CultureInfo.InvariantCulture, $"| `{code}` | {Cell(code, Chinese)} | {Cell(code, English)} |\n");
            }
        }

        return text.ToString();
    }

    private static List<string> Sorted(Func<string, bool> filter) => [.. ReasonCatalogue.Codes.Where(filter).Order(StringComparer.Ordinal)];

    /// <summary>Everything else the catalogue explains, such as why a seal was not made.</summary>
    private static List<string> OtherCodes()
    {
        var sentences = new ResourceManager("Market.Signing.ReasonCodes", typeof(ReasonCatalogue).Assembly)
            .GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)!;
        return
        [
            .. sentences.Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key)
                .Except(ReasonCatalogue.Codes).Order(StringComparer.Ordinal),
        ];
    }

    private static string Cell(string code, CultureInfo culture) => ReasonCatalogue.Explain(code, culture).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Repository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Market.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return directory.FullName;
    }
}
