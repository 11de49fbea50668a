using System.CommandLine;

namespace Market.Cli.Sealing;

/// <summary><c>market-seal seal</c>: puts one seal on each of any number of documents.</summary>
internal static class SealCommand
{
    public static Command Create(Terminal terminal, IReadOnlyList<string> args)
    {
        var inputs = FileArgument.Create("IN", Texts.Say("seal.inputs"), args);
        var output = new Option<string>("--out") { Description = Texts.Say("seal.out"), HelpName = "DIR|FILE", Required = true };
        var key = new KeyOptions();
        var level = TextOption.Create("--level", "B-B|B-T|B-LT|B-LTA", "seal.level");
        level.AcceptOnlyFromAmong(Levels.All);
        var tsa = TextOption.Create("--tsa", "URL", "seal.tsa");
        var certificates = TextOption.Create("--certificates", "DIR", "seal.certificates");
        var offline = new Option<bool>("--no-issuer-download") { Description = Texts.Say("seal.no-issuer-download") };
        var withoutCheck = new Option<bool>("--no-document-check") { Description = Texts.Say("seal.no-document-check") };
        var pdfPassword = TextOption.Create("--pdf-password-file", "F", "seal.pdf-password-file");
        var appearance = new AppearanceOptions();
        var limits = new LimitOptions();
        var reason = TextOption.Create("--reason", "TEXT", "seal.reason");
        var location = TextOption.Create("--location", "TEXT", "seal.location");
        var dualKey = TextOption.Create("--dual-key", "SM2.p12", "seal.dual-key");
        var dualPassword = TextOption.Create("--dual-password-file", "F", "seal.dual-password-file");
        var dualSeal = TextOption.Create("--dual-seal", "SEAL", "seal.dual-seal");
        var dualTsa = TextOption.Create("--dual-tsa", "URL", "seal.dual-tsa");
        var dualNames = TextOption.Create("--dual-names", "FILTER,SUBFILTER", "seal.dual-names");
        var jobs = Positive.Option("--jobs", "N", Texts.Say("seal.jobs"), Environment.ProcessorCount);
        var json = new Option<bool>("--json") { Description = Texts.Say("seal.json") };

        var command = new Command("seal", Texts.Say("seal")) { inputs, output };
        key.AddTo(command);
        Add(command, level, tsa, certificates, offline, pdfPassword, withoutCheck);
        appearance.AddTo(command);
        limits.AddTo(command);
        Add(command, reason, location, dualKey, dualPassword, dualSeal, dualTsa, dualNames, jobs, json);
        command.SetAction((parsed, ct) => new SealRun(terminal, new SealRequest
        {
            Inputs = parsed.GetRequiredValue(inputs),
            Output = parsed.GetRequiredValue(output),
            Key = key.Read(parsed),
            Level = parsed.GetValue(level) is { } name ? Levels.Named(name) : null,
            TimestampAuthority = parsed.GetValue(tsa),
            Certificates = parsed.GetValue(certificates),
            DownloadsIssuers = !parsed.GetValue(offline),
            ChecksDocument = !parsed.GetValue(withoutCheck),
            PdfPasswordFile = parsed.GetValue(pdfPassword),
            Appearance = appearance.Read(parsed),
            Certification = limits.ReadCertification(parsed),
            Lock = limits.ReadLock(parsed),
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

    private static void Add(Command command, params Option[] options)
    {
        foreach (var option in options)
        {
            command.Add(option);
        }
    }
}
