using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Market.Marketplace.Integrity;
using Market.Marketplace.Operations;

namespace Market.Web.Hosting;

/// <summary><c>fsck</c>: holds rows, files, digests, outbox, feeds and keys against each other and says what is wrong. It changes nothing and may
/// run beside the working program. Exit code 0: sound; 1: damage; 2: it could not be looked at.</summary>
internal static class FsckVerb
{
    private const int Sound = 0;
    private const int Damaged = 1;
    private const int NotLookedAt = 2;

    /// <summary>How many findings of one kind are said in words; the JSON has them all.</summary>
    private const int SaidPerKind = 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static Verb Verb { get; } = new("fsck", RunAsync)
    {
        Switches = ["json", "fast", "strict", "en"],
        Says = "fsck [--fast] [--strict] [--json] [--en]",
        Refused = NotLookedAt,
    };

    private static async Task<int> RunAsync(WebApplication app, VerbArguments arguments)
    {
        await app.RequireDatabaseOfThisVersionAsync();
        var culture = CultureInfo.GetCultureInfo(arguments.Has("en") ? "en" : "zh-CN");
        var bar = ProgressBar.OnError(what => Of($"Progress.{what}", culture));
        var report = await app.Services.GetRequiredService<OperationRunner>()
            .RunAsync(Actor.System, (CheckIntegrity check) => check.ExecuteAsync(arguments.Has("fast"), bar.Show));
        bar.End();
        Console.WriteLine(arguments.Has("json") ? ToJson(report) : string.Join('\n', InWords(report, culture)));
        return report.IsSound && !(arguments.Has("strict") && report.Findings.Count > 0) ? Sound : Damaged;
    }

    private static string ToJson(IntegrityReport report) => JsonSerializer.Serialize(
        new
        {
            report.At,
            sound = report.IsSound,
            report.Rows,
            report.Files,
            report.Bytes,
            report.HashedFiles,
            damage = report.CountOf(FindingGravity.Damage),
            waiting = report.CountOf(FindingGravity.Waiting),
            leftovers = report.CountOf(FindingGravity.Leftover),
            findings = report.Findings.Select(finding => new
            {
                finding.Kind,
                finding.Gravity,
                finding.Where,
                finding.Id,
                finding.Detail,
                zh = finding.Say(CultureInfo.GetCultureInfo("zh-CN")),
                en = finding.Say(CultureInfo.GetCultureInfo("en")),
            }),
        },
        Json);

    private static IEnumerable<string> InWords(IntegrityReport report, CultureInfo culture)
    {
        foreach (var kind in report.Findings.GroupBy(finding => finding.Kind))
        {
            foreach (var finding in kind.Take(SaidPerKind))
            {
                yield return $"[{Of($"Gravity.{finding.Gravity}", culture)}] {finding.Say(culture)}";
            }

            if (kind.Count() > SaidPerKind)
            {
                yield return string.Format(culture, Of("More", culture), kind.Count() - SaidPerKind);
            }
        }

        yield return string.Format(
            culture, Of("Looked", culture), report.Rows, report.Files, report.Bytes, report.HashedFiles);
        yield return string.Format(
            culture, Of(report.IsSound ? "Sound" : "NotSound", culture),
            report.CountOf(FindingGravity.Damage), report.CountOf(FindingGravity.Waiting), report.CountOf(FindingGravity.Leftover));
    }

    private static string Of(string key, CultureInfo culture) => IntegrityFinding.Word(key, culture);
}
