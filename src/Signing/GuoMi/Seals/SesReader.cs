using System.Formats.Asn1;

namespace Market.Signing.GuoMi.Seals;

/// <summary>Reads SESeal and SES_Signature of GM/T 0031-2014, GB/T 38540-2020 and GM/T 0031-2025. What was signed is kept
/// as the original bytes: producers break DER, and re-encoding would break their signatures.</summary>
internal static class SesReader
{
    private const int LargestEncoding = 16 * 1024 * 1024;
    private const int MostSigners = 1000;
    private const int ElementsOfFirstVersion = 2;
    private const int FewestElements = 4;
    private const int MostElements = 5;

    /// <exception cref="GmFormatException">Not a seal.</exception>
    public static ElectronicSeal ReadSeal(ReadOnlyMemory<byte> encoded) =>
        Read(encoded, mayBePadded: false, ReadSeal);

    /// <param name="encoded">The structure, with zero bytes behind it if it stood in a fixed space.</param>
    /// <exception cref="GmFormatException">Not a seal signature.</exception>
    public static ElectronicSealSignature ReadSignature(ReadOnlyMemory<byte> encoded) =>
        Read(encoded, mayBePadded: true, ReadSignature);

    private static T Read<T>(ReadOnlyMemory<byte> encoded, bool mayBePadded, Func<AsnReader, T> read)
    {
        if (encoded.Length > LargestEncoding)
        {
            throw new GmFormatException("ses-too-large", "The electronic seal is too large.");
        }

        try
        {
            AsnDecoder.ReadEncodedValue(encoded.Span, AsnEncodingRules.BER, out _, out _, out var length);
            RequireEnd(encoded.Span[length..], mayBePadded);
            var structure = encoded[..length];
            try
            {
                return read(new AsnReader(structure, AsnEncodingRules.DER));
            }
            catch (AsnContentException)
            {
                return read(new AsnReader(structure, AsnEncodingRules.BER));
            }
        }
        catch (Exception exception) when (exception is AsnContentException or OverflowException)
        {
            throw new GmFormatException("ses-unreadable", "The electronic seal cannot be read.", exception);
        }
    }

    private static void RequireEnd(ReadOnlySpan<byte> rest, bool mayBePadded)
    {
        if (mayBePadded ? rest.ContainsAnyExcept((byte)0) : !rest.IsEmpty)
        {
            throw new GmFormatException("ses-trailing-data", "Bytes follow the end of the electronic seal.");
        }
    }

    private static ElectronicSeal ReadSeal(AsnReader parent)
    {
        var isDer = parent.RuleSet == AsnEncodingRules.DER;
        var encoded = parent.PeekEncodedValue();
        var elements = SesElements.Count(new AsnReader(encoded, parent.RuleSet).ReadSequence(), MostElements);
        var seal = parent.ReadSequence();
        var infoEncoding = seal.PeekEncodedValue();
        var info = seal.ReadSequence();

        var header = info.ReadSequence();
        var headerId = SesElements.ReadText(header);
        var headerVersion = SesElements.ReadInteger(header);
        var vendor = SesElements.ReadText(header);
        header.ThrowIfNotEmpty();
        var version = VersionOf(elements, headerVersion);
        var isFirst = version == ElectronicSealVersion.Gmt0031Of2014;

        var id = SesElements.ReadText(info);
        var property = info.ReadSequence();
        var type = SesElements.ReadInteger(property);
        var name = SesElements.ReadText(property);
        var listsDigests = !isFirst && ReadListType(property);
        var signers = ReadSigners(property.ReadSequence(), listsDigests);
        var createdAt = GmTime.Read(property);
        var validFrom = GmTime.Read(property);
        var validTo = GmTime.Read(property);
        property.ThrowIfNotEmpty();
        var picture = ReadPicture(info.ReadSequence());
        var hasCriticalExtension = SesElements.ReadExtensions(info);
        info.ThrowIfNotEmpty();

        var signInfo = isFirst ? seal.ReadSequence() : seal;
        var certificateEncoding = signInfo.PeekEncodedValue();
        var certificate = signInfo.ReadOctetString();
        var algorithmEncoding = signInfo.PeekEncodedValue();
        var algorithm = signInfo.ReadObjectIdentifier();
        var value = SesElements.ReadBits(signInfo);
        var timestamp = isFirst ? null : SesElements.ReadTimestamp(signInfo);
        signInfo.ThrowIfNotEmpty();
        seal.ThrowIfNotEmpty();
        return new ElectronicSeal
        {
            Encoded = encoded,
            Version = version,
            Id = id,
            VendorId = vendor,
            Type = type,
            Name = name,
            CreatedAt = createdAt,
            ValidFrom = validFrom,
            ValidTo = validTo,
            Picture = picture,
            MakerCertificate = certificate,
            HeaderId = headerId,
            HeaderVersion = headerVersion,
            Signers = signers,
            HasCriticalExtension = hasCriticalExtension,
            SignatureAlgorithm = algorithm,
            SignatureValue = value,
            SignedBytes = isFirst ? Join(infoEncoding, certificateEncoding, algorithmEncoding) : infoEncoding,
            Timestamp = timestamp,
            IsDer = isDer,
        };
    }

    private static ElectronicSealSignature ReadSignature(AsnReader parent)
    {
        var encoded = parent.PeekEncodedValue();
        var elements = SesElements.Count(new AsnReader(encoded, parent.RuleSet).ReadSequence(), MostElements);
        var isFirst = elements == ElementsOfFirstVersion;
        var signature = parent.ReadSequence();
        var signedBytes = signature.PeekEncodedValue();
        var toSign = signature.ReadSequence();

        var version = SesElements.ReadInteger(toSign);
        var seal = ReadSeal(toSign);
        var timeInfo = isFirst ? SesElements.ReadBits(toSign) : default;
        DateTimeOffset? claimedAt = isFirst ? GmTime.TryReadText(timeInfo) : GmTime.Read(toSign);
        var dataHash = SesElements.ReadBits(toSign);
        var propertyInfo = SesElements.ReadText(toSign);
        var hasCriticalExtension = !isFirst && SesElements.ReadExtensions(toSign);

        // In the first version certificate and algorithm are signed; later they stand outside.
        var holder = isFirst ? toSign : signature;
        var certificate = holder.ReadOctetString();
        var algorithm = holder.ReadObjectIdentifier();
        toSign.ThrowIfNotEmpty();
        var value = SesElements.ReadBits(signature);
        var timestamp = isFirst ? null : SesElements.ReadTimestamp(signature);
        signature.ThrowIfNotEmpty();
        return new ElectronicSealSignature
        {
            Encoded = encoded,
            Version = version,
            Seal = seal,
            ClaimedAt = claimedAt,
            TimeToken = !timeInfo.IsEmpty && timeInfo.Span[0] == 0x30 ? timeInfo : default(ReadOnlyMemory<byte>?),
            PropertyInfo = propertyInfo,
            DataHash = dataHash,
            SignerCertificate = certificate,
            HasCriticalExtension = hasCriticalExtension,
            SignatureAlgorithm = algorithm,
            SignatureValue = value,
            SignedBytes = signedBytes,
            Timestamp = timestamp,
            IsDer = parent.RuleSet == AsnEncodingRules.DER,
        };
    }

    private static ElectronicSealVersion VersionOf(int elements, int headerVersion) => (elements, headerVersion) switch
    {
        (ElementsOfFirstVersion, _) => ElectronicSealVersion.Gmt0031Of2014,
        (FewestElements, (int)ElectronicSealVersion.Gmt0031Of2025) or (MostElements, _) => ElectronicSealVersion.Gmt0031Of2025,
        (FewestElements, _) => ElectronicSealVersion.Gbt38540Of2020,
        _ => throw new GmFormatException("ses-version-unknown", "The electronic seal is of no known version."),
    };

    // certListType: 1 certificates, 2 digests. It alone tells which of the two lists follows.
    private static bool ReadListType(AsnReader property) => SesElements.ReadInteger(property) switch
    {
        1 => false,
        2 => true,
        _ => throw new AsnContentException("An unknown list of signers."),
    };

    private static List<SealListEntry> ReadSigners(AsnReader list, bool listsDigests)
    {
        var signers = new List<SealListEntry>();
        while (list.HasData)
        {
            if (signers.Count == MostSigners)
            {
                throw new GmFormatException("ses-too-large", "The seal lists too many signers.");
            }

            signers.Add(listsDigests ? ReadDigest(list.ReadSequence()) : ReadSigner(list));
        }

        return signers;
    }

    private static SealListEntry ReadSigner(AsnReader list)
    {
        if (list.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString))
        {
            return new SealListEntry(SealListEntryKind.Certificate, list.ReadOctetString());
        }

        var content = list.PeekContentBytes();
        SesElements.ReadText(list);
        return new SealListEntry(SealListEntryKind.Identifier, content);
    }

    private static SealListEntry ReadDigest(AsnReader entry)
    {
        SesElements.ReadText(entry);
        var value = entry.ReadOctetString();
        entry.ThrowIfNotEmpty();
        return new SealListEntry(SealListEntryKind.Digest, value);
    }

    private static ElectronicSealPicture ReadPicture(AsnReader reader)
    {
        var picture = new ElectronicSealPicture(
            SesElements.ReadText(reader), reader.ReadOctetString(), SesElements.ReadInteger(reader), SesElements.ReadInteger(reader));
        reader.ThrowIfNotEmpty();
        return picture;
    }

    private static byte[] Join(ReadOnlyMemory<byte> info, ReadOnlyMemory<byte> certificate, ReadOnlyMemory<byte> algorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(info.Span);
            writer.WriteEncodedValue(certificate.Span);
            writer.WriteEncodedValue(algorithm.Span);
        }

        return writer.Encode();
    }
}
