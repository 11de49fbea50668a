using System.Globalization;
using System.Text;
using Market.Marketplace.PersonalData;
using Market.Marketplace.RulePacks;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.PersonalData;

public sealed class PersonalDataTableTests
{
    [Fact]
    [Trait("Category", "Docs")]
    public void The_rendered_table_of_personal_data_is_current()
    {
        var table = new StringBuilder(
            "# Personal data\n\nRendered from `PersonalDataTable`; `./dev docs` writes it anew. `/privacy` shows the same table to everybody, and the daily work keeps to its days.\nThe days come from the rule pack (here: Hunan, a sample); `/people` shows the operator what has been erased and what comes next.\n"
            + "The number of an identity card is never stored: the scan is compared and deleted.\n\n| data | purpose | basis | seen by | kept |\n|---|---|---|---|---|\n");
        foreach (var field in PersonalDataTable.Under(RulePack.Named("hunan").PersonalData))
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"| {field.Data.English} ({field.Data.Chinese}) | {field.Purpose.English} | {field.Basis.English} | {field.Seen.English} | {field.Kept.English} |");
        }

        RenderedDocument.AssertCurrent("personal-data.md", table.ToString().ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("许岚", "许*")]
    [InlineData("欧阳澈", "欧**")]
    [InlineData(" 李 ", "李")]
    [InlineData("", "")]
    public void The_public_sees_the_first_character_of_a_name(string name, string shown) => Assert.Equal(shown, PersonName.Masked(name));
}
