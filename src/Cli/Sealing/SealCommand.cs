using System.CommandLine;

namespace Market.Cli.Sealing;

/// <summary><c>market-seal seal</c>: puts one seal on each of any number of documents.</summary>
internal static class SealCommand
{
    public static Command Create(Terminal terminal, IReadOnlyList<string> args)
    {
        var inputs = FileArgument.Create("IN", Texts.Say("seal.inputs"), args);
        var output = new Option<string>("--out") { Description = Texts.Say("seal.out"), HelpName = "DIR|FILE", Required = true };
        var key = new Option<string>("--key") { Description = Texts.Say("seal.key"), HelpName = "K.p12", Required = true };
        var password = Text("--password-file", "F", "seal.password-file");
        var level = Text("--level", "B-B|B-T", "seal.level");
        level.AcceptOnlyFromAmong("B-B", "B-T");
        var tsa = Text("--tsa", "URL", "seal.tsa");
        var text = Text("--seal-text", "NAME", "seal.text");
        var invisible = new Option<bool>("--invisible") { Description = Texts.Say("seal.invisible") };
        var at = Text("--at", "PAGE,X,Y", "seal.at");
        var field = Text("--field", "NAME", "seal.field");
        var titleBlock = Text("--title-block", "RIGHT,BOTTOM", "seal.title-block");
        var everyPage = Text("--every-page", "X,Y", "seal.every-page");
        var straddle = new Option<bool>("--straddle") { Description = Texts.Say("seal.straddle") };
        var reason = Text("--reason", "TEXT", "seal.reason");
        var location = Text("--location", "TEXT", "seal.location");
        var jobs = Positive.Option("--jobs", "N", Texts.Say("seal.jobs"), Environment.ProcessorCount);
        var json = new Option<bool>("--json") { Description = Texts.Say("seal.json") };

        var command = new Command("seal", Texts.Say("seal"))
        {
            inputs, output, key, password, level, tsa, text, invisible, at, field, titleBlock, everyPage, straddle, reason, location, jobs, json,
        };
        command.SetAction((parsed, ct) => new SealRun(terminal, new SealRequest
        {
            Inputs = parsed.GetRequiredValue(inputs),
            Output = parsed.GetRequiredValue(output),
            Key = parsed.GetRequiredValue(key),
            PasswordFile = parsed.GetValue(password),
            Level = parsed.GetValue(level),
            TimestampAuthority = Address(parsed.GetValue(tsa)),
            Appearance = new SealAppearance
            {
                Text = parsed.GetValue(text),
                IsInvisible = parsed.GetValue(invisible),
                At = parsed.GetValue(at),
                Field = parsed.GetValue(field),
                TitleBlock = parsed.GetValue(titleBlock),
                EveryPage = parsed.GetValue(everyPage),
                Straddles = parsed.GetValue(straddle),
            },
            Reason = parsed.GetValue(reason),
            Location = parsed.GetValue(location),
            Jobs = parsed.GetValue(jobs),
            AsJson = parsed.GetValue(json),
        }).RunAsync(ct));
        return command;
    }

    private static Option<string> Text(string name, string value, string description) =>
        new(name) { Description = Texts.Say(description), HelpName = value };

    private static Uri? Address(string? text) =>
        text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
        : throw new UsageException(Texts.Say("seal.tsa-address", text));
}
