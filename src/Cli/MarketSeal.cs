using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using Market.Cli.Extending;
using Market.Cli.Inspecting;
using Market.Cli.Sealing;
using Market.Cli.Verifying;

namespace Market.Cli;

/// <summary>The tool: seals PDF documents and verifies sealed ones.</summary>
internal static class MarketSeal
{
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken ct = default)
    {
        CultureInfo.CurrentUICulture = Language.Of(args, Environment.GetEnvironmentVariable);
        var root = Root(terminal, args);
        // A file may be called @something: no argument is read from a file.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && !AsksForHelp(args))
        {
            foreach (var error in parsed.Errors)
            {
                terminal.Error.WriteLine(error.Message);
            }

            terminal.Error.WriteLine(Texts.Say("usage.see-help", NameOf(parsed)));
            return ExitCodes.Usage;
        }

        // Most often a variable of a script that holds nothing.
        if (args.Any(string.IsNullOrWhiteSpace))
        {
            terminal.Error.WriteLine(Texts.Say("usage.empty"));
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false }, ct);
        }
        catch (UsageException refusal)
        {
            terminal.Error.WriteLine(refusal.Message);
            return ExitCodes.Usage;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk, a pipe nobody reads any more, a folder that may not be written.
            terminal.Error.WriteLine(exception.Message);
            return ExitCodes.Refused;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine(Texts.Say("cancelled"));
            return ExitCodes.Refused;
        }
    }

    private static RootCommand Root(Terminal terminal, IReadOnlyList<string> args)
    {
        var root = new RootCommand(Texts.Say("root"))
        {
            new Option<string>("--lang") { Description = Texts.Say("option.lang"), HelpName = "zh-CN|en", Recursive = true },
            SealCommand.Create(terminal, args),
            ExtendCommand.Create(terminal, args),
            VerifyCommand.Create(terminal, args),
            InspectCommand.Create(terminal, args),
        };
        foreach (var command in root.Subcommands)
        {
            WithExamples(command);
        }

        return root;
    }

    /// <summary>Help ends with examples: most people look for one that is near to what they want.</summary>
    private static void WithExamples(Command command)
    {
        var help = new HelpOption { Description = Texts.Say("option.help") };
        help.Action = new HelpWithExamples((HelpAction)help.Action!, Texts.Say($"{command.Name}.examples"));
        command.Add(help);
    }

    private static bool AsksForHelp(IReadOnlyList<string> args) =>
        args.TakeWhile(arg => arg != "--").Any(arg => arg is "--help" or "-h" or "-?" or "/?" or "/h");

    private static string NameOf(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "market-seal" : $"market-seal {parsed.CommandResult.Command.Name}";
}
