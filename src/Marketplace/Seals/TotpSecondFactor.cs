using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Seals;

/// <summary>A time step whose code a person has used.</summary>
public sealed class SpentCode
{
    /// <summary>The person.</summary>
    public Guid UserId { get; internal init; }

    /// <summary>The 30-second step since 1970.</summary>
    public long TimeStep { get; internal init; }

    internal sealed class Mapping : IEntityTypeConfiguration<SpentCode>
    {
        public void Configure(EntityTypeBuilder<SpentCode> builder)
        {
            builder.ToTable("SpentCodes");
            builder.HasKey(row => new { row.UserId, row.TimeStep });
        }
    }
}

/// <summary>The authenticator key that ASP.NET Core Identity keeps for the account, checked as RFC 6238 says and each code
/// once (5.2). It saves in a transaction of its own: a code is spent even when the operation then fails.</summary>
public sealed class TotpSecondFactor(IServiceScopeFactory scopes, TimeProvider clock) : ISecondFactor
{
    private const int StepSeconds = 30;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <inheritdoc />
    public async Task<bool> VerifyAsync(Guid userId, string code, CancellationToken ct = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        var key = await db.UserTokens.AsNoTracking()
            .Where(token => token.UserId == userId && token.LoginProvider == "[AspNetUserStore]" && token.Name == "AuthenticatorKey")
            .Select(token => token.Value).SingleOrDefaultAsync(ct);
        var now = clock.GetUtcNow().ToUnixTimeSeconds() / StepSeconds;
        var step = key is null || code is null ? null : MatchingStep(FromBase32(key), code.Trim(), now);
        if (step is null)
        {
            return false;
        }

        db.Add(new SpentCode { UserId = userId, TimeStep = step.Value });
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException e) when (Conflicts.IsConflict(e))
        {
            return false;
        }
    }

    /// <summary>The six digits for a key at an instant; what an authenticator app shows.</summary>
    public static string CodeAt(string base32Key, DateTimeOffset instant)
    {
        ArgumentNullException.ThrowIfNull(base32Key);
        return Code(FromBase32(base32Key), instant.ToUnixTimeSeconds() / StepSeconds);
    }

    private static long? MatchingStep(byte[] key, string code, long now)
    {
        // RFC 6238, 5.2: one step either way allows for clocks that differ and for typing.
        foreach (var step in (ReadOnlySpan<long>)[now, now - 1, now + 1])
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(key, step)), Encoding.UTF8.GetBytes(code)))
            {
                return step;
            }
        }

        return null;
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6238's default, and what authenticator apps use; HMAC does not rest on collision resistance.")]
    private static string Code(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var mac = HMACSHA1.HashData(key, counter);
        var value = BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[^1] & 0x0F)) & 0x7FFFFFFF;
        return (value % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] FromBase32(string text)
    {
        var bytes = new List<byte>(text.Length * 5 / 8);
        var (bits, count) = (0, 0);
        foreach (var character in text.TrimEnd('='))
        {
            bits = ((bits & 0xFFF) << 5) | Math.Max(0, Base32.IndexOf(char.ToUpperInvariant(character), StringComparison.Ordinal));
            count += 5;
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)(bits >> count));
            }
        }

        return [.. bytes];
    }
}
