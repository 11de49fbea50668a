using System.CommandLine;

namespace Market.Cli.Verifying;

/// <summary><c>market-seal verify</c>: what the seals of files prove.</summary>
internal static class VerifyCommand
{
    private const int DefaultSeconds = 60;

    public static Command Create(Terminal terminal, IReadOnlyList<string> args)
    {
        var files = FileArgument.Create("FILE", Texts.Say("verify.files"), args);
        var trust = new Option<string[]>("--trust") { Description = Texts.Say("verify.trust"), HelpName = "DIR" };
        var profile = new Option<string>("--profile")
        {
            Description = Texts.Say("verify.profile"),
            DefaultValueFactory = _ => Profiles.SealedResult,
        };
        profile.AcceptOnlyFromAmong(Profiles.SealedResult, Profiles.FormFilling);
        var noNetwork = new Option<bool>("--no-network") { Description = Texts.Say("verify.no-network") };
        var stamped = new Option<bool>("--require-timestamp") { Description = Texts.Say("verify.require-timestamp") };
        var password = new Option<string>("--pdf-password-file") { Description = Texts.Say("seal.pdf-password-file"), HelpName = "F" };
        var report = new Option<string>("--report") { Description = Texts.Say("verify.report"), HelpName = "OUT.pdf|OUT.txt" };
        var key = new Option<string>("--report-key") { Description = Texts.Say("verify.report-key"), HelpName = "K.p12" };
        var keyPassword = new Option<string>("--report-password-file") { Description = Texts.Say("verify.report-password-file"), HelpName = "F" };
        var revision = new Option<int?>("--extract-revision") { Description = Texts.Say("verify.extract-revision"), HelpName = "N" };
        var output = new Option<string>("--out") { Description = Texts.Say("verify.out"), HelpName = "F" };
        var json = new Option<bool>("--json") { Description = Texts.Say("verify.json") };
        var inProcess = new Option<bool>("--in-process") { Description = Texts.Say("verify.in-process") };
        var jobs = Positive.Option("--jobs", "N", Texts.Say("verify.jobs"), Environment.ProcessorCount);
        var seconds = Positive.Option("--timeout", "SECONDS", Texts.Say("verify.timeout"), DefaultSeconds);

        var command = new Command("verify", Texts.Say("verify")) { files, trust, profile, stamped, noNetwork, password, report, key, keyPassword, revision, output, json, inProcess, jobs, seconds };
        command.SetAction((parsed, ct) => new VerifyRun(terminal, new VerifyRequest
        {
            Files = parsed.GetRequiredValue(files),
            Trust = parsed.GetValue(trust) ?? [],
            Profile = parsed.GetRequiredValue(profile),
            RequireTimestamp = parsed.GetValue(stamped),
            PdfPasswordFile = parsed.GetValue(password),
            Report = parsed.GetValue(report),
            ReportKey = parsed.GetValue(key),
            ReportPasswordFile = parsed.GetValue(keyPassword),
            ExtractRevision = parsed.GetValue(revision),
            Out = parsed.GetValue(output),
            UseNetwork = !parsed.GetValue(noNetwork),
            AsJson = parsed.GetValue(json),
            InProcess = parsed.GetValue(inProcess),
            Jobs = parsed.GetValue(jobs),
            TimeLimit = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
        }).RunAsync(ct));
        return command;
    }
}
