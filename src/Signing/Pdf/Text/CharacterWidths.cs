using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Text;

/// <summary>The widths of a CIDFont (ISO 32000-2, 9.7.4.3), for a font of size 1.</summary>
internal sealed class CharacterWidths
{
    private const int MostIdentifiers = 65_536;

    private readonly Dictionary<int, double> _single = [];
    private readonly List<(int First, int Last, double Width)> _ranges = [];
    private readonly double _standard;

    private CharacterWidths(double standard) => _standard = standard;

    public static CharacterWidths Read(PdfRevision revision, PdfDictionary font, TextBudget budget)
    {
        var widths = new CharacterWidths((revision.Number(font["DW"]) ?? 1000) / 1000);
        var list = revision.Array(font["W"]) ?? PdfArray.Empty;
        budget.Spend(list.Count);
        for (var i = 0; i + 1 < list.Count;)
        {
            var first = (int)Math.Clamp(revision.Number(list[i]) ?? 0, 0, MostIdentifiers);
            if (revision.Resolve(list[i + 1]) is PdfArray each)
            {
                budget.Spend(each.Count);
                for (var j = 0; j < Math.Min(each.Count, MostIdentifiers - first); j++)
                {
                    widths._single[first + j] = (revision.Number(each[j]) ?? 0) / 1000;
                }

                i += 2;
            }
            else if (i + 2 < list.Count)
            {
                var last = (int)Math.Clamp(revision.Number(list[i + 1]) ?? 0, 0, MostIdentifiers);
                widths._ranges.Add((first, last, (revision.Number(list[i + 2]) ?? 0) / 1000));
                i += 3;
            }
            else
            {
                break;
            }
        }

        widths._ranges.Sort();
        return widths;
    }

    public double Of(int identifier)
    {
        if (_single.TryGetValue(identifier, out var width))
        {
            return width;
        }

        var (low, high) = (0, _ranges.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (identifier < _ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (identifier > _ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return _ranges[middle].Width;
            }
        }

        return _standard;
    }
}
