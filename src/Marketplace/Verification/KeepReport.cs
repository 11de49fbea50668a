using System.Security.Cryptography;
using System.Text;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Verification;

/// <summary>Keeps what a public check found for twenty minutes, so that the reader can take a report away.</summary>
public sealed class KeepReport(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int TokenBytes = 16;

    /// <summary>A report on thousands of signatures is not made for people; it is not kept.</summary>
    private const int LargestReport = 2 << 20;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    public static Permission Requires => Permission.CheckResults;

    /// <summary>The unguessable name under which it can be asked for; none when it is too large.</summary>
    public async Task<string?> ExecuteAsync(byte[] packed)
    {
        ArgumentNullException.ThrowIfNull(packed);
        await db.KeptReports.Where(row => row.ExpiresAt <= context.At).ExecuteDeleteAsync(context.Cancellation);
        if (packed.Length > LargestReport)
        {
            return null;
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        db.Add(new KeptReport { Key = KeyOf(token), Content = packed, ExpiresAt = context.At + Lifetime });
        return token;
    }

    internal static string KeyOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>Reads what a public check found, while it is kept.</summary>
public sealed class GetKeptReport(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.CheckResults;

    /// <exception cref="NotFoundException">No such report, or no longer.</exception>
    public async Task<byte[]> ExecuteAsync(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var key = KeepReport.KeyOf(token);
        return await db.KeptReports.AsNoTracking().Where(row => row.Key == key && row.ExpiresAt > context.At)
            .Select(row => row.Content).SingleOrDefaultAsync(context.Cancellation) ?? throw new NotFoundException(nameof(KeptReport));
    }
}
