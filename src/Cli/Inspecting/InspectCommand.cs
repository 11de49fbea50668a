using System.CommandLine;
using Market.Cli.Sealing;

namespace Market.Cli.Inspecting;

/// <summary><c>market-seal inspect</c>: what there is to know about documents before they are sealed.</summary>
internal static class InspectCommand
{
    public static Command Create(Terminal terminal, IReadOnlyList<string> args)
    {
        var files = FileArgument.Create("FILE", Texts.Say("inspect.files"), args);
        var json = new Option<bool>("--json") { Description = Texts.Say("seal.json") };
        var password = new Option<string>("--pdf-password-file") { Description = Texts.Say("seal.pdf-password-file"), HelpName = "F" };
        var command = new Command("inspect", Texts.Say("inspect")) { files, password, json };
        command.SetAction((parsed, ct) => new InspectRun(
            terminal,
            parsed.GetRequiredValue(files),
            parsed.GetValue(json),
            parsed.GetValue(password) is { } file ? KeyFile.ReadPassword(file) : null).RunAsync(ct));
        return command;
    }
}
