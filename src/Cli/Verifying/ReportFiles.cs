using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Market.Cli.Sealing;
using Market.Signing;

namespace Market.Cli.Verifying;

/// <summary>Writes a report on each file verified: text, or PDF, sealed when a key is given.</summary>
internal sealed class ReportFiles : IDisposable
{
    private readonly string _target;
    private readonly bool _isFolder;
    private readonly ISealKey? _key;

    private ReportFiles(string target, bool isFolder, ISealKey? key) => (_target, _isFolder, _key) = (target, isFolder, key);

    /// <returns>Null when no report is wanted.</returns>
    /// <exception cref="UsageException">Names or key are of no use.</exception>
    public static ReportFiles? For(VerifyRequest request)
    {
        if (request.Report is not { } target)
        {
            return request.ReportKey is null ? null : throw new UsageException(Texts.Say("verify.report-missing"));
        }

        var isFolder = Directory.Exists(target) || Path.EndsInDirectorySeparator(target);
        if (request.Files.Count > 1 && !isFolder)
        {
            throw new UsageException(Texts.Say("verify.report-folder"));
        }

        if (request.Files.FirstOrDefault(file => OutputFile.IsSame(file, target)) is { } over)
        {
            throw new UsageException(Texts.Say("batch.over-input", over));
        }

        OutputFile.RequirePlace(target);
        OutputFile.MakeFolder(isFolder ? target : Path.GetDirectoryName(Path.GetFullPath(target))!);
        try
        {
            return new ReportFiles(target, isFolder, request.ReportKey is { } key ? KeyFile.Open(new KeyRequest(key, request.ReportPasswordFile)) : null);
        }
        catch (SealRefusedException refusal)
        {
            throw new UsageException(Refusal.Say(refusal.Code, refusal.Message, CultureInfo.CurrentUICulture));
        }
    }

    public async Task WriteAsync(string file, SealReport found, DateTimeOffset at, CancellationToken ct)
    {
        var report = new VerificationReport
        {
            FileName = Path.GetFileName(file),
            FileSize = File.Exists(file) ? new FileInfo(file).Length : null,
            Sha256 = await DigestOfAsync(file, ct),
            CheckedAt = at,
            CheckedBy = $"market-seal {typeof(ReportFiles).Assembly.GetName().Version?.ToString(3)}",
            Report = found,
        };
        var path = _isFolder ? Path.Combine(_target, Path.GetFileName(file) + ".report.pdf") : _target;
        await OutputFile.WriteAsync(path, output => WriteAsync(output, report, path, at, ct));
    }

    public void Dispose() => _key?.Dispose();

    private async Task WriteAsync(FileStream output, VerificationReport report, string path, DateTimeOffset at, CancellationToken ct)
    {
        var language = CultureInfo.CurrentUICulture;
        if (string.Equals(Path.GetExtension(path), ".txt", StringComparison.OrdinalIgnoreCase))
        {
            await using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
            report.WriteText(text, language);
        }
        else if (_key is null)
        {
            report.WritePdf(output, language);
        }
        else
        {
            using var unsealed = new MemoryStream();
            report.WritePdf(unsealed, language);
            await PdfSealer.SealAsync(unsealed, output, _key, new SealOptions { ClaimedAt = at }, SealServices.None, ct);
        }
    }

    private static async Task<string?> DigestOfAsync(string file, CancellationToken ct)
    {
        try
        {
            await using var content = File.OpenRead(file);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
