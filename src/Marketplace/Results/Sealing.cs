using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Market.Marketplace.Agencies;
using Market.Marketplace.Albums;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Documents;
using Market.Marketplace.Elements;
using Market.Marketplace.Operations;
using Market.Marketplace.Seals;
using Market.Marketplace.Trust;
using Market.Signing;

namespace Market.Marketplace.Results;

/// <summary>One seal to be put on one file.</summary>
/// <param name="TitleBlock">Where it stands on a drawing; null for a report, on whose last page it stands.</param>
/// <param name="Artwork">Drawn once for many files; null draws it for this one.</param>
/// <param name="List">The list to embed, for the list of an album.</param>
/// <param name="IsPinned">Whether the bytes have just been digested, and are those that an examining process read whole when they were handed in,
/// or that were sealed here since.</param>
internal sealed record SealingPlan(
    Result Result, SealingStep Step, Seal Seal, Practitioner? Practitioner, ResultBinding Binding, DateTimeOffset At,
    TitleBlock? TitleBlock = null, SealingArtwork? Artwork = null, AlbumList? List = null, bool IsPinned = false);

/// <summary>What looks the same on all files of a batch.</summary>
internal sealed record SealingArtwork(SealPicture Picture, bool[,] Code);

/// <summary>The one place where the marketplace meets the signing library.</summary>
public sealed class Sealing(MarketplaceOptions options, TrustList trust, ITimestampAuthority timestamps, IFileExaminer examiner, IBlobStore blobs, IRevocationSource? revocation = null)
{
    // Millimetres. Seals stand at the lower right of the last page, the practitioners' to the left of the unit's; the QR
    // code stands at the upper right of the first page.
    private const double UnitFromRight = 45;
    private const double PractitionerFromRight = 95;
    private const double SealFromBottom = 50;
    private const double PractitionerPitch = 34;
    private const double PractitionerFromUnit = PractitionerFromRight - UnitFromRight;
    private const double CodeEdge = 22;
    private const double CodeMargin = 12;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Looks into a material of a case before it is accepted; it may carry seals of others.</summary>
    internal async Task<PrecheckReport> PrecheckMaterialAsync(Stream pdf, CancellationToken ct)
    {
        try
        {
            var description = await ExaminedAsync(() => examiner.InspectAsync(pdf, ct: ct));
            return new PrecheckReport(description.PageCount, [.. FindingsOf(description, mayBeSealed: true)]);
        }
        catch (PdfFormatException e)
        {
            return Refused(e);
        }
    }

    /// <summary>Looks into every object of a file that is going to be sealed here, before it is accepted. A damaged one is rebuilt,
    /// and the report says so: what would be sealed otherwise is what each reader makes of it.</summary>
    internal async Task<HandIn> PrecheckAsync(Stream pdf, CancellationToken ct)
    {
        try
        {
            var description = await ExaminedAsync(() => examiner.InspectAsync(pdf, wholeDocument: true, ct));
            return new HandIn(new PrecheckReport(description.PageCount, [.. FindingsOf(description, mayBeSealed: false)]));
        }
        catch (PdfFormatException e)
        {
            return e.Code == PdfFormatException.Damaged ? await RebuildAsync(pdf, ct) : new HandIn(Refused(e));
        }
    }

    private async Task<HandIn> RebuildAsync(Stream damaged, CancellationToken ct)
    {
        var rebuilt = HandIn.CreateFile();
        try
        {
            var repair = await ExaminedAsync(() => examiner.RebuildAsync(damaged, rebuilt, ct));
            await rebuilt.FlushAsync(ct);
            if (repair.Notes.Any(note => note.Code == RepairNote.ObjectsLost))
            {
                // Nobody is to seal a report of which parts are gone.
                await rebuilt.DisposeAsync();
                return new HandIn(new PrecheckReport(0, [new PrecheckFinding("pdf-damaged", Blocking: true, [])]));
            }

            var description = await ExaminedAsync(() => examiner.InspectAsync(rebuilt, wholeDocument: true, ct));
            return new HandIn(
                new PrecheckReport(description.PageCount, [.. FindingsOf(description, mayBeSealed: false), .. PrecheckFinding.Of(repair)]), rebuilt);
        }
        catch (PdfFormatException e)
        {
            await rebuilt.DisposeAsync();
            return new HandIn(Refused(e));
        }
        catch
        {
            await rebuilt.DisposeAsync();
            throw;
        }
    }

    private static PrecheckReport Refused(PdfFormatException e) => new(0, [new PrecheckFinding(RefusalFor(e), Blocking: true, [])]);

    /// <summary>Writes the sealed file: an incremental update with a time-stamped signature. The first seal also brings
    /// market.json and the QR code.</summary>
    /// <returns>Codes of what the holder of the seal should know all the same: a certificate that ends soon, one that nobody vouches for.</returns>
    internal Task<IReadOnlyList<string>> SealAsync(Stream input, Stream output, ISealKey key, SealingPlan plan, CancellationToken ct) =>
        SealAsync(input, output, key, description => OptionsFor(plan, description.Pages), plan.IsPinned, ct);

    /// <summary>Puts a time-stamped seal on a file in custody; whatever hinders it becomes a refusal in words.</summary>
    internal Task<IReadOnlyList<string>> ApplyAsync(Stream input, Stream output, ISealKey key, SealOptions how, CancellationToken ct) =>
        SealAsync(input, output, key, _ => how, isPinned: false, ct);

    private async Task<IReadOnlyList<string>> SealAsync(Stream input, Stream output, ISealKey key, Func<PdfDescription, SealOptions> optionsFor, bool isPinned, CancellationToken ct)
    {
        try
        {
            var how = optionsFor(await ReadElsewhereAsync(input, wholeDocument: !isPinned, ct));
            var outcome = await ExaminedAsync(() => PdfSealer.SealAsync(input, output, key, how, timestamps, examiner, ct));
            return [.. outcome.Warnings.Select(warning => warning.Code)];
        }
        catch (PdfFormatException e)
        {
            throw new RuleViolationException(RefusalFor(e), e);
        }
        catch (SealRefusedException e)
        {
            throw new RuleViolationException("seal-refused", new SigningReason(e.Code));
        }
        catch (TimestampException e)
        {
            throw new RuleViolationException("timestamp-unavailable", e);
        }
    }

    /// <summary>This process holds the keys and reads no document. What must be known of it to place a seal, an examining process tells, and the same
    /// kind of process drafts the revision (<see cref="PdfSealer.SealAsync(Stream, Stream, ISealKey, SealOptions, ITimestampAuthority, IFileExaminer, CancellationToken)"/>
    /// says why that may be trusted with a signature).</summary>
    private async Task<PdfDescription> ReadElsewhereAsync(Stream pdf, bool wholeDocument, CancellationToken ct)
    {
        var description = await ExaminedAsync(() => examiner.InspectAsync(pdf, wholeDocument, ct));
        return description.PageCount > 0 ? description : throw new PdfFormatException(
            description.Encrypted ? PdfFormatException.Encrypted : PdfFormatException.NoPages, "The document has no page to seal.");
    }

    /// <summary>Writes the file that an agency seals with its own token (待签文件): market.json and the QR code, and no seal.</summary>
    internal async Task PrepareAsync(Stream input, Stream output, ResultBinding binding, string? elements, DateTimeOffset at, CancellationToken ct)
    {
        try
        {
            var first = (await ReadElsewhereAsync(input, wholeDocument: true, ct)).Pages[0];
            await PdfPreparer.PrepareAsync(
                input, output, [BindingFile(binding), .. ElementsFile(binding, elements)],
                [CodeFor(binding, first, QrModules.Of(AddressOf(binding).AbsoluteUri))], at, examiner, ct);
        }
        catch (ExaminerUnavailableException e)
        {
            throw new RuleViolationException("examination-busy", e);
        }
        catch (PdfFormatException e)
        {
            throw new RuleViolationException(RefusalFor(e), e);
        }
        catch (SealRefusedException e)
        {
            throw new RuleViolationException("seal-refused", new SigningReason(e.Code));
        }
    }

    /// <summary>Reads what the seals of a file prove as of an instant.</summary>
    internal async Task<SealFacts> ValidateAsync(Stream pdf, DateTimeOffset asOf, CancellationToken ct)
    {
        var roots = await trust.CurrentAsync(ct);
        var report = await ExaminedAsync(() => examiner.ValidateAsync(
            pdf, new ValidationOptions { TrustAnchors = roots.SealAnchors, TimestampAnchors = roots.TimestampAnchors, Revocation = revocation, AsOf = asOf }, ct));
        return new SealFacts(
            report.Readable, report.PageCount,
            [.. report.Signatures.Where(signature => !signature.IsDocumentTimestamp).Select(signature => FactsOf(signature, report.Format, pdf.Length))],
            BindingIn(report), report.Reasons, ListIn(report))
        {
            Report = report,
            Elements = ElementsIn(report),
        };
    }

    private static async Task<T> ExaminedAsync<T>(Func<Task<T>> examine)
    {
        try
        {
            return await examine();
        }
        catch (ExaminerUnavailableException e)
        {
            // Nothing was found out about the file; the same request may succeed later.
            throw new RuleViolationException("examination-busy", e);
        }
    }

    private IEnumerable<PrecheckFinding> FindingsOf(PdfDescription description, bool mayBeSealed)
    {
        if (description.Encrypted)
        {
            yield return new PrecheckFinding("pdf-encrypted", Blocking: true, []);
        }
        else if (description.PageCount == 0)
        {
            yield return new PrecheckFinding("pdf-no-pages", Blocking: true, []);
        }
        else
        {
            yield return new PrecheckFinding("pages", Blocking: false, [$"{description.PageCount}"]);
        }

        if (!mayBeSealed && (description.SignedFields.Count > 0 || description.IsLocked))
        {
            yield return new PrecheckFinding("already-sealed", Blocking: true, [$"{description.SignedFields.Count}"]);
        }

        if (description.HasActiveContent)
        {
            yield return new PrecheckFinding("active-content", Blocking: options.RefuseActiveContent, []);
        }
    }

    private static string RefusalFor(PdfFormatException e) => e.Code switch
    {
        PdfFormatException.NotAPdf => "not-a-pdf",
        PdfFormatException.Encrypted or PdfFormatException.WrongPassword or PdfFormatException.EncryptionUnsupported => "pdf-encrypted",
        PdfFormatException.NoPages => "pdf-no-pages",
        PdfFormatException.DamagedSigned => "pdf-damaged-signed",
        PdfFormatException.LimitExceeded or PdfFormatException.Unsupported => "pdf-unsupported",
        _ => "pdf-damaged",
    };

    private static SignatureFacts FactsOf(SignatureReport signature, SealedFileFormat format, long fileLength) => new(
        signature.SignerName ?? signature.FieldName, signature.SignerOrganisation, signature.SignerOrganisationCode,
        signature.SignerCertificate is { } der ? Convert.ToHexStringLower(SHA256.HashData(der.Span)) : "",
        signature.Intact, signature.CoversRevision && signature.CoversWholeFile, IsLast(signature, format, fileLength),
        TrustOf(signature), InForce(signature), signature.SignedAt, signature.ClaimedAt, signature.Reasons);

    // An OFD package has no revisions: a signature covers all of it, or the files it leaves out are named.
    private static bool IsLast(SignatureReport signature, SealedFileFormat format, long fileLength) =>
        format == SealedFileFormat.Ofd ? signature.CoversWholeFile : signature.RevisionLength == fileLength;

    private static bool? TrustOf(SignatureReport signature) => signature switch
    {
        { Trusted: true } => true,
        {
            SubIndication: SubIndication.Revoked or SubIndication.ChainConstraintsFailure or SubIndication.CryptoConstraintsFailure
            or SubIndication.SigConstraintsFailure
        } => false,
        _ => null,
    };

    private static bool? InForce(SignatureReport signature) => signature switch
    {
        { SubIndication: SubIndication.Expired or SubIndication.NotYetValid or SubIndication.Revoked } => false,
        { Trusted: true, SignedAt: not null } => true,
        _ => null,
    };

    private static ResultBinding? BindingIn(SealReport report)
    {
        if (report.Attachments.FirstOrDefault(file => file.Name == ResultBinding.FileName) is not { } file)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<ResultBinding>(file.Bytes.Span, Json);
        }
        catch (JsonException)
        {
            // Somebody else's file of the same name: it binds to nothing here.
            return null;
        }
    }

    private static AlbumList? ListIn(SealReport report) =>
        report.Attachments.FirstOrDefault(file => file.Name == AlbumList.FileName) is { } file ? AlbumList.Read(file.Bytes.Span) : null;

    private static string? ElementsIn(SealReport report) =>
        report.Attachments.FirstOrDefault(file => file.Name == ElementFile.FileName) is { } file ? Encoding.UTF8.GetString(file.Bytes.Span) : null;

    /// <summary>Draws what a plan shows, to be used for all files of a batch.</summary>
    internal SealingArtwork ArtworkFor(SealingPlan plan) => new(PictureOf(plan), QrModules.Of(AddressOf(plan.Binding).AbsoluteUri));

    private SealOptions OptionsFor(SealingPlan plan, IReadOnlyList<PageSize> pages)
    {
        var isFirst = plan.Step.Order == 1;
        return new SealOptions
        {
            ClaimedAt = plan.At,
            Reason = plan.Step.RoleTitle,
            Placements = [PlacementOf(plan, pages[^1])],
            Attachments = isFirst ? [.. AttachmentsOf(plan)] : [],
            Stamps = isFirst ? [CodeFor(plan.Binding, pages[0], plan.Artwork?.Code ?? QrModules.Of(AddressOf(plan.Binding).AbsoluteUri))] : [],
        };
    }

    private static IEnumerable<PdfAttachment> AttachmentsOf(SealingPlan plan)
    {
        yield return BindingFile(plan.Binding);
        foreach (var elements in ElementsFile(plan.Binding, plan.Result.ElementsText))
        {
            yield return elements;
        }

        if (plan.List is { } list)
        {
            yield return new PdfAttachment(AlbumList.FileName, "application/json", list.ToBytes());
        }
    }

    // The binding names the digest where the elements belong into this very file: the report, or the list of an album.
    private static IEnumerable<PdfAttachment> ElementsFile(ResultBinding binding, string? elements) =>
        binding.ElementsSha256 is null || elements is null ? []
        : [new PdfAttachment(ElementFile.FileName, "application/json", Encoding.UTF8.GetBytes(elements))];

    private static PdfAttachment BindingFile(ResultBinding binding) =>
        new(ResultBinding.FileName, "application/json", JsonSerializer.SerializeToUtf8Bytes(binding, Json));

    private SealPlacement PlacementOf(SealingPlan plan, PageSize page)
    {
        var picture = plan.Artwork?.Picture ?? PictureOf(plan);
        var isUnit = plan.Seal.Kind == SealKind.Unit;
        var up = isUnit ? 0 : plan.Result.Steps.Count(step => step.Kind == SealKind.Practitioner && step.Order < plan.Step.Order) * PractitionerPitch;
        if (plan.TitleBlock is { } block)
        {
            // A small sheet still shows the whole picture.
            return new TitleBlockPlacement(
                Math.Min(block.FromRight + (isUnit ? 0 : PractitionerFromUnit), page.WidthMillimetres - (picture.WidthMillimetres / 2)),
                Math.Min(block.FromBottom + up, page.HeightMillimetres - (picture.HeightMillimetres / 2)), picture);
        }

        return new SealImpression(
            -1, page.WidthMillimetres - (isUnit ? UnitFromRight : PractitionerFromRight), page.HeightMillimetres - SealFromBottom - up, picture);
    }

    private SealPicture RegisteredPicture(Seal seal, string sha256)
    {
        using var stored = blobs.OpenRead(sha256);
        using var png = new MemoryStream();
        stored.CopyTo(png);
        return SealPicture.Image(png.ToArray(), seal.Appearance.WidthMillimetres, seal.Text, options.Demonstration);
    }

    // The registered picture wins; only demonstrations draw one.
    private SealPicture PictureOf(SealingPlan plan) =>
        plan.Seal.Appearance.PictureSha256 is { } sha256 ? RegisteredPicture(plan.Seal, sha256)
        : options.Demonstration ? DrawnPicture(plan)
        : throw new RuleViolationException("seal-not-registered");

    /// <summary>The picture of a unit's seal.</summary>
    internal SealPicture UnitPicture(Seal seal) =>
        seal.Appearance.PictureSha256 is { } sha256 ? RegisteredPicture(seal, sha256)
        : options.Demonstration ? DrawnUnitPicture(seal)
        : throw new RuleViolationException("seal-not-registered");

    private SealPicture DrawnUnitPicture(Seal seal) => SealPicture.Round(seal.Text, number: seal.Number, demonstration: options.Demonstration);

    private SealPicture DrawnPicture(SealingPlan plan) => plan.Seal.Kind switch
    {
        SealKind.Unit => DrawnUnitPicture(plan.Seal),
        SealKind.Practitioner => SealPicture.Rectangular(
            plan.Practitioner!.Title, plan.Practitioner.Name, plan.Practitioner.RegistrationNumber, plan.Binding.AgencyName,
            plan.Practitioner.ValidTo, options.Demonstration),
    };

    private static PageStamp CodeFor(ResultBinding binding, PageSize page, bool[,] code) =>
        new(1, page.WidthMillimetres - CodeEdge - CodeMargin, CodeMargin, code, CodeEdge, [binding.TaskOrder, "扫码核验"]);

    private Uri AddressOf(ResultBinding binding) => new(options.PublicUrl, $"verify/{binding.PublicId}");
}

/// <summary>A reason of the signing library inside a refusal; its sentence comes from that library's catalogue.</summary>
internal sealed record SigningReason(string Code);
