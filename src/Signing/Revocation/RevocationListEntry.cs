using System.Formats.Asn1;
using Market.Signing.Cms;

namespace Market.Signing.Revocation;

/// <summary>One revoked certificate of a list (RFC 5280, 5.1.2.6 and 5.3).</summary>
internal sealed record RevocationListEntry(DateTimeOffset RevokedAt, int? Reason)
{
    /// <summary>The entry of a serial number; null when the list does not name it.</summary>
    /// <param name="entries">The DER of the SEQUENCE OF entries; empty when the list has none.</param>
    public static RevocationListEntry? Find(ReadOnlyMemory<byte> entries, ReadOnlySpan<byte> serialNumber)
    {
        if (entries.IsEmpty)
        {
            return null;
        }

        RevocationListEntry? found = null;
        var list = new AsnReader(entries, AsnEncodingRules.DER).ReadSequence();
        while (list.HasData)
        {
            var reader = list.ReadSequence();
            if (!reader.ReadIntegerBytes().Span.SequenceEqual(serialNumber))
            {
                continue;
            }

            found ??= Read(reader);
        }

        return found;
    }

    private static RevocationListEntry Read(AsnReader reader)
    {
        var revokedAt = RevocationList.ReadTime(reader);
        int? reason = null;
        if (reader.HasData)
        {
            var extensions = Extension.ReadAll(reader);

            // certificateIssuer (critical) belongs to indirect lists, which are not used here.
            Extension.RequireKnown(extensions, Oids.CrlReason);
            if (extensions.TryGetValue(Oids.CrlReason, out var value))
            {
                reason = (int)new AsnReader(value.Value, AsnEncodingRules.DER).ReadEnumeratedValue<RevocationReasonCode>();
            }
        }

        reader.ThrowIfNotEmpty();
        return new RevocationListEntry(revokedAt, reason);
    }
}
