using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;

namespace Market.Signing.Validation;

/// <summary>Validates a whole file: reads it, checks each signature, compares the revisions, draws the verdict.</summary>
internal sealed class FileValidation
{
    private const int HeaderWindow = 1024;
    private const int LongestSignature = 1 << 20;
    private static readonly ReadingLimits Limits = new() { TailBytes = 8 << 20 };
    private readonly PdfFile _file;
    private readonly ValidationOptions _options;
    private readonly Findings _findings = new();
    private ILookup<PdfReference, int>? _annotations;

    private FileValidation(PdfFile file, ValidationOptions options)
    {
        _file = file;
        _options = options;
    }

    public static SealReport Validate(Stream pdf, ValidationOptions options)
    {
        if (HasPrefix(pdf))
        {
            var findings = new Findings();
            findings.Add(Reasons.PrefixBytes);
            return new SealReport { Verdict = findings.Indication, Readable = false, Reasons = findings.Codes };
        }

        using var file = PdfFile.Open(pdf, Limits, options.Password);
        return new FileValidation(file, options).Run();
    }

    public static Reason ReasonFor(PdfFormatException exception) => exception.Code switch
    {
        PdfFormatException.NotAPdf => Reasons.NotAPdf,
        PdfFormatException.Encrypted or PdfFormatException.WrongPassword or PdfFormatException.EncryptionUnsupported => Reasons.PdfEncrypted,
        PdfFormatException.LimitExceeded => Reasons.PdfTooComplex,
        PdfFormatException.Unsupported => Reasons.PdfUnsupported,
        _ => Reasons.PdfDamaged,
    };

    private static bool HasPrefix(Stream pdf)
    {
        Span<byte> head = stackalloc byte[HeaderWindow];
        pdf.Position = 0;
        var length = pdf.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head[..length].IndexOf("%PDF-"u8) > 0;
    }

    private SealReport Run()
    {
        CheckTail();
        CheckActiveContent();
        var pages = ReadPages();
        var reports = CheckSignatures(ReadSignatures(), pages);
        if (reports.Count == 0 && !_findings.Has(Reasons.FormUnreadable))
        {
            _findings.Add(Reasons.NoSignature);
        }

        var attachments = ReadAttachments(reports);
        var verdict = reports.Select(report => report.Indication).Append(_findings.Indication).Max();
        return new SealReport
        {
            Verdict = verdict,
            Readable = true,
            PageCount = pages.Count,
            Signatures = reports,
            Reasons = _findings.Codes,
            Attachments = attachments,
        };
    }

    private void CheckTail()
    {
        for (var offset = _file.Current.End; offset < _file.Source.Length; offset += HeaderWindow)
        {
            var tail = _file.Source.Read(offset, HeaderWindow);
            if (tail.ContainsAnyExcept(ByteRangeCheck.WhiteSpace))
            {
                _findings.Add(Reasons.AppendedBytes);
                if (tail.IndexOf(" obj"u8) >= 0)
                {
                    // Objects that no cross-reference lists are for readers that repair files.
                    _findings.Add(Reasons.IncrementalSaving);
                }

                return;
            }
        }
    }

    private void CheckActiveContent()
    {
        if (ActiveContentScan.IsActive(_file, _file.Current))
        {
            _findings.Add(Reasons.ActiveContent);
        }
    }

    // The list of annotations of each page.
    private List<PdfObject> ReadPages()
    {
        try
        {
            return [.. new PageTree(_file, _file.Current).WalkAnnotations().Select(page => page.Annotations)];
        }
        catch (PdfFormatException)
        {
            _findings.Add(Reasons.PagesUnreadable);
            return [];
        }
    }

    private List<SignatureOccurrence> ReadSignatures()
    {
        try
        {
            return SignatureInventory.Read(_file);
        }
        catch (PdfFormatException exception)
        {
            // A form that cannot be read may hide a signature: that is a failure, never "unsigned".
            _findings.Add(Reasons.FormUnreadable);
            if (HasSecondRange(exception.Offset))
            {
                _findings.Add(Reasons.SignatureWrapping);
            }

            return [];
        }
    }

    // A second /ByteRange, hidden where the signature's own value should be, is what signature wrapping looks like: readers take one or the other.
    private bool HasSecondRange(long? at)
    {
        if (at is not { } start || start < 0 || start >= _file.Source.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = _file.Source.Read(start, LongestSignature);
        var end = bytes.IndexOf("endobj"u8);
        return (end < 0 ? bytes : bytes[..end]).Count("/ByteRange"u8) > 1;
    }

    private List<SignatureReport> CheckSignatures(List<SignatureOccurrence> signatures, List<PdfObject> pages)
    {
        if (signatures.Count == 0)
        {
            return [];
        }

        using var context = TrustContext.Of(_file, _options);
        var checks = signatures.ConvertAll(signature => new SignatureCheck(_file, signature, context));
        try
        {
            // The last first: what a later time stamp proves decides until when an earlier one counts.
            Enumerable.Reverse(checks).ToList().ForEach(check => check.CheckIntegrity());
            var firstSigned = signatures.Min(signature => signature.Revision.Index);
            var covering = CoveringSeals.Find(_file, [.. signatures.Where(signature => signature.Revision.Index > firstSigned)]);
            foreach (var check in checks.Where(check => covering.Contains(check.Signature)))
            {
                check.Findings.Add(Reasons.SealCoversPage);
            }

            var history = new RevisionHistory(_file, firstSigned, _options.Profile);
            var isTailClean = !_findings.Has(Reasons.AppendedBytes);
            return checks.ConvertAll(check => check.Report(
                PagesOf(check.Signature.Field, pages),
                history.ModificationsAfter(check.Signature),
                isTailClean));
        }
        finally
        {
            checks.ForEach(check => check.Dispose());
        }
    }

    private List<int> PagesOf(SignatureField field, List<PdfObject> pages)
    {
        if (field.Widgets.Count == 0)
        {
            return [];
        }

        _annotations ??= Enumerable.Range(1, pages.Count)
            .SelectMany(number => Annotations(pages[number - 1]).Select(annotation => (Annotation: annotation, Page: number)))
            .ToLookup(item => item.Annotation, item => item.Page);
        return [.. field.Widgets.SelectMany(widget => _annotations[widget]).Distinct().Order()];
    }

    private IEnumerable<PdfReference> Annotations(PdfObject list)
    {
        try
        {
            return (_file.Current.Array(list) ?? PdfArray.Empty).OfType<PdfReference>();
        }
        catch (PdfFormatException)
        {
            _findings.Add(Reasons.PagesUnreadable);
            return [];
        }
    }

    private List<EmbeddedFile> ReadAttachments(List<SignatureReport> reports)
    {
        var first = reports.Where(report => report.CoversRevision).Min(report => report.RevisionLength);
        var revision = _file.Revisions.FirstOrDefault(candidate => candidate.End >= first);
        if (revision is null)
        {
            return [];
        }

        try
        {
            return EmbeddedFiles.Read(revision);
        }
        catch (PdfFormatException)
        {
            _findings.Add(Reasons.AttachmentsUnreadable);
            return [];
        }
    }
}
