using System.CommandLine;

namespace Market.Cli;

/// <summary>Options that count something.</summary>
internal static class Positive
{
    /// <summary>A whole number from 1.</summary>
    public static Option<int> Option(string name, string unit, string description, int usual)
    {
        var option = new Option<int>(name) { Description = description, HelpName = unit, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var value) || value < 1))
            {
                result.AddError(Texts.Say("usage.positive", name));
            }
        });
        return option;
    }
}
