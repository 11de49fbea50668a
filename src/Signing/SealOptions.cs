using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Market.Signing.GuoMi;

namespace Market.Signing;

/// <summary>What a seal says, where it is shown and what goes into the document with it.</summary>
public sealed record SealOptions
{
    /// <summary>Room for a token with an authority's chain of three.</summary>
    internal const int UsualTimestampContainer = 12 << 10;

    /// <summary>Name of the signature field; an existing empty one is used. Null makes a new field Seal1, Seal2 and so on.</summary>
    public string? FieldName { get; init; }

    /// <summary>Why the document is sealed (/Reason).</summary>
    public string? Reason { get; init; }

    /// <summary>Where (/Location).</summary>
    public string? Location { get; init; }

    /// <summary>Where the seal is shown. The first place is the signature's own, which readers show as the signature; all
    /// others are drawn into the pages, which is possible only while the document bears no signature. A field named by
    /// <see cref="FieldName"/> that is visible shows the seal itself, in place of a first <see cref="SealImpression"/>.
    /// Empty: an invisible signature.</summary>
    public IReadOnlyList<SealPlacement> Placements { get; init; } = [];

    /// <summary>Places of the seals that others will put on the document later, above all their straddle seals. They are
    /// drawn now, because nothing can be drawn under a signature; only while the document bears none.</summary>
    public IReadOnlyList<SealPlacement> PlannedPlacements { get; init; } = [];

    /// <summary>Files embedded in the same revision; only while the document bears no signature.</summary>
    public IReadOnlyList<PdfAttachment> Attachments { get; init; } = [];

    /// <summary>Further drawing in the same revision; only while the document bears no signature.</summary>
    public IReadOnlyList<PageStamp> Stamps { get; init; } = [];

    /// <summary>The moment of sealing as the signer claims it (/M). Proof of time is the time stamp's.</summary>
    public required DateTimeOffset ClaimedAt { get; init; }

    /// <summary>The Chinese electronic seal to sign with (电子签章, GB/T 38540): the value is an SES_Signature instead of CMS, the key
    /// one that the seal lists. Null: a CMS signature.</summary>
    public ElectronicSeal? ElectronicSeal { get; init; }

    /// <summary>A second signature in a revision of its own, made in the same pass: the domestic half of a dual seal (双签). It holds a key, and so
    /// never leaves the process.</summary>
    [JsonIgnore]
    public DomesticSeal? DomesticSeal { get; init; }

    /// <summary>The names the signature stands under. Null: <see cref="SignatureNames.Pades"/> for RSA and ECDSA,
    /// <see cref="SignatureNames.GuoMi"/> for SM2, <see cref="SignatureNames.ElectronicSeal"/> with an electronic seal.</summary>
    public SignatureNames? Names { get; init; }

    /// <summary>Whether a damaged document that bears no signature is rebuilt into a clean one, which is then sealed; the outcome
    /// says so. Otherwise it is refused.</summary>
    public bool RebuildDamaged { get; init; } = true;

    /// <summary>Whether every object of the document is read first, so that damage is found also where the seal does not touch it,
    /// such as a wrong length of a picture. Costs about as much again as sealing; without it readers repair such places
    /// themselves, and the signature holds.</summary>
    public bool CheckWholeDocument { get; init; }

    /// <summary>Opens an encrypted document: its user password, or its owner password, which lifts the author's
    /// restrictions. Null tries the empty user password.</summary>
    public string? Password { get; init; }

    /// <summary>How long the seal can be checked. Without it, B-T where a time-stamp authority is given, else B-B.</summary>
    public PadesLevel? Level { get; init; }

    /// <summary>Certifies the document with this seal, its first; null for a seal that does not.</summary>
    public Certification? Certification { get; init; }

    /// <summary>The form fields that this seal locks; null for none but those the field itself names.</summary>
    public SealLock? Lock { get; init; }

    /// <summary>Bytes reserved for the token of the document time stamp at B-LTA.</summary>
    public int TimestampContainerBytes { get; init; } = UsualTimestampContainer;

    /// <summary>Bytes reserved for the CMS signature with its certificates and time stamp; an electronic seal comes on top.</summary>
    public int SignatureContainerBytes { get; init; } = 16 << 10;

    /// <summary>Bytes reserved in all.</summary>
    internal int ContainerBytes => SignatureContainerBytes + (ElectronicSeal?.Encoded.Length ?? 0);

    /// <summary>The digest that will be signed, once it is known.</summary>
    internal HashAlgorithmName Digest { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>The names, once it is known what digest is signed.</summary>
    internal SignatureNames NamesFor(HashAlgorithmName digest) =>
        Names
        ?? (ElectronicSeal is not null ? SignatureNames.ElectronicSeal
            : digest == Sm3.Name ? SignatureNames.GuoMi
            : SignatureNames.Pades);
}
