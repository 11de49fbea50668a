using System.Globalization;
using Market.Cli.Sealing;
using Market.Signing;

namespace Market.Cli.Verifying;

/// <summary>One run of <c>verify</c>: the files in the order given, several at a time, each within its time.</summary>
internal sealed class VerifyRun(Terminal terminal, VerifyRequest request)
{
    private readonly CultureInfo _language = CultureInfo.CurrentUICulture;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = request.TimeLimit };
        var options = Options() with { Revocation = request.UseNetwork ? new HttpRevocationSource(http) : null };
        using var reader = FileReader.For(request, terminal.Error);
        using var reports = ReportFiles.For(request);
        var revision = SignedRevisionFile.For(request);
        var allPassed = true;
        await foreach (var (file, report) in InOrder.RunAsync(request.Files, request.Jobs, file => reader.ReadAsync(file, options, ct), ct))
        {
            allPassed &= report.Verdict == Indication.TotalPassed;
            Print(file, report);
            if (reports is not null)
            {
                await reports.WriteAsync(file, report, options.AsOf, ct);
            }

            if (revision is not null)
            {
                allPassed &= await revision.WriteAsync(file, options.Password, terminal.Error, ct);
            }
        }

        return allPassed ? ExitCodes.Done : ExitCodes.Refused;
    }

    private void Print(string file, SealReport report)
    {
        if (request.AsJson)
        {
            terminal.Output.WriteLine(VerificationRecord.Of(file, report, _language).ToJson());
        }
        else
        {
            VerdictText.Write(terminal.Output, file, report, _language);
        }

        terminal.Output.Flush();
    }

    private ValidationOptions Options()
    {
        if (request.Trust.Count == 0)
        {
            terminal.Error.WriteLine(Texts.Say("verify.no-trust"));
        }

        var anchors = request.Trust.Select(ReadTrust).SelectMany(folder => folder.Anchors).ToList();
        return new ValidationOptions
        {
            TrustAnchors = anchors,
            TimestampAnchors = anchors,
            Password = request.PdfPasswordFile is { } file ? KeyFile.ReadPassword(file) : null,
            Profile = Profiles.Named(request.Profile),
            RequireTimestamp = request.RequireTimestamp,
            AsOf = TimeProvider.System.GetUtcNow(),
        };
    }

    private TrustFolder ReadTrust(string path)
    {
        try
        {
            var folder = TrustFolder.Read(path);
            foreach (var file in folder.Unreadable)
            {
                terminal.Error.WriteLine(Texts.Say("verify.trust-skipped", file));
            }

            return folder.Anchors.Count > 0 ? folder : throw new UsageException(Texts.Say("verify.trust-empty", path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(Texts.Say("verify.trust-unreadable", path));
        }
    }
}
