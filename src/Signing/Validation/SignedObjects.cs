using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Validation;

/// <summary>Finds updates that bring nothing of their own but switch to what was hidden in the signed file (shadow attack
/// "hide and replace").</summary>
internal static class SignedObjects
{
    /// <summary>Numbers that the update gives bytes of the signed file: an object hidden there comes to light.</summary>
    public static void ReportMoved(UpdateChanges changes, AllowedChanges allowed)
    {
        foreach (var (number, entry) in changes.After.OwnEntries())
        {
            var isHidden = entry.Kind == XrefEntryKind.InUse
                && entry.Position < changes.After.Start
                && !(changes.Before.TryFind(number, out var earlier) && earlier == entry);
            if (isHidden && (changes.Changed.Contains(number) || changes.Added.Contains(number)))
            {
                allowed.Report(ModificationCodes.SignedObjectReused, number);
            }
        }
    }

    /// <summary>Objects of the signed file that a changed value names for the first time.</summary>
    public static void ReportReuse(UpdateChanges changes, AllowedChanges allowed, PdfObject? before, PdfObject? after, int? page)
    {
        var known = ReferencesIn(before).ToHashSet();
        foreach (var number in ReferencesIn(after).Distinct().Where(number => !known.Contains(number) && !changes.Added.Contains(number)))
        {
            allowed.Report(ModificationCodes.SignedObjectReused, number, page);
        }
    }

    private static IEnumerable<int> ReferencesIn(PdfObject? value)
    {
        var pending = new Stack<PdfObject>();
        pending.Push(value ?? PdfNull.Value);
        while (pending.TryPop(out var next))
        {
            switch (next)
            {
                case PdfReference reference:
                    yield return reference.Number;
                    break;
                case PdfArray array:
                    array.Items.ToList().ForEach(pending.Push);
                    break;
                case PdfDictionary dictionary:
                    dictionary.Entries.ToList().ForEach(entry => pending.Push(entry.Value));
                    break;
                case PdfStream stream:
                    pending.Push(stream.Dictionary);
                    break;
                default:
                    break;
            }
        }
    }
}
