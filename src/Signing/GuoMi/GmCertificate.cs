using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;

namespace Market.Signing.GuoMi;

/// <summary>An X.509 certificate as GB/T 20518 profiles it, read by us: .NET verifies no SM2 signature, and names in
/// circulation are not always well formed.</summary>
internal sealed class GmCertificate
{
    private const int LargestEncoding = 64 * 1024;
    private const int MostExtensions = 64;
    private const int LatestTwoDigitYear = 2049;
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Context1 = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag Context2 = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag Context3 = new(TagClass.ContextSpecific, 3);

    private GmCertificate()
    {
    }

    public ReadOnlyMemory<byte> Encoded { get; private init; }

    /// <summary>The original bytes the issuer signed.</summary>
    public ReadOnlyMemory<byte> ToBeSigned { get; private init; }

    public BigInteger SerialNumber { get; private init; }

    /// <summary>DER of the issuer's name.</summary>
    public ReadOnlyMemory<byte> Issuer { get; private init; }

    /// <summary>DER of the subject's name.</summary>
    public ReadOnlyMemory<byte> Subject { get; private init; }

    public DateTimeOffset NotBefore { get; private init; }

    public DateTimeOffset NotAfter { get; private init; }

    /// <summary>The SM2 key; null when the certificate holds another kind.</summary>
    public Sm2PublicKey? PublicKey { get; private init; }

    public string SignatureAlgorithm { get; private init; } = "";

    public ReadOnlyMemory<byte> Signature { get; private init; }

    public bool IsAuthority { get; private set; }

    /// <summary>How many authorities may stand between this one and the leaf; null without a limit.</summary>
    public int? PathLength { get; private set; }

    public X509KeyUsageFlags? KeyUsage { get; private set; }

    /// <summary>Object identifiers of the extended key usage; null when the extension is missing.</summary>
    public IReadOnlyList<string>? ExtendedKeyUsage { get; private set; }

    public bool IsExtendedKeyUsageCritical { get; private set; }

    /// <summary>Whether it says where to ask if it was revoked.</summary>
    public bool OffersRevocation { get; private set; }

    /// <summary>Whether a critical extension is there that nobody here understands.</summary>
    public bool HasUnknownCriticalExtension { get; private set; }

    public bool IsSelfIssued => Subject.Span.SequenceEqual(Issuer.Span);

    /// <summary>GB/T 20518, 5.2.4.2.3: without the extension every use is allowed.</summary>
    public bool MaySign =>
        KeyUsage is not { } usage || (usage & (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation)) != 0;

    public bool MayIssue => IsAuthority && (KeyUsage is not { } usage || (usage & X509KeyUsageFlags.KeyCertSign) != 0);

    /// <exception cref="GmFormatException"><c>gm-certificate-unreadable</c>.</exception>
    public static GmCertificate Parse(ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Length > LargestEncoding)
        {
            throw Unreadable();
        }

        try
        {
            return Read(encoded);
        }
        catch (Exception exception) when (exception is AsnContentException or OverflowException)
        {
            throw Unreadable(exception);
        }
    }

    public static GmCertificate? TryParse(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return Parse(encoded);
        }
        catch (GmFormatException)
        {
            return null;
        }
    }

    public bool IsValidAt(DateTimeOffset at) => NotBefore <= at && at <= NotAfter;

    /// <summary>Whether this certificate's signature was made by that key.</summary>
    public bool IsSignedBy(Sm2PublicKey issuer) =>
        GuoMiOids.IsSm2WithSm3(SignatureAlgorithm)
        && Sm2SignatureValue.TryRead(Signature.Span) is { } value
        && issuer.Verify(ToBeSigned.Span, value);

    private static GmCertificate Read(ReadOnlyMemory<byte> encoded)
    {
        var outer = new AsnReader(encoded, AsnEncodingRules.BER);
        var certificate = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signedPart = certificate.PeekEncodedValue();
        var tbs = certificate.ReadSequence();
        var algorithm = AlgorithmIdentifier.Read(certificate);
        var signature = certificate.ReadBitString(out _);
        certificate.ThrowIfNotEmpty();

        if (tbs.PeekTag().HasSameClassAndValue(Context0))
        {
            tbs.ReadEncodedValue();
        }

        var serial = tbs.ReadInteger();
        var inner = AlgorithmIdentifier.Read(tbs);
        if (inner.Oid != algorithm.Oid)
        {
            // RFC 5280, 4.1.1.2: both must name the same algorithm.
            throw Unreadable();
        }

        var issuer = tbs.ReadEncodedValue();
        var validity = tbs.ReadSequence();
        var result = new GmCertificate
        {
            Encoded = encoded,
            ToBeSigned = signedPart,
            SerialNumber = serial,
            Issuer = issuer,
            NotBefore = ReadTime(validity),
            NotAfter = ReadTime(validity),
            Subject = tbs.ReadEncodedValue(),
            PublicKey = Sm2PublicKey.TryRead(tbs.ReadEncodedValue()),
            SignatureAlgorithm = algorithm.Oid,
            Signature = signature,
        };
        foreach (var identifier in (ReadOnlySpan<Asn1Tag>)[Context1, Context2])
        {
            if (tbs.HasData && tbs.PeekTag().HasSameClassAndValue(identifier))
            {
                tbs.ReadEncodedValue();
            }
        }

        if (tbs.HasData)
        {
            result.ReadExtensions(tbs.ReadSequence(Context3).ReadSequence());
        }

        tbs.ThrowIfNotEmpty();
        return result;
    }

    private void ReadExtensions(AsnReader extensions)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var isCritical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            var value = extension.ReadOctetString();
            extension.ThrowIfNotEmpty();

            // RFC 5280, 4.2: each extension once.
            if (!seen.Add(oid) || seen.Count > MostExtensions)
            {
                throw Unreadable();
            }

            ReadExtension(oid, isCritical, value);
        }
    }

    private void ReadExtension(string oid, bool isCritical, ReadOnlyMemory<byte> value)
    {
        var reader = new AsnReader(value, AsnEncodingRules.BER);
        switch (oid)
        {
            case Oids.BasicConstraints:
                var constraints = reader.ReadSequence();
                IsAuthority = constraints.HasData && constraints.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && constraints.ReadBoolean();
                PathLength = constraints.HasData ? ReadPathLength(constraints) : null;
                break;
            case Oids.KeyUsage:
                KeyUsage = ReadKeyUsage(reader.ReadBitString(out _));
                break;
            case Oids.ExtendedKeyUsage:
                ExtendedKeyUsage = ReadIdentifiers(reader.ReadSequence());
                IsExtendedKeyUsageCritical = isCritical;
                break;
            case Oids.CrlDistributionPoints or Oids.AuthorityInformationAccess:
                OffersRevocation = true;
                break;
            default:
                HasUnknownCriticalExtension |= isCritical && oid != Oids.SubjectKeyIdentifier && oid != Oids.CertificatePolicies;
                break;
        }
    }

    private static int ReadPathLength(AsnReader constraints) =>
        constraints.TryReadInt32(out var length) && length >= 0 ? length : throw Unreadable();

    // RFC 5280, 4.2.1.3 numbers the bits from the left; the flags of .NET keep the first eight in one byte.
    private static X509KeyUsageFlags ReadKeyUsage(byte[] bits) =>
        (X509KeyUsageFlags)((bits.Length > 0 ? bits[0] : 0) | (bits.Length > 1 ? bits[1] << 8 : 0));

    private static List<string> ReadIdentifiers(AsnReader sequence)
    {
        var identifiers = new List<string>();
        while (sequence.HasData && identifiers.Count < MostExtensions)
        {
            identifiers.Add(sequence.ReadObjectIdentifier());
        }

        return identifiers;
    }

    private static DateTimeOffset ReadTime(AsnReader reader) => reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime)
        ? reader.ReadUtcTime(LatestTwoDigitYear).ToUniversalTime()
        : GmTime.ReadGeneralizedTime(reader);

    private static GmFormatException Unreadable(Exception? inner = null)
    {
        const string Sentence = "A certificate cannot be read.";
        return inner is null
            ? new GmFormatException("gm-certificate-unreadable", Sentence)
            : new GmFormatException("gm-certificate-unreadable", Sentence, inner);
    }
}
