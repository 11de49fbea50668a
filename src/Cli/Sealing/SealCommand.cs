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
        var keyCertificate = Text("--key-certificate", "F.pem", "seal.key-certificate");
        var level = Text("--level", "B-B|B-T|B-LT|B-LTA", "seal.level");
        level.AcceptOnlyFromAmong(Levels.All);
        var tsa = Text("--tsa", "URL", "seal.tsa");
        var certificates = Text("--certificates", "DIR", "seal.certificates");
        var pdfPassword = Text("--pdf-password-file", "F", "seal.pdf-password-file");
        var text = Text("--seal-text", "NAME", "seal.text");
        var image = Text("--seal-image", "F.png", "seal.image");
        var width = Positive.Option("--seal-width", "MM", Texts.Say("seal.width"), 40);
        var invisible = new Option<bool>("--invisible") { Description = Texts.Say("seal.invisible") };
        var at = Text("--at", "PAGE,X,Y", "seal.at");
        var field = Text("--field", "NAME", "seal.field");
        var keyword = Text("--keyword", "TEXT", "seal.keyword");
        var titleBlock = Text("--title-block", "RIGHT,BOTTOM", "seal.title-block");
        var everyPage = Text("--every-page", "X,Y", "seal.every-page");
        var straddle = new Option<bool>("--straddle") { Description = Texts.Say("seal.straddle") };
        var reason = Text("--reason", "TEXT", "seal.reason");
        var location = Text("--location", "TEXT", "seal.location");
        var dualKey = Text("--dual-key", "SM2.p12", "seal.dual-key");
        var dualPassword = Text("--dual-password-file", "F", "seal.dual-password-file");
        var dualSeal = Text("--dual-seal", "SEAL", "seal.dual-seal");
        var dualTsa = Text("--dual-tsa", "URL", "seal.dual-tsa");
        var dualNames = Text("--dual-names", "FILTER,SUBFILTER", "seal.dual-names");
        var jobs = Positive.Option("--jobs", "N", Texts.Say("seal.jobs"), Environment.ProcessorCount);
        var json = new Option<bool>("--json") { Description = Texts.Say("seal.json") };

        var command = new Command("seal", Texts.Say("seal"))
        {
            inputs, output, key, password, keyCertificate, level, tsa, certificates, pdfPassword, text, image, width, invisible, at, field, keyword, titleBlock,
            everyPage, straddle, reason, location, dualKey, dualPassword, dualSeal, dualTsa, dualNames, jobs, json,
        };
        command.SetAction((parsed, ct) => new SealRun(terminal, new SealRequest
        {
            Inputs = parsed.GetRequiredValue(inputs),
            Output = parsed.GetRequiredValue(output),
            Key = parsed.GetRequiredValue(key),
            PasswordFile = parsed.GetValue(password),
            KeyCertificate = parsed.GetValue(keyCertificate),
            Level = parsed.GetValue(level) is { } name ? Levels.Named(name) : null,
            TimestampAuthority = parsed.GetValue(tsa),
            Certificates = parsed.GetValue(certificates),
            PdfPasswordFile = parsed.GetValue(pdfPassword),
            Appearance = new SealAppearance
            {
                Text = parsed.GetValue(text),
                Image = parsed.GetValue(image),
                ImageMillimetres = parsed.GetValue(width),
                IsInvisible = parsed.GetValue(invisible),
                At = parsed.GetValue(at),
                Field = parsed.GetValue(field),
                Keyword = parsed.GetValue(keyword),
                TitleBlock = parsed.GetValue(titleBlock),
                EveryPage = parsed.GetValue(everyPage),
                Straddles = parsed.GetValue(straddle),
            },
            Dual = new DualSeal(parsed.GetValue(dualKey), parsed.GetValue(dualPassword), parsed.GetValue(dualSeal))
            {
                Tsa = parsed.GetValue(dualTsa),
                Names = parsed.GetValue(dualNames),
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
}
