using System.Security.Cryptography;
using Market.Marketplace.Verification;
using Market.Signing;
using Market.Web.Api;
using Market.Web.Files;
using Market.Web.Identity;
using Microsoft.Extensions.Options;

namespace Market.Web.Public;

/// <summary>Why a file could not be checked at all.</summary>
/// <param name="Code">A code of <see cref="ProblemKind"/>.</param>
/// <param name="Arguments">Values of its sentence.</param>
internal sealed record VerificationRefusal(string Code, params object[] Arguments)
{
    /// <summary>The sentence in the reader's language.</summary>
    public string Sentence => Problems.Sentence(Code, Arguments);
}

/// <summary>A file that was checked.</summary>
/// <param name="Check">What was found.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">Its digest, so that a report belongs to it only.</param>
internal sealed record CheckedFile(PublicCheck Check, long Size, string Sha256);

/// <summary>Checks a file that anybody hands in. The bytes lie in a temporary file while they are looked at, and nowhere
/// afterwards.</summary>
internal sealed class PublicVerification(MarketSession market, IOptions<UploadOptions> limits)
{
    private const int BufferSize = 128 * 1024;

    /// <summary>The largest file that is checked, in words.</summary>
    public string Limit => FileSize.Say(limits.Value.LargestPublicCheck);

    /// <summary>Either the check or the reason why there is none.</summary>
    public Task<(CheckedFile? Checked, VerificationRefusal? Refusal)> CheckAsync(Stream content, CancellationToken ct) =>
        CheckAsync(content, (_, _) => Task.CompletedTask, ct);

    /// <summary>The same; whatever else is to be done with the file is done before it is deleted.</summary>
    public async Task<(CheckedFile? Checked, VerificationRefusal? Refusal)> CheckAsync(Stream content, Func<CheckedFile, Stream, Task> use, CancellationToken ct)
    {
        await using var pdf = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite,
            FileShare.Read | FileShare.Delete,
            BufferSize, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var size = await CopyAsync(content, pdf, digest, ct);
        if (size == 0)
        {
            return (null, new("verify-no-file"));
        }

        if (size > limits.Value.LargestPublicCheck)
        {
            return (null, new("verify-too-big", FileSize.Say(size), Limit));
        }

        pdf.Position = 0;
        var check = await market.RunAsync((CheckPublicly publicly) => publicly.ExecuteAsync(pdf), ct);
        if (WhyNot(check.Report) is { } refusal)
        {
            return (null, refusal);
        }

        var found = new CheckedFile(check, size, Convert.ToHexStringLower(digest.GetHashAndReset()));
        await use(found, pdf);
        return (found, null);
    }

    /// <summary>Copies at most a little more than the limit, but reads to the end: a browser only shows an answer when
    /// its whole request was taken.</summary>
    private async Task<long> CopyAsync(Stream content, FileStream pdf, IncrementalHash digest, CancellationToken ct)
    {
        var buffer = new byte[BufferSize];
        long size = 0;
        for (int read; (read = await content.ReadAsync(buffer, ct)) > 0; size += read)
        {
            if (size <= limits.Value.LargestPublicCheck)
            {
                digest.AppendData(buffer, 0, read);
                await pdf.WriteAsync(buffer.AsMemory(0, read), ct);
            }
        }

        return size;
    }

    /// <summary>A file without a seal, or that is no readable PDF or OFD, gets a word on what to do instead of five checks. One that
    /// could not be examined to the end is not turned away: it is answered, and left in doubt.</summary>
    private static VerificationRefusal? WhyNot(SealReport report) => report.Format == SealedFileFormat.ResultPackage ? new("verify-package") : report.Signatures.Count > 0 ? null : report switch
    {
        _ when Has(report, "not-a-pdf") || Has(report, "not-an-ofd") => new("verify-not-a-pdf"),
        _ when Has(report, "pdf-encrypted") => new("verify-encrypted"),
        { Readable: false, Verdict: Indication.TotalFailed } => new("verify-damaged"),
        { Readable: true } => new("verify-unsealed"),
        _ => null,
    };

    private static bool Has(SealReport report, string code) => report.Reasons.Contains(code, StringComparer.Ordinal);
}
