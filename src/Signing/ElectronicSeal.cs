using System.Text.Json.Serialization;
using Market.Signing.GuoMi;
using Market.Signing.GuoMi.Seals;
using Market.Signing.Isolation;
using Market.Signing.Seals;

namespace Market.Signing;

/// <summary>A Chinese electronic seal (电子印章, SESeal): name, picture and permitted certificates, signed by its maker.</summary>
[JsonConverter(typeof(WireElectronicSealConverter))]
public sealed class ElectronicSeal
{
    internal ElectronicSeal()
    {
    }

    /// <summary>The original bytes.</summary>
    public ReadOnlyMemory<byte> Encoded { get; internal init; }

    public ElectronicSealVersion Version { get; internal init; }

    /// <summary>The seal's number (esID).</summary>
    public string Id { get; internal init; } = "";

    /// <summary>The maker's system (Vid).</summary>
    public string VendorId { get; internal init; } = "";

    /// <summary>The kind of seal in the maker's own numbering.</summary>
    public int Type { get; internal init; }

    /// <summary>印章名称.</summary>
    public string Name { get; internal init; } = "";

    public DateTimeOffset CreatedAt { get; internal init; }

    public DateTimeOffset ValidFrom { get; internal init; }

    public DateTimeOffset ValidTo { get; internal init; }

    public ElectronicSealPicture Picture { get; internal init; } = new("", default, 0, 0);

    /// <summary>DER of the maker's certificate (制章者证书); it may be unreadable.</summary>
    public ReadOnlyMemory<byte> MakerCertificate { get; internal init; }

    internal string HeaderId { get; init; } = "";

    internal int HeaderVersion { get; init; }

    internal IReadOnlyList<SealListEntry> Signers { get; init; } = [];

    internal bool HasCriticalExtension { get; init; }

    internal string SignatureAlgorithm { get; init; } = "";

    internal ReadOnlyMemory<byte> SignatureValue { get; init; }

    /// <summary>The original bytes the maker signed: SES_SealInfo, in version 1 together with certificate and algorithm.</summary>
    internal ReadOnlyMemory<byte> SignedBytes { get; init; }

    internal ReadOnlyMemory<byte>? Timestamp { get; init; }

    internal bool IsDer { get; init; }

    /// <summary>Reads a seal without judging it.</summary>
    /// <exception cref="SealRefusedException"><c>ses-unreadable</c> and other codes of unreadable structures.</exception>
    public static ElectronicSeal Open(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return SesReader.ReadSeal(encoded);
        }
        catch (GmFormatException exception)
        {
            throw new SealRefusedException(exception.Code, exception.Message, exception);
        }
    }

    /// <summary>Makes a seal of GB/T 38540-2020 or GM/T 0031-2025.</summary>
    /// <param name="content">What the seal says.</param>
    /// <param name="maker">The seal maker's SM2 key.</param>
    /// <param name="tsa">Stamps the maker's signature with an SM3 imprint (GM/T 0031-2025 only); null leaves the stamp out.</param>
    /// <exception cref="SealRefusedException">The content or the key cannot make a seal.</exception>
    public static async Task<ElectronicSeal> IssueAsync(
        ElectronicSealContent content, ISealKey maker, ITimestampAuthority? tsa, CancellationToken ct) =>
        Open(await SealMaker.MakeAsync(content, maker, tsa, ct).ConfigureAwait(false));

    /// <summary>The seal's own picture, to be placed on a document in exactly the size the seal states.</summary>
    /// <exception cref="SealRefusedException"><c>unusable-picture</c>: neither PNG nor GIF, damaged, or without a size.</exception>
    public SealPicture ToPicture() => ElectronicSealImage.Of(this);

    /// <summary>Verifies a seal by itself, as of the moment asked for.</summary>
    public static ElectronicSealReport Verify(ReadOnlyMemory<byte> encoded, ValidationOptions options) =>
        SealVerification.Verify(encoded, options);

    /// <summary>Whether the seal lists this certificate, by its bytes or by its digest.</summary>
    public bool Permits(ReadOnlyMemory<byte> certificate)
    {
        var digest = Sm3.HashData(certificate.Span);
        return Signers.Any(entry => entry.Kind == SealListEntryKind.Digest
            ? entry.Value.Span.SequenceEqual(digest)
            : entry.Value.Span.SequenceEqual(certificate.Span));
    }
}
