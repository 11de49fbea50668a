using System.Security.Cryptography;
using System.Text;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Results;

/// <summary>凭提取码提取: who holds the code of a result reads its sealed file without signing in. Each taking is logged, and so are wrong
/// codes, as far as they help to see that somebody tries.</summary>
public sealed class TakeByAccessCode(MarketplaceDbContext db, OperationContext context, IBlobStore blobs) : IOperation
{
    /// <summary>Wrong codes logged for one task order in an hour. The code has 40 random bits and each address few tries, so more
    /// of them say nothing new, and nobody can fill the ledger or shut out those who hold the code.</summary>
    private const int MostWrongLogged = 20;

    private static readonly TimeSpan WrongWithin = TimeSpan.FromHours(1);

    public static Permission Requires => Permission.CheckResults;

    /// <summary>The sealed file; none when the code is wrong, which is no exception because it is logged.</summary>
    /// <exception cref="NotFoundException">The public knows of no such result.</exception>
    public async Task<OpenedFile?> ExecuteAsync(string publicId, string? code)
    {
        var ct = context.Cancellation;
        var result = await db.PublishedAsync(publicId, ct);
        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == result.TaskOrderId, ct);
        var journal = new Journal(db, context);
        if (!result.OpensWith(code))
        {
            if (await WrongLatelyAsync(order.Id) < MostWrongLogged)
            {
                journal.Record(LedgerKind.AccessCodeWrong, TriggeredDispatch.SubjectOf(order, result.Id), order.Number, result.ReportNumber);
            }

            return null;
        }

        var file = await db.StoredFiles.AsNoTracking().SingleAsync(row => row.Id == result.SealedFileId, ct);
        journal.Record(LedgerKind.ResultTakenByCode, TriggeredDispatch.SubjectOf(order, result.Id), order.Number, result.ReportNumber);
        return new OpenedFile(file.Id, file.Name, file.MediaType, file.Size, file.Sha256, blobs.OpenRead(file.Sha256));
    }

    private Task<int> WrongLatelyAsync(Guid orderId)
    {
        var since = context.At - WrongWithin;
        return db.LedgerEntries.CountAsync(
            entry => entry.TaskOrderId == orderId && entry.At > since && entry.Kind == LedgerKind.AccessCodeWrong, context.Cancellation);
    }
}

public sealed partial class Result
{
    /// <summary>Whether this is its access code, as people write it; compared in constant time.</summary>
    internal bool OpensWith(string? code)
    {
        var written = new string([.. (code ?? "").Where(char.IsAsciiLetterOrDigit)]).ToUpperInvariant();
        return AccessCode.Length > 0
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(written), Encoding.ASCII.GetBytes(AccessCode));
    }
}
