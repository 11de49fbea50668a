using System.Globalization;
using Market.Cli.Sealing;
using Market.Signing;

namespace Market.Cli.Verifying;

/// <summary>Writes one signed revision of the file verified as a file of its own: what its signer had before them, whatever was
/// appended later.</summary>
/// <param name="Number">Which revision of the file, from 1.</param>
/// <param name="Output">The name of the new file.</param>
internal sealed record SignedRevisionFile(int Number, string Output)
{
    /// <returns>Null when none is wanted.</returns>
    /// <exception cref="UsageException">The options do not go together.</exception>
    public static SignedRevisionFile? For(VerifyRequest request)
    {
        if (request.ExtractRevision is not { } number)
        {
            return request.Out is null ? null : throw new UsageException(Texts.Say("verify.out-alone"));
        }

        if (request.Files.Count != 1 || request.Out is not { } output)
        {
            throw new UsageException(Texts.Say("verify.extract-one"));
        }

        OutputFile.RequirePlace(output);
        OutputFile.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(output))!);
        return OutputFile.IsSame(request.Files[0], output)
            ? throw new UsageException(Texts.Say("batch.over-input", request.Files[0]))
            : new SignedRevisionFile(number, output);
    }

    /// <summary>Whether it was written; the reason why not goes to <paramref name="errors"/>.</summary>
    public async Task<bool> WriteAsync(string file, string? password, TextWriter errors, CancellationToken ct)
    {
        try
        {
            await using var pdf = File.OpenRead(file);
            var signed = PdfRevisions.List(pdf, password);
            if (signed.FirstOrDefault(revision => revision.Number == Number) is not { } wanted)
            {
                errors.WriteLine(Texts.Say("verify.no-such-revision", file, Number, Listed(signed)));
                return false;
            }

            await OutputFile.WriteAsync(Output, output => PdfRevisions.ExtractAsync(pdf, wanted, output, ct));
            return true;
        }
        catch (Exception exception) when (Refusal.CodeOf(exception) is { } code)
        {
            errors.WriteLine(Texts.Say("inspect.refused", file, Refusal.Say(code, exception.Message, CultureInfo.CurrentUICulture), code));
            return false;
        }
    }

    private static string Listed(IReadOnlyList<SignedRevision> signed) => signed.Count == 0
        ? Texts.Say("verify.no-signed-revision")
        : string.Join(Texts.Say("signature.separator"), signed.Select(revision => Texts.Say("verify.signed-revision", revision.Number, revision.FieldName)));
}
