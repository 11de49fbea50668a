using System.Buffers;
using System.Security.Cryptography;
using Market.Marketplace.Delivery;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Results;

/// <summary>The agency hands in the file that it sealed with its own token. It must be the very file that was prepared for the
/// task - its first bytes are those - with the seals of the scheme, in order, by the agency's registered certificates. Any
/// other file is taken only by declaration, and its binding stays an open question.</summary>
public sealed class SubmitOwnSealed(MarketplaceDbContext db, OperationContext context, IBlobStore blobs, Sealing sealing) : IOperation
{
    private const int PieceBytes = 128 * 1024;

    public static Permission Requires => Permission.SubmitResults;

    /// <summary>Takes the sealed file in; it then goes to verification like any other.</summary>
    /// <param name="isDeclared">Whether the person declares that another file than the prepared one is this task's result.</param>
    public async Task<SealReceipt> ExecuteAsync(Guid resultId, long version, Guid fileId, bool isDeclared = false)
    {
        var ct = context.Cancellation;
        var result = await db.ResultsFor(context.Actor).FindOrThrowAsync(resultId, ct);
        if (!result.Expect(version).IsForOwnSeals)
        {
            throw new RuleViolationException("result-state", result.Status);
        }

        var file = await db.StoredFilesFor(context.Actor).Where(row => row.OwnerId == context.Actor.Organisation).FindOrThrowAsync(fileId, ct);
        var order = await db.TaskOrders.SingleAsync(row => row.Id == result.TaskOrderId, ct);
        await using var pdf = blobs.OpenRead(file.Sha256);
        var isPrepared = await IsPreparedAsync(result, pdf);
        if (!isPrepared && !isDeclared)
        {
            throw new RuleViolationException("not-the-prepared-file");
        }

        pdf.Position = 0;
        var facts = await sealing.ValidateAsync(pdf, context.At, ct);
        if (!isPrepared && facts.Binding is { } other && other.PublicId != result.PublicId)
        {
            throw new RuleViolationException("file-of-other-task", other.TaskOrder);
        }

        RequireSound(facts);
        var steps = await StepsAsync(result, facts);
        result.ApplyOwnSeals(steps, file, byDeclaration: !isPrepared, context);
        await db.LapseApplicationsAsync(result.Id, ct);
        order.Seal(context);
        Record(result, order, steps, file);
        return new SealReceipt(result.Id, result.Status, file.Id);
    }

    private async Task<bool> IsPreparedAsync(Result result, Stream pdf)
    {
        if (result.PreparedFileId is not { } id)
        {
            throw new RuleViolationException("not-prepared");
        }

        var prepared = await db.StoredFiles.AsNoTracking().SingleAsync(row => row.Id == id, context.Cancellation);
        if (pdf.Length < prepared.Size)
        {
            return false;
        }

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (var left = prepared.Size; left > 0;)
            {
                var part = piece.AsMemory(0, (int)Math.Min(left, piece.Length));
                await pdf.ReadExactlyAsync(part, context.Cancellation);
                digest.AppendData(part.Span);
                left -= part.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset()) == prepared.Sha256;
    }

    private static void RequireSound(SealFacts facts)
    {
        if (!facts.Readable)
        {
            throw new RuleViolationException("pdf-damaged");
        }

        if (facts.Signatures.FirstOrDefault(signature => !signature.Intact || !signature.CoversWholeFile || signature.Trusted == false) is { } bad)
        {
            throw new RuleViolationException("own-seal-invalid", bad.SignerName);
        }
    }

    private async Task<IReadOnlyList<SealingStep>> StepsAsync(Result result, SealFacts facts)
    {
        if (facts.Signatures.Count != result.Steps.Count)
        {
            throw new RuleViolationException("own-seal-count", result.Steps.Count, facts.Signatures.Count);
        }

        var seals = await db.SealsFor(context.Actor).AsNoTracking().ToListAsync(context.Cancellation);
        var byCertificate = seals.ToLookup(seal => Convert.ToHexStringLower(SHA256.HashData(seal.Certificate)));
        return [.. result.Steps.OrderBy(step => step.Order).Zip(facts.Signatures, (step, signature) => StepDone(step, signature, [.. byCertificate[signature.CertificateSha256]]))];
    }

    private SealingStep StepDone(SealingStep step, SignatureFacts signature, IReadOnlyList<Seal> registered)
    {
        if (registered.Count == 0)
        {
            throw new RuleViolationException("own-seal-unknown", signature.SignerName);
        }

        if (registered.FirstOrDefault(seal => seal.Fits(step.Kind, step.RegistrationTitle)) is not { } fitting)
        {
            throw new RuleViolationException("wrong-seal-order", step.RoleTitle, step.Kind);
        }

        if (fitting.Status != SealStatus.Active)
        {
            throw new RuleViolationException("seal-not-active", fitting.Text, fitting.Status);
        }

        return step with
        {
            SealId = fitting.Id,
            SealText = fitting.Text,
            CertificateSha256 = signature.CertificateSha256,
            SealedBy = signature.SignerName,
            SealedAt = signature.SignedAt ?? context.At,
        };
    }

    private void Record(Result result, TaskOrder order, IReadOnlyList<SealingStep> steps, StoredFile file)
    {
        var journal = new Journal(db, context);
        var subject = TriggeredDispatch.SubjectOf(order, result.Id);
        foreach (var step in steps)
        {
            journal.Record(LedgerKind.OwnSealFound, subject, order.Number, step.RoleTitle, step.SealText!);

            // A seal used elsewhere is a use all the same: a later report of its loss must find this result.
            db.Add(new SealUse
            {
                Id = context.NewId(),
                SealId = step.SealId!.Value,
                SealText = step.SealText!,
                AgencyId = result.AgencyId,
                ResultId = result.Id,
                UserId = context.Actor.UserId,
                UserName = step.SealedBy!,
                RoleTitle = step.RoleTitle,
                At = step.SealedAt!.Value,
                Sha256Before = "",
                Sha256After = file.Sha256,
            });
        }

        journal.Record(LedgerKind.ResultSealed, subject, order.Number, result.ReportNumber);
        journal.Enqueue(OutboxKind.VerifyResult, result.Id);
    }
}
