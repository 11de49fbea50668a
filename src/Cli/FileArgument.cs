using System.CommandLine;

namespace Market.Cli;

/// <summary>The files a command works on. A misspelt option must not pass for one of them.</summary>
internal static class FileArgument
{
    /// <param name="args">The whole command line: what stands behind a lone <c>--</c> is a file whatever it looks like.</param>
    public static Argument<string[]> Create(string name, string description, IReadOnlyList<string> args)
    {
        var options = args.TakeWhile(arg => arg != "--").Where(arg => arg.StartsWith('-')).ToHashSet(StringComparer.Ordinal);
        var files = new Argument<string[]>(name) { Description = description, Arity = ArgumentArity.OneOrMore };
        files.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => options.Contains(token.Value)))
            {
                result.AddError(Texts.Say("usage.unknown-option", token.Value));
            }
        });
        return files;
    }
}
