using System.CommandLine;
using Market.Cli.Sealing;
using Market.Signing;

namespace Market.Cli.Extending;

/// <summary><c>market-seal extend</c>: takes sealed files to a higher level, or renews the time stamp of an archive.</summary>
internal static class ExtendCommand
{
    public static Command Create(Terminal terminal, IReadOnlyList<string> args)
    {
        var inputs = FileArgument.Create("IN", Texts.Say("extend.inputs"), args);
        var output = new Option<string>("--out") { Description = Texts.Say("seal.out"), HelpName = "DIR|FILE", Required = true };
        var level = new Option<string>("--level") { Description = Texts.Say("extend.level"), DefaultValueFactory = _ => "B-LTA" };
        level.AcceptOnlyFromAmong(Levels.All[1..]);
        var tsa = new Option<string>("--tsa") { Description = Texts.Say("seal.tsa"), HelpName = "URL", Required = true };
        var certificates = new Option<string>("--certificates") { Description = Texts.Say("seal.certificates"), HelpName = "DIR" };
        var offline = new Option<bool>("--no-issuer-download") { Description = Texts.Say("seal.no-issuer-download") };
        var password = new Option<string>("--pdf-password-file") { Description = Texts.Say("seal.pdf-password-file"), HelpName = "F" };
        var jobs = Positive.Option("--jobs", "N", Texts.Say("seal.jobs"), Environment.ProcessorCount);
        var json = new Option<bool>("--json") { Description = Texts.Say("seal.json") };

        var command = new Command("extend", Texts.Say("extend")) { inputs, output, level, tsa, certificates, offline, password, jobs, json };
        command.SetAction(async (parsed, ct) =>
        {
            var batch = BatchPlan.Of(parsed.GetRequiredValue(inputs), parsed.GetRequiredValue(output));
            using var services = new Services(parsed.GetValue(tsa), parsed.GetValue(certificates), !parsed.GetValue(offline));
            var options = new ExtendOptions
            {
                Level = Levels.Named(parsed.GetRequiredValue(level)),
                At = TimeProvider.System.GetUtcNow(),
                Password = parsed.GetValue(password) is { } file ? KeyFile.ReadPassword(file) : null,
            };
            return await new BatchRun(terminal, parsed.GetValue(json), parsed.GetValue(jobs)).RunAsync(
                batch,
                (input, result) => PdfExtender.ExtendAsync(input, result, options with { At = TimeProvider.System.GetUtcNow() }, services.Used, ct),
                ct);
        });
        return command;
    }
}
