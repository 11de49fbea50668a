using Market.Signing.Cms;
using Market.Signing.Pdf.Sealing;

namespace Market.Signing;

/// <summary>The revision that will carry a seal, complete but for the signature value: to be appended to the document by whoever holds the
/// key, who need not read that document.</summary>
public sealed class SealDraft
{
    private readonly Memory<byte> _revision;
    private readonly SignatureHole _hole;

    internal SealDraft(Memory<byte> revision, SignatureHole hole) => (_revision, _hole) = (revision, hole);

    /// <summary>The bytes to append.</summary>
    public ReadOnlyMemory<byte> Revision => _revision;

    /// <summary>Length of the document that the revision continues.</summary>
    public long Offset => _hole.Offset;

    /// <summary>Where in the revision the <c>&lt;</c> of the empty /Contents stands.</summary>
    public int ContentsAt => _hole.ContentsAt;

    /// <summary>How many bytes of signature fit.</summary>
    public int ContainerBytes => _hole.ContainerBytes;

    /// <summary>What is covered, as /ByteRange says it.</summary>
    internal string ByteRange => _hole.RangeIn(_revision.Length);

    /// <summary>Whether a revision that somebody else made is a draft for this document: it continues it, and its signature dictionary names
    /// exactly the bytes that will be digested, with exactly the room that was asked for.</summary>
    internal bool Continues(long documentLength, int containerBytes) =>
        Offset == documentLength && ContainerBytes == containerBytes && _hole.IsIn(_revision.Span);

    /// <summary>One that outlives the revision it was made with.</summary>
    internal SealDraft Copy() => new(_revision.ToArray(), _hole);

    /// <summary>Digests this revision but for its signature value, behind what was digested before it.</summary>
    internal byte[] FinishDigest(ContentDigest digest)
    {
        digest.Append(_revision.Span[..ContentsAt]);
        digest.Append(_revision.Span[_hole.AfterContents..]);
        return digest.Finish();
    }

    /// <summary>Puts in the signature value.</summary>
    internal void FillContents(ReadOnlySpan<byte> signature) =>
        PreparedSeal.WriteContents(signature, _revision.Span.Slice(ContentsAt + 1, 2 * ContainerBytes));
}
