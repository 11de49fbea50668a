using System.Reflection;
using System.Security.Cryptography;
using Market.Signing.Isolation;

namespace Market.Signing;

/// <summary>The inside of an examining process: one file at a time, until its owner is gone. The process holds nothing but
/// what this library needs: no database, no key, no network.</summary>
public static class ExaminerWorker
{
    private const int LargestAttachment = 1 << 20;

    /// <summary>The argument by which a program is told to be such a process.</summary>
    public const string Verb = "examine-files";

    /// <summary>The command that starts a program as such a process.</summary>
    /// <param name="program">The program; it runs this class when its only argument is <see cref="Verb"/>.</param>
    public static IReadOnlyList<string> CommandOf(Assembly program) => [.. HostCommand.Of(program), Verb];

    /// <summary>Answers requests from standard input on standard output; whatever else is printed goes to standard error.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IFileExaminer? examiner = null)
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);
        return await ServeAsync(examiner ?? new FileExaminer(), input, output).ConfigureAwait(false);
    }

    private static async Task<int> ServeAsync(IFileExaminer examiner, Stream input, Stream output)
    {
        while (await Wire.ReadAsync(input, WireJson.Default.WireRequest, CancellationToken.None).ConfigureAwait(false) is { } request)
        {
            var answer = await AnswerAsync(examiner, request, new Owner(input, output)).ConfigureAwait(false);
            await Wire.WriteAsync(output, answer, WireJson.Default.WireAnswer, CancellationToken.None).ConfigureAwait(false);
            if (answer.IsOutOfMemory)
            {
                return 1;
            }
        }

        return 0;
    }

    private static async Task<WireAnswer> AnswerAsync(IFileExaminer examiner, WireRequest request, Owner owner)
    {
        try
        {
            // Sharing everything: the owner holds the file open, and this process only reads it.
            var file = new FileStream(request.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await using (file.ConfigureAwait(false))
            {
                return await AnswerAsync(examiner, file, request, owner).ConfigureAwait(false);
            }
        }
        catch (PdfFormatException refusal)
        {
            return new WireAnswer { Refusal = new WireRefusal(refusal.Code, refusal.Message, refusal.Offset) };
        }
        catch (SealRefusedException refusal)
        {
            return new WireAnswer { SealRefusal = new WireRefusal(refusal.Code, refusal.Message, null) };
        }
        catch (OutOfMemoryException)
        {
            return new WireAnswer { IsOutOfMemory = true };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new WireAnswer { IsUnreadable = true };
        }
    }

    private static async Task<WireAnswer> AnswerAsync(IFileExaminer examiner, Stream file, WireRequest request, Owner owner)
    {
        switch (request)
        {
            case { Validation: { } options }:
                var revocation = new OwnersRevocation(owner.Input, owner.Output);
                var report = await examiner.ValidateAsync(file, WireOptions.FromWire(options, revocation)).ConfigureAwait(false);
                return new WireAnswer { Report = WithoutLargeAttachments(report) };
            case { Rebuilds: true }:
                var pieces = new PieceStream(owner.Output);
                await using (pieces.ConfigureAwait(false))
                {
                    return new WireAnswer { Repair = await examiner.RebuildAsync(file, pieces).ConfigureAwait(false) };
                }

            case { Sealing: { } sealing }:
                var draft = await examiner.DraftSealAsync(file, sealing.Options, new HashAlgorithmName(sealing.DigestAlgorithm)).ConfigureAwait(false);
                return await SendAsync(owner, draft.Revision, new WireDraft(draft.Offset, draft.ContentsAt, draft.ContainerBytes)).ConfigureAwait(false);
            case { Preparation: { } preparation }:
                var revision = await examiner.DraftPreparationAsync(file, preparation.Attachments, preparation.Stamps, preparation.At).ConfigureAwait(false);
                return await SendAsync(owner, revision, new WireDraft(file.Length, 0, 0)).ConfigureAwait(false);
            default:
                return new WireAnswer { Description = await examiner.InspectAsync(file, request.WholeDocument).ConfigureAwait(false) };
        }
    }

    private static async Task<WireAnswer> SendAsync(Owner owner, ReadOnlyMemory<byte> revision, WireDraft draft)
    {
        var pieces = new PieceStream(owner.Output);
        await using (pieces.ConfigureAwait(false))
        {
            await pieces.WriteAsync(revision).ConfigureAwait(false);
            return new WireAnswer { Draft = draft };
        }
    }

    /// <summary>Whoever asks wants to know what a file was made for, not to be sent what else is in it.</summary>
    private static SealReport WithoutLargeAttachments(SealReport report)
    {
        var left = LargestAttachment;
        return report with { Attachments = [.. report.Attachments.Where(file => (left -= Math.Min(left, file.Bytes.Length)) > 0)] };
    }

    /// <summary>The pipes to and from the owner.</summary>
    private sealed record Owner(Stream Input, Stream Output);
}
