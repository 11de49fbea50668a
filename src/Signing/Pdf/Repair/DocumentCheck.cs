using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Repair;

/// <summary>Reads every object of a document once, so that damage is found also where a seal would not look: wrong lengths of
/// streams, objects that are not where the cross-reference says, a page tree that counts wrong.</summary>
internal static class DocumentCheck
{
    /// <exception cref="PdfFormatException">An object cannot be read.</exception>
    public static void Run(PdfFile file)
    {
        var revision = file.Current;
        var places = new List<(long Position, int Number, int Generation)>();
        var compressed = new List<(long Container, int Index, int Number)>();
        foreach (var (number, entry) in revision.CurrentEntries())
        {
            // 7.5.4: an entry that points at the start of the file is that of an object that never was.
            if (entry is { Kind: XrefEntryKind.InUse, Position: > 0 })
            {
                places.Add((entry.Position, number, entry.Generation));
            }
            else if (entry.Kind == XrefEntryKind.Compressed)
            {
                compressed.Add((entry.Position, entry.Generation, number));
            }
        }

        // In the order of the file, so that it is read once from its start to its end.
        places.Sort();
        foreach (var (position, number, generation) in places)
        {
            var found = IndirectObjectReader.Read(file.Source, position, file.Limits, length => revision.Integer(length));
            if (found.Number != number || found.Generation != generation)
            {
                throw new PdfFormatException(PdfFormatException.Damaged, "The cross-reference names another object than the one found.", position);
            }
        }

        // Stream by stream, so that each is decoded once.
        compressed.Sort();
        foreach (var (_, _, number) in compressed)
        {
            revision.Get(new PdfReference(number));
        }

        foreach (var _ in new PageTree(file, revision).Walk())
        {
            // Walking is the check.
        }
    }
}
