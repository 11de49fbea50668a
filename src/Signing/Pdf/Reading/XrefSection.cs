using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Reading;

internal enum XrefForm
{
    /// <summary>A table of text lines with a trailer (7.5.4).</summary>
    Table,

    /// <summary>A cross-reference stream (7.5.8).</summary>
    Stream,
}

/// <summary>One cross-reference section with its trailer dictionary, as it stands in the file.</summary>
internal sealed class XrefSection
{
    private readonly XrefSubsection[] _subsections;

    /// <exception cref="PdfFormatException">The subsections speak of one object twice.</exception>
    public XrefSection(XrefForm form, long offset, long end, PdfDictionary trailer, IEnumerable<XrefSubsection> subsections)
    {
        (Form, Offset, End, Trailer) = (form, offset, end, trailer);
        _subsections = [.. subsections.Where(subsection => subsection.Count > 0).OrderBy(subsection => subsection.First)];
        for (var i = 1; i < _subsections.Length; i++)
        {
            // 7.5.4: an object number has only one entry within a section.
            if (_subsections[i].First < _subsections[i - 1].First + _subsections[i - 1].Count)
            {
                throw new PdfFormatException(PdfFormatException.Damaged, "A cross-reference section lists an object twice.", offset);
            }
        }
    }

    public XrefForm Form { get; }

    /// <summary>Offset of the keyword <c>xref</c>, or of the stream object: the number <c>startxref</c> names.</summary>
    public long Offset { get; }

    /// <summary>Offset just behind the trailer dictionary, or behind <c>endobj</c> of the stream.</summary>
    public long End { get; }

    /// <summary>The trailer dictionary; for a stream its dictionary.</summary>
    public PdfDictionary Trailer { get; }

    /// <summary>The stream a hybrid section refers to by /XRefStm (7.5.8.4); null otherwise.</summary>
    public XrefSection? Hybrid { get; init; }

    /// <summary>Runs of consecutive object numbers in rising order, the hybrid part left out.</summary>
    public IReadOnlyList<XrefSubsection> Subsections => _subsections;

    /// <summary>The objects this section speaks of, the hybrid part included, each number once.</summary>
    public IEnumerable<(int Number, XrefEntry Entry)> Entries()
    {
        foreach (var subsection in _subsections)
        {
            for (var i = 0; i < subsection.Count; i++)
            {
                TryFind(subsection.First + i, out var entry);
                yield return (subsection.First + i, entry);
            }
        }

        foreach (var (number, entry) in Hybrid?.Entries() ?? [])
        {
            if (!TryFindOwn(number, out _))
            {
                yield return (number, entry);
            }
        }
    }

    public bool TryFind(int number, out XrefEntry entry)
    {
        var found = TryFindOwn(number, out entry);

        // 7.5.8.4: objects hidden from old readers are free in the table and given in the stream.
        if ((!found || entry.Kind == XrefEntryKind.Free) && Hybrid is not null && Hybrid.TryFindOwn(number, out var hidden))
        {
            entry = hidden;
            found = true;
        }

        return found;
    }

    private bool TryFindOwn(int number, out XrefEntry entry)
    {
        var (low, high) = (0, _subsections.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var subsection = _subsections[middle];
            if (number < subsection.First)
            {
                high = middle - 1;
            }
            else if (number - subsection.First >= subsection.Count)
            {
                low = middle + 1;
            }
            else
            {
                entry = subsection[number - subsection.First];
                return true;
            }
        }

        entry = default;
        return false;
    }
}

/// <summary>A run of entries for consecutive object numbers.</summary>
internal sealed class XrefSubsection(int first, XrefEntry[] entries)
{
    public int First { get; } = first;

    public int Count => entries.Length;

    public XrefEntry this[int index] => entries[index];
}
