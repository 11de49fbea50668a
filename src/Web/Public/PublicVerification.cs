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

/// <summary>Checks a PDF that anybody hands in. The bytes lie in a temporary file while they are looked at, and nowhere
/// afterwards.</summary>
internal sealed class PublicVerification(MarketSession market, IOptions<UploadOptions> limits)
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Either the check or the reason why there is none.</summary>
    public async Task<(PublicCheck? Check, VerificationRefusal? Refusal)> CheckAsync(Stream content, CancellationToken ct)
    {
        await using var pdf = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
            BufferSize, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        var size = await CopyAsync(content, pdf, ct);
        if (size == 0)
        {
            return (null, new("verify-no-file"));
        }

        if (size > limits.Value.LargestPublicCheck)
        {
            return (null, new("verify-too-big", FileSize.Say(size), FileSize.Say(limits.Value.LargestPublicCheck)));
        }

        pdf.Position = 0;
        var check = await market.RunAsync((CheckPublicly publicly) => publicly.ExecuteAsync(pdf), ct);
        return check is { Readable: true, Seals.Count: > 0 } ? (check, null) : (null, WhyNot(pdf));
    }

    /// <summary>Copies at most a little more than the limit, but reads to the end: a browser only shows an answer when
    /// its whole request was taken.</summary>
    private async Task<long> CopyAsync(Stream content, FileStream pdf, CancellationToken ct)
    {
        var buffer = new byte[BufferSize];
        long size = 0;
        for (int read; (read = await content.ReadAsync(buffer, ct)) > 0; size += read)
        {
            if (size <= limits.Value.LargestPublicCheck)
            {
                await pdf.WriteAsync(buffer.AsMemory(0, read), ct);
            }
        }

        return size;
    }

    private static VerificationRefusal WhyNot(FileStream pdf)
    {
        pdf.Position = 0;
        try
        {
            return PdfInspector.Inspect(pdf).NeedsPassword ? new("verify-encrypted") : new("verify-unsealed");
        }
        catch (PdfFormatException e)
        {
            return e.Code switch
            {
                PdfFormatException.NotAPdf => new("verify-not-a-pdf"),
                PdfFormatException.Encrypted or PdfFormatException.WrongPassword or PdfFormatException.EncryptionUnsupported => new("verify-encrypted"),
                _ => new("verify-damaged"),
            };
        }
    }
}
