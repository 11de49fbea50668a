using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>What the seal shows and where, as the command line says it.</summary>
internal sealed record SealAppearance
{
    public required SealPictureRequest Picture { get; init; }

    /// <summary>No picture at all.</summary>
    public bool IsInvisible { get; init; }

    /// <summary>PAGE,X,Y.</summary>
    public string? At { get; init; }

    /// <summary>Name of an empty signature field, or of the new one at <see cref="At"/>.</summary>
    public string? Field { get; init; }

    /// <summary>A word in the text of the pages.</summary>
    public string? Keyword { get; init; }

    /// <summary>Which of several such words; the first when null.</summary>
    public KeywordOccurrence? Occurrence { get; init; }

    /// <summary>RIGHT,BOTTOM of a title block.</summary>
    public string? TitleBlock { get; init; }

    /// <summary>X,Y on every page.</summary>
    public string? EveryPage { get; init; }

    /// <summary>Across the edges of all pages, besides any other place.</summary>
    public bool Straddles { get; init; }

    /// <summary>Which edge; the right one when null.</summary>
    public StraddleSide? StraddleSide { get; init; }

    /// <summary>The pages concerned; what is usual for the place when null.</summary>
    public string? Pages { get; init; }

    /// <exception cref="UsageException">Measures are missing or more than one place is named.</exception>
    public SealOptions OptionsFor(X509Certificate2 certificate, DateTimeOffset at)
    {
        RequireFitting();
        var options = new SealOptions { ClaimedAt = at, FieldName = Field };
        if (IsInvisible)
        {
            return options;
        }

        var picture = Picture.Open(certificate);
        var pages = PagesNamed();
        List<SealPlacement> places = [.. PlacesOf(picture, pages)];
        if (places.Count > 1)
        {
            throw new UsageException(Texts.Say("seal.one-place"));
        }

        if (Straddles)
        {
            places.Add(new StraddlePlacement(picture) { Side = StraddleSide ?? Signing.StraddleSide.Right, Pages = pages ?? PageSet.All });
        }

        return options with { Placements = places.Count > 0 ? places : [new DefaultPlacement(picture)] };
    }

    private void RequireFitting()
    {
        if (Occurrence is not null && Keyword is null)
        {
            throw new UsageException(Texts.Say("seal.only-with", "--occurrence", "--keyword"));
        }

        if (StraddleSide is not null && !Straddles)
        {
            throw new UsageException(Texts.Say("seal.only-with", "--straddle-side", "--straddle"));
        }

        if (Pages is not null && (At is not null || (Keyword ?? TitleBlock ?? EveryPage) is null && !Straddles))
        {
            throw new UsageException(Texts.Say("seal.only-with", "--pages", "--keyword, --title-block, --every-page, --straddle"));
        }
    }

    private PageSet? PagesNamed()
    {
        try
        {
            return Pages is null ? null : PageSet.Parse(Pages);
        }
        catch (FormatException)
        {
            throw new UsageException(Texts.Say("seal.pages-form", Pages));
        }
    }

    private IEnumerable<SealPlacement> PlacesOf(SealPicture picture, PageSet? pages)
    {
        if (At is not null)
        {
            var measures = Measures("--at", At, "PAGE,X,Y", 3);
            yield return measures[0] == Math.Truncate(measures[0]) && measures[0] != 0 && Math.Abs(measures[0]) < int.MaxValue
                ? new SealImpression((int)measures[0], measures[1], measures[2], picture)
                : throw new UsageException(Texts.Say("seal.page", At));
        }
        else if (Field is not null)
        {
            yield return new FieldPlacement(Field, picture);
        }

        if (Keyword is not null)
        {
            yield return new KeywordPlacement(Keyword, picture) { Occurrence = Occurrence ?? KeywordOccurrence.First, Pages = pages ?? PageSet.All };
        }

        if (TitleBlock is not null)
        {
            var measures = Measures("--title-block", TitleBlock, "RIGHT,BOTTOM", 2);
            yield return new TitleBlockPlacement(measures[0], measures[1], picture) { Pages = pages ?? PageSet.Last };
        }

        if (EveryPage is not null)
        {
            var measures = Measures("--every-page", EveryPage, "X,Y", 2);
            yield return new EveryPagePlacement(measures[0], measures[1], picture) { Pages = pages ?? PageSet.All };
        }
    }

    private static double[] Measures(string option, string text, string form, int count)
    {
        var parts = text.Split(',');
        var values = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !double.IsFinite(values[i]))
            {
                throw new UsageException(Texts.Say("seal.measures", option, text, form));
            }
        }

        return values.Length == count ? values : throw new UsageException(Texts.Say("seal.measures", option, text, form));
    }
}
