using System.Globalization;

namespace Market.Signing.Validation;

/// <summary>Reads dates of the form D:YYYYMMDDHHmmSSOHH'mm' (ISO 32000-2, 7.9.4).</summary>
internal static class PdfDate
{
    private const int FullLength = 14;

    /// <summary>Null when it is no such date; without a zone UTC is assumed.</summary>
    public static DateTimeOffset? Read(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var value = text.StartsWith("D:", StringComparison.Ordinal) ? text[2..] : text;
        var digits = value.TakeWhile(char.IsAsciiDigit).Count();
        if (digits is < 4 or > FullLength || digits % 2 != 0)
        {
            return null;
        }

        const string Defaults = "00000101000000";
        var full = value[..digits] + Defaults[digits..];
        if (!DateTime.TryParseExact(full, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        return ReadZone(value[digits..]) is { } zone && local.Ticks >= zone.Ticks && local.Year < 9999
            ? new DateTimeOffset(local, TimeSpan.Zero) - zone
            : null;
    }

    private static TimeSpan? ReadZone(string zone)
    {
        var plain = zone.Replace("'", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal);
        if (plain.Length == 0 || plain[0] == 'Z')
        {
            return TimeSpan.Zero;
        }

        var digits = plain[1..].PadRight(4, '0');
        if (plain[0] is not ('+' or '-')
            || !int.TryParse(digits.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(digits.AsSpan(2, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || hours > 23
            || minutes > 59)
        {
            return null;
        }

        var span = new TimeSpan(hours, minutes, 0);
        return plain[0] == '-' ? -span : span;
    }
}
