using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Certificates;
using Market.Signing.Cms;

namespace Market.Signing.Revocation;

/// <summary>A certificate revocation list as read (证书撤销列表, RFC 5280, 5). Its entries stay encoded: lists of hundreds of
/// thousands are searched, not kept.</summary>
internal sealed class RevocationList : RevocationData
{
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);

    private readonly SignedStructure _signed;
    private readonly ReadOnlyMemory<byte> _entries;
    private readonly RevocationListScope _scope;

    private RevocationList(SignedStructure signed, ReadOnlyMemory<byte> entries, RevocationListScope scope)
    {
        (_signed, _entries, _scope) = (signed, entries, scope);
    }

    public override RevocationFormat Format => RevocationFormat.RevocationList;

    public override DateTimeOffset ProducedAt => ThisUpdate;

    public override HashAlgorithmName? Digest => _signed.Digest;

    /// <summary>DER of the issuer's name.</summary>
    public ReadOnlyMemory<byte> IssuerName { get; private init; }

    public DateTimeOffset ThisUpdate { get; private init; }

    public DateTimeOffset? NextUpdate { get; private init; }

    /// <summary>The list's number; null when it bears none.</summary>
    public BigInteger? Number { get; private init; }

    /// <exception cref="RevocationFormatException">Not a revocation list, or one with a critical extension not known here.</exception>
    public static RevocationList Parse(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            var outer = new AsnReader(encoded, AsnEncodingRules.DER);
            var reader = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var signed = SignedStructure.Read(reader);
            reader.ThrowIfNotEmpty();
            return Read(encoded, signed, new AsnReader(signed.Content, AsnEncodingRules.DER).ReadSequence());
        }
        catch (Exception exception) when (exception is AsnContentException or OverflowException)
        {
            throw new RevocationFormatException("The revocation list cannot be read.", exception);
        }
    }

    /// <inheritdoc/>
    public override RevocationSigner? IssuerOf(X509Certificate2 authority)
    {
        // RFC 5280, 6.3.3 (f): a certificate that says what its key is for must say that it signs lists.
        var usage = authority.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault();
        return IssuerName.Span.SequenceEqual(authority.SubjectName.RawData)
            && (usage is null || usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign))
            && _signed.IsSignedBy(authority)
                ? new RevocationSigner(authority, IsDelegated: false, NeedsNoCheck: true)
                : null;
    }

    /// <inheritdoc/>
    public override CertificateStanding? StandingOf(X509Certificate2 certificate, X509Certificate2 authority)
    {
        if (!IssuerName.Span.SequenceEqual(certificate.IssuerName.RawData) || !_scope.Covers(certificate))
        {
            return null;
        }

        try
        {
            var entry = RevocationListEntry.Find(_entries, certificate.SerialNumberBytes.Span);
            return entry is not null ? new CertificateStanding(CertificateState.Revoked, ThisUpdate, NextUpdate, ThisUpdate, entry.RevokedAt, entry.Reason)
                : _scope.IsComplete ? new CertificateStanding(CertificateState.Good, ThisUpdate, NextUpdate, ThisUpdate)
                : null;
        }
        catch (Exception exception) when (exception is AsnContentException or RevocationFormatException)
        {
            // A list that cannot be read to its end proves nothing.
            return null;
        }
    }

    private static RevocationList Read(ReadOnlyMemory<byte> encoded, SignedStructure signed, AsnReader reader)
    {
        var version = reader.PeekTag().HasSameClassAndValue(Asn1Tag.Integer) ? reader.ReadInteger() : BigInteger.Zero;
        if (version > BigInteger.One)
        {
            throw new RevocationFormatException("The revocation list has an unknown version.");
        }

        // RFC 5280, 5.1.1.2: the algorithm inside is the one outside, so that it cannot be exchanged.
        if (!AlgorithmIdentifier.Read(reader).IsSameAs(signed.Algorithm))
        {
            throw new RevocationFormatException("The revocation list names two signature algorithms.");
        }

        var issuer = reader.ReadEncodedValue();
        var thisUpdate = ReadTime(reader);
        DateTimeOffset? nextUpdate = reader.HasData && IsTime(reader.PeekTag()) ? ReadTime(reader) : null;
        var entries = reader.HasData && reader.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? reader.ReadEncodedValue() : default;
        IReadOnlyDictionary<string, Extension> extensions = reader.HasData
            ? Extension.ReadAll(reader.ReadSequence(Context0))
            : new Dictionary<string, Extension>();
        reader.ThrowIfNotEmpty();
        return new RevocationList(signed, entries, RevocationListScope.Read(extensions))
        {
            Encoded = encoded,
            IssuerName = issuer,
            ThisUpdate = thisUpdate,
            NextUpdate = nextUpdate,
            Number = extensions.TryGetValue(Oids.CrlNumber, out var number)
                ? new AsnReader(number.Value, AsnEncodingRules.DER).ReadInteger()
                : null,
        };
    }

    /// <summary>RFC 5280, 5.1.2.4: UTCTime until 2049, GeneralizedTime after.</summary>
    internal static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();

    private static bool IsTime(Asn1Tag tag) => tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime);
}
