using System.CommandLine;

namespace Market.Cli;

/// <summary>Options that count something.</summary>
internal static class Positive
{
    /// <summary>A whole number from 1.</summary>
    public static Option<int> Option(string name, string unit, string description, int usual)
    {
        var option = new Option<int>(name) { Description = description, HelpName = unit, DefaultValueFactory = _ => usual };
        Check(option);
        return option;
    }

    /// <summary>A whole number from 1; null when it is left out.</summary>
    public static Option<int?> Optional(string name, string unit, string description)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = unit };
        Check(option);
        return option;
    }

    private static void Check(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var value) || value < 1))
        {
            result.AddError(Texts.Say("usage.positive", option.Name));
        }
    });
}
