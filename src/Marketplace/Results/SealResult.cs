using System.Security.Cryptography;
using Market.Marketplace.Agencies;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Delivery;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Market.Signing;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Results;

/// <summary>What a seal left behind.</summary>
public sealed record SealReceipt(Guid ResultId, ResultStatus Status, Guid SealedFileId)
{
    /// <summary>Codes of what the holder of the seal should know although it was put on; usually none.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>A person puts their own seal on a result: the right person, in the right order, proved by a second factor at
/// this moment, with a certificate that is valid now. The unit's seal needs an approved application (用印申请).</summary>
public sealed class SealResult(
    MarketplaceDbContext db, OperationContext context, IBlobStore blobs, ISealKeyStore keys, ISecondFactor secondFactor,
    Sealing sealing) : IOperation
{
    public static Permission Requires => Permission.SealResults;

    /// <summary>A second-factor code is good for one attempt.</summary>
    public static bool IsRepeatable => false;

    /// <summary>Puts the seal on; the last one of the scheme sends the result to verification.</summary>
    public async Task<SealReceipt> ExecuteAsync(Guid resultId, long version, Guid sealId, string secondFactorCode)
    {
        var ct = context.Cancellation;
        var result = await db.ResultsFor(context.Actor).FindOrThrowAsync(resultId, ct);
        result.Expect(version);
        if (result.AlbumId is not null)
        {
            throw new RuleViolationException("album-sealed-as-one");
        }

        var order = await db.TaskOrders.SingleAsync(row => row.Id == result.TaskOrderId, ct);
        var seal = await db.SealsFor(context.Actor).FindOrThrowAsync(sealId, ct);
        var step = result.RequireStepFor(seal);
        seal.RequireUsable(context);
        var practitioner = await PractitionerOfAsync(seal);
        practitioner?.RequireRegistered(context.Today);
        var application = step.Kind == SealKind.Unit ? await db.ApprovedApplicationAsync(result.Id, step, ct) : null;
        if (!await secondFactor.VerifyAsync(context.Actor.UserId, secondFactorCode, ct))
        {
            throw new RuleViolationException("second-factor-wrong");
        }

        var before = await db.StoredFiles.SingleAsync(row => row.Id == result.CurrentFileId, ct);
        var binding = await ResultBinding.OfAsync(result, order, db, ct);
        using var key = await keys.OpenAsync(seal.KeyReference, ct);
        if (!key.Certificate.RawDataMemory.Span.SequenceEqual(seal.Certificate))
        {
            throw new RuleViolationException("key-mismatch", seal.Text);
        }

        var (after, warnings) = await SealAsync(before, key, new SealingPlan(result, step, seal, practitioner, binding, context.At));

        result.ApplySeal(step, seal, after, Convert.ToHexStringLower(SHA256.HashData(seal.Certificate)), context);
        if (application is not null)
        {
            application.Use(context);
            await db.LapseApplicationsAsync(result.Id, ct, application);
        }

        Log(result, order, step, seal, application, before, after, warnings);
        return new SealReceipt(result.Id, result.Status, after.Id) { Warnings = warnings };
    }

    private async Task<Practitioner?> PractitionerOfAsync(Seal seal) => seal.PractitionerId is { } id
        ? await db.Agencies.Where(agency => agency.Id == seal.AgencyId).SelectMany(agency => agency.Practitioners)
            .SingleOrDefaultAsync(person => person.Id == id, context.Cancellation) ?? throw new RuleViolationException("practitioner-not-here", seal.Text)
        : null;

    private async Task<(StoredFile File, IReadOnlyList<string> Warnings)> SealAsync(StoredFile before, ISealKey key, SealingPlan plan)
    {
        await using var output = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
            bufferSize: 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        IReadOnlyList<string> warnings;
        await using (var input = blobs.OpenRead(before.Sha256))
        {
            warnings = await sealing.SealAsync(input, output, key, plan, context.Cancellation);
        }

        output.Position = 0;
        var blob = await blobs.PutAsync(output, context.Cancellation);
        var file = StoredFile.Store(before.Name, before.MediaType, blob.Sha256, blob.Size, context);
        db.Add(file);
        return (file, warnings);
    }

    private void Log(
        Result result, TaskOrder order, SealingStep step, Seal seal, SealApplication? application, StoredFile before, StoredFile after,
        IReadOnlyList<string> warnings)
    {
        db.Add(SealUse.Note(
            seal, step, result.Id, context.Actor.UserId, context.Actor.DisplayName, application, before.Sha256, after.Sha256, warnings, context));
        var journal = new Journal(db, context);
        var subject = TriggeredDispatch.SubjectOf(order, result.Id);
        journal.Record(LedgerKind.SealApplied, subject, order.Number, step.RoleTitle, seal.Text);
        if (result.Status == ResultStatus.Sealed)
        {
            order.Seal(context);
            journal.Record(LedgerKind.ResultSealed, subject, order.Number, result.ReportNumber);
            journal.Enqueue(OutboxKind.VerifyResult, result.Id);
        }
    }
}
