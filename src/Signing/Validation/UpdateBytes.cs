using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Validation;

/// <summary>Accounts for the bytes of an incremental update: each belongs to a listed object, to the cross-reference, or
/// is white space or a comment. Anything else is for readers that repair files, and so an attack (ISA).</summary>
internal static class UpdateBytes
{
    private const int LongestGap = 1 << 20;

    public static IEnumerable<Modification> Check(PdfFile file, PdfRevision update)
    {
        if (!update.IsRegular || update.Sections.Any(IsContradictory))
        {
            yield return new Modification(ModificationCodes.UpdateIrregular);
        }

        if (TryCollect(update) is not { } pieces || HasContradictedStream(update))
        {
            yield return new Modification(ModificationCodes.UpdateIrregular);
            yield break;
        }

        var position = update.Start;
        foreach (var (start, end) in pieces.Order())
        {
            if (start > position && !IsFiller(file.Source, position, start))
            {
                yield return new Modification(ModificationCodes.UnreferencedBytes);
                yield break;
            }

            position = Math.Max(position, end);
        }
    }

    // An object stream is read by its own index where the cross-reference is not believed: it may list nothing that the update does not.
    private static bool IsContradicted(PdfRevision update, int number)
    {
        if (update.Get(new PdfReference(number, 0)) is not PdfStream stream || !stream.Dictionary.HasName("Type", "ObjStm"))
        {
            return false;
        }

        return update.ObjectStreamIndex(number).Any(item =>
            !update.TryFind(item.Number, out var entry) || entry != new XrefEntry(XrefEntryKind.Compressed, number, item.Index));
    }

    // 7.5.8.4: the stream of a hybrid section gives what the table calls free. Where they give different objects for one
    // number, readers differ.
    private static bool IsContradictory(XrefSection section)
    {
        var inTable = section.Subsections
            .SelectMany(part => Enumerable.Range(0, part.Count).Select(i => (Number: part.First + i, Entry: part[i])))
            .Where(item => item.Entry.Kind != XrefEntryKind.Free)
            .ToDictionary(item => item.Number, item => item.Entry);
        return section.Hybrid?.Entries().Any(item => inTable.TryGetValue(item.Number, out var shown) && shown != item.Entry) is true;
    }

    private static bool HasContradictedStream(PdfRevision update)
    {
        try
        {
            return update.OwnEntries().Any(item =>
                item.Entry is { Kind: XrefEntryKind.InUse, Generation: 0 } && item.Entry.Position >= update.Start && IsContradicted(update, item.Number));
        }
        catch (PdfFormatException)
        {
            return true;
        }
    }

    private static List<(long Start, long End)>? TryCollect(PdfRevision update)
    {
        try
        {
            var pieces = new List<(long, long)>();
            foreach (var (number, entry) in update.OwnEntries())
            {
                if (entry.Kind == XrefEntryKind.InUse && entry.Position >= update.Start && update.TryLocate(number, out var start, out var end))
                {
                    pieces.Add((start, end));
                }
            }

            foreach (var section in update.Sections)
            {
                pieces.Add((section.Offset, section.End));
                if (section.Hybrid is { } hybrid)
                {
                    pieces.Add((hybrid.Offset, hybrid.End));
                }
            }

            return pieces;
        }
        catch (PdfFormatException)
        {
            return null;
        }
    }

    private static bool IsFiller(PdfSource source, long from, long to)
    {
        if (to - from > LongestGap)
        {
            return false;
        }

        var cursor = new ByteCursor(source.Read(from, (int)(to - from)));
        cursor.SkipWhiteSpace();
        return cursor.Rest.IsEmpty;
    }
}
