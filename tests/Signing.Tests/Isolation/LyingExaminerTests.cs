using System.Security.Cryptography;
using System.Text;
using Market.Signing.Cms;
using Market.Signing.Pdf.Sealing;
using Market.Signing.Tests.Samples;
using Market.Signing.Tests.Testing;
using Market.Signing.Tests.Validation;

namespace Market.Signing.Tests.Isolation;

/// <summary>An examiner in the hand of a hostile document obtains no signature but over the very file that is stored.</summary>
public sealed class LyingExaminerTests
{
    private static readonly SealOptions Usual = new() { ClaimedAt = TestPki.Now };

    public static TheoryData<string> Lies => [.. Forgeries.Keys];

    private static Dictionary<string, Func<SealDraft, SealDraft>> Forgeries => new()
    {
        ["continues a longer document"] = draft => Of(draft.Revision.ToArray(), draft.Offset + 1, draft.ContentsAt, draft.ContainerBytes),
        ["continues a shorter document"] = draft => Of(draft.Revision.ToArray(), draft.Offset - 100, draft.ContentsAt, draft.ContainerBytes),
        ["a hole elsewhere"] = draft => Of(draft.Revision.ToArray(), draft.Offset, draft.ContentsAt + 2, draft.ContainerBytes),
        ["a hole before the revision"] = draft => Of(draft.Revision.ToArray(), draft.Offset, -40, draft.ContainerBytes),
        ["a hole beyond the revision"] = draft => Of(draft.Revision.ToArray(), draft.Offset, draft.Revision.Length - 10, draft.ContainerBytes),
        ["a hole at the end of all numbers"] = draft => Of(draft.Revision.ToArray(), draft.Offset, int.MaxValue - 10, draft.ContainerBytes),
        ["a larger hole"] = draft => Of(draft.Revision.ToArray(), draft.Offset, draft.ContentsAt, draft.ContainerBytes + 1),
        ["a hole with something in it"] = draft => Changed(draft, draft.ContentsAt + 5, "1"),
        ["a hole that is none"] = draft => Changed(draft, draft.ContentsAt, "("),
        ["a range that leaves out the beginning"] = draft => Changed(draft, draft.ContentsAt - 63, "[9"),
        ["a range that leaves out the end"] = draft => Of([.. draft.Revision.Span, .. "\n1 0 obj\n<</Type/Catalog>>\nendobj\n"u8], draft.Offset, draft.ContentsAt, draft.ContainerBytes),
        ["a range under another name"] = draft => Changed(draft, draft.ContentsAt - 70, "X"),
        ["contents under another name"] = draft => Changed(draft, draft.ContentsAt - 3, "X"),
        ["nothing"] = draft => Of([], draft.Offset, draft.ContentsAt, draft.ContainerBytes),
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_revision_that_is_not_what_will_be_digested_is_refused_before_the_key_is_asked(string lie)
    {
        var examiner = new Lying(Forgeries[lie]);
        using var key = new CountingKey(TestPki.UnitKey());
        using var output = new MemoryStream();
        await using var input = File.OpenRead(SampleDocuments.PathOf("letter.pdf"));

        var refusal = await Assert.ThrowsAsync<PdfFormatException>(
            () => PdfSealer.SealAsync(input, output, key, Usual, tsa: null, examiner, TestContext.Current.CancellationToken));

        Assert.Equal(PdfFormatException.LimitExceeded, refusal.Code);
        Assert.Equal((0, 0L), (key.Asked, output.Length));
    }

    [Fact]
    public async Task Whatever_it_appends_the_original_bytes_stand_first_and_the_signature_is_over_all_that_is_stored()
    {
        // A revision for the document shows what a hostile reader might add: it is in the file, under the signature, for everybody to find.
        var examiner = new Lying(draft => Changed(draft, draft.Revision.Length - 7, "%"));
        using var key = TestPki.UnitKey();
        using var output = new MemoryStream();
        var original = await File.ReadAllBytesAsync(SampleDocuments.PathOf("letter.pdf"), TestContext.Current.CancellationToken);
        using var input = new MemoryStream(original);

        await PdfSealer.SealAsync(input, output, key, Usual, TestPki.Pki.TimestampAuthority, examiner, TestContext.Current.CancellationToken);

        var stored = output.ToArray();
        Assert.Equal(original, stored[..original.Length]);
        var (start, end) = Forgery.LastContents(stored);
        byte[] covered = [.. stored.AsSpan(0, start - 1), .. stored.AsSpan(end + 1)];
        var cms = CmsSignedData.ParseGuoMi(Convert.FromHexString(Encoding.ASCII.GetString(stored.AsSpan(start, end - start))));
        Assert.Contains(Convert.ToHexString(SHA256.HashData(covered)), Convert.ToHexString(cms.Signers.Single().SignedAttributesEncoding!.Value.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Levels_that_read_the_sealed_document_again_are_not_made_without_reading_it()
    {
        using var key = new CountingKey(TestPki.UnitKey());
        await using var input = File.OpenRead(SampleDocuments.PathOf("letter.pdf"));

        foreach (var level in new[] { PadesLevel.BT, PadesLevel.BLT, PadesLevel.BLTA })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => PdfSealer.SealAsync(
                input, Stream.Null, key, Usual with { Level = level }, tsa: null, new FileExaminer(), TestContext.Current.CancellationToken));
        }

        Assert.Equal(0, key.Asked);
    }

    private static SealDraft Of(byte[] revision, long offset, int contentsAt, int containerBytes) =>
        new(revision, new SignatureHole(offset, contentsAt, containerBytes));

    private static SealDraft Changed(SealDraft draft, int at, string bytes)
    {
        var revision = draft.Revision.ToArray();
        Encoding.ASCII.GetBytes(bytes, revision.AsSpan(at));
        return Of(revision, draft.Offset, draft.ContentsAt, draft.ContainerBytes);
    }

    /// <summary>Reads well and answers falsely.</summary>
    private sealed class Lying(Func<SealDraft, SealDraft> lie) : IFileExaminer
    {
        private readonly FileExaminer _real = new();

        public async Task<SealDraft> DraftSealAsync(Stream pdf, SealOptions options, HashAlgorithmName digestAlgorithm, CancellationToken ct = default) =>
            lie(await _real.DraftSealAsync(pdf, options, digestAlgorithm, ct));

        public Task<SealReport> ValidateAsync(Stream file, ValidationOptions options, CancellationToken ct = default) => throw new NotSupportedException();

        public Task<PdfDescription> InspectAsync(Stream pdf, bool wholeDocument = false, CancellationToken ct = default) => throw new NotSupportedException();

        public Task<RepairReport> RebuildAsync(Stream damaged, Stream output, CancellationToken ct = default) => throw new NotSupportedException();

        public Task<ReadOnlyMemory<byte>> DraftPreparationAsync(
            Stream pdf, IReadOnlyList<PdfAttachment> attachments, IReadOnlyList<PageStamp> stamps, DateTimeOffset at, CancellationToken ct = default) =>
            throw new NotSupportedException();
    }
}
