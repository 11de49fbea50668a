using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Pdf.Sealing;

/// <summary>The part of the file identifier that differs between revisions (ISO 32000-2, 14.4).</summary>
internal static class RevisionId
{
    /// <summary>Sixteen bytes; what goes in is known to differ.</summary>
    public static byte[] Of(IncrementalUpdate update, DateTimeOffset at, string? more = null)
    {
        var seed = string.Create(CultureInfo.InvariantCulture, $"{update.Offset} {update.Buffer.Length} {at.UtcTicks} {more}");
        return SHA256.HashData(Encoding.UTF8.GetBytes(seed))[..16];
    }
}
