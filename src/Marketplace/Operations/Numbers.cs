using System.Globalization;
using System.Security.Cryptography;

namespace Market.Marketplace.Operations;

/// <summary>Numbers shown to people and ids shown to the public.</summary>
internal static class Numbers
{
    /// <summary>Digits and letters that are not mistaken for each other (Crockford's base 32).</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>26 characters carry 130 random bits: nobody can guess another one.</summary>
    private const int PublicIdLength = 26;

    private const int AccessCodeLength = 8;

    /// <summary>A number such as GH-20261123-7K3QF: prefix, day, five random characters. A unique index and the
    /// runner's second attempt settle the rare clash, so that no counter row stands in everybody's way.</summary>
    public static string Next(string prefix, OperationContext context) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}-{context.Today:yyyyMMdd}-{Random(5)}");

    /// <summary>An unguessable id for public pages.</summary>
    public static string PublicId() => Random(PublicIdLength);

    /// <summary>A code short enough to read out: 40 random bits, of which the public page lets an address try a few a minute.</summary>
    public static string AccessCode() => Random(AccessCodeLength);

    private static string Random(int length) => RandomNumberGenerator.GetString(Alphabet, length);
}
