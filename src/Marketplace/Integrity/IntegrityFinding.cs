using System.Globalization;
using System.Resources;

namespace Market.Marketplace.Integrity;

/// <summary>How bad a finding is.</summary>
public enum FindingGravity
{
    /// <summary>损坏: something that was promised is not there, or is not what it was.</summary>
    Damage,

    /// <summary>滞留: it is all there, and has waited longer than it should.</summary>
    Waiting,

    /// <summary>残留: nobody needs it; <c>gc</c> takes it away when it is old enough.</summary>
    Leftover,
}

/// <summary>What can be wrong with a store. Findings.resx has the sentence of each.</summary>
public enum FindingKind
{
    /// <summary>A row's blob is not there.</summary>
    FileMissing,

    /// <summary>A blob is shorter than its row says.</summary>
    FileTruncated,

    /// <summary>A blob's bytes are not those of its address.</summary>
    FileAltered,

    /// <summary>A row names a wrong size; the blob itself is whole.</summary>
    RowSizeWrong,

    /// <summary>A row's digest is no address.</summary>
    RowDigestInvalid,

    /// <summary>A blob that no row names.</summary>
    FileUnreferenced,

    /// <summary>A temporary file of a writer that was stopped.</summary>
    TemporaryLeft,

    /// <summary>A blob taken aside and neither deleted nor put back.</summary>
    LeavingLeft,

    /// <summary>A file that is nothing of ours.</summary>
    FileForeign,

    /// <summary>A row names another that is not there.</summary>
    ReferenceBroken,

    /// <summary>A copy of a digest differs from that of the file it names.</summary>
    DigestCopyDiffers,

    /// <summary>A sealed file that no use of a seal produced.</summary>
    SealedFileUnlogged,

    /// <summary>The log names a sealed file that is not there.</summary>
    SealUseWithoutFile,

    /// <summary>A result beyond verification without the record of its verification.</summary>
    VerificationMissing,

    /// <summary>A sealed result that no message will deliver.</summary>
    DeliveryLost,

    /// <summary>A delivered result that the ledger knows nothing of.</summary>
    DeliveryUnrecorded,

    /// <summary>A result delivered more than once.</summary>
    DeliveryDoubled,

    /// <summary>An issued notice that no message will serve.</summary>
    NoticeLost,

    /// <summary>An outbox message about a row that is not there.</summary>
    MessageWithoutSubject,

    /// <summary>An outbox message that has failed for a long while.</summary>
    MessageStuck,

    /// <summary>A feed does not run from 1 on without a gap.</summary>
    FeedGap,

    /// <summary>A feed's count is not its last position.</summary>
    FeedCountWrong,

    /// <summary>An event that no sequencer has placed for a long while.</summary>
    EventUnplaced,

    /// <summary>An event that an endpoint wants has no delivery.</summary>
    WebhookMissing,

    /// <summary>A seal's key is not in the key store.</summary>
    SealKeyMissing,

    /// <summary>A seal's key cannot be decrypted, or is another seal's.</summary>
    SealKeyUnreadable,

    /// <summary>A key that belongs to no seal.</summary>
    SealKeyUnused,

    /// <summary>The database's own check found a fault.</summary>
    DatabaseDamaged,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="Where">Table or file.</param>
/// <param name="Id">Which row, organisation or address.</param>
/// <param name="Detail">What was expected and what was found, in figures.</param>
public sealed record IntegrityFinding(FindingKind Kind, string Where, string Id, string Detail = "")
{
    private static readonly ResourceManager Words = new("Market.Marketplace.Integrity.Findings", typeof(IntegrityFinding).Assembly);

    /// <summary>How bad it is.</summary>
    public FindingGravity Gravity => Kind switch
    {
        FindingKind.FileUnreferenced or FindingKind.TemporaryLeft or FindingKind.LeavingLeft or FindingKind.FileForeign
            or FindingKind.SealKeyUnused => FindingGravity.Leftover,
        FindingKind.MessageStuck or FindingKind.EventUnplaced => FindingGravity.Waiting,
        _ => FindingGravity.Damage,
    };

    /// <summary>The finding in words.</summary>
    public string Say(CultureInfo culture) =>
        string.Format(culture, Words.GetString(Kind.ToString(), culture) ?? Kind.ToString(), Where, Id, Detail);

    /// <summary>A word around the findings, such as that of a gravity.</summary>
    public static string Word(string key, CultureInfo culture) => Words.GetString(key, culture) ?? key;

    internal static string? SentenceOf(string key, CultureInfo culture) => Words.GetResourceSet(culture, createIfNotExists: true, tryParents: false)?.GetString(key);
}
