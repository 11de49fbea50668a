using System.CommandLine;

namespace Market.Cli.Inspecting;

/// <summary><c>market-seal inspect</c>: what there is to know about documents before they are sealed.</summary>
internal static class InspectCommand
{
    public static Command Create(Terminal terminal, IReadOnlyList<string> args)
    {
        var files = FileArgument.Create("FILE", Texts.Say("inspect.files"), args);
        var json = new Option<bool>("--json") { Description = Texts.Say("seal.json") };
        var command = new Command("inspect", Texts.Say("inspect")) { files, json };
        command.SetAction((parsed, ct) => new InspectRun(terminal, parsed.GetRequiredValue(files), parsed.GetValue(json)).RunAsync(ct));
        return command;
    }
}
