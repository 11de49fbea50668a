using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>What the seal shows and where, as the command line says it.</summary>
internal sealed record SealAppearance
{
    private const string Organisation = "2.5.4.10";

    /// <summary>The name along the arc of a drawn seal; the certificate's own when null.</summary>
    public string? Text { get; init; }

    /// <summary>File with the registered picture of the seal (PNG).</summary>
    public string? Image { get; init; }

    /// <summary>Its width on paper.</summary>
    public double ImageMillimetres { get; init; } = 40;

    /// <summary>No picture at all.</summary>
    public bool IsInvisible { get; init; }

    /// <summary>PAGE,X,Y.</summary>
    public string? At { get; init; }

    /// <summary>Name of an empty signature field, or of the new one at <see cref="At"/>.</summary>
    public string? Field { get; init; }

    /// <summary>A word in the text of the pages.</summary>
    public string? Keyword { get; init; }

    /// <summary>RIGHT,BOTTOM of a title block.</summary>
    public string? TitleBlock { get; init; }

    /// <summary>X,Y on every page.</summary>
    public string? EveryPage { get; init; }

    /// <summary>Across the edges of all pages, besides any other place.</summary>
    public bool Straddles { get; init; }

    /// <exception cref="UsageException">Measures are missing or more than one place is named.</exception>
    public SealOptions OptionsFor(X509Certificate2 certificate, DateTimeOffset at)
    {
        var options = new SealOptions { ClaimedAt = at, FieldName = Field };
        if (IsInvisible)
        {
            return options;
        }

        var picture = PictureFor(certificate);
        List<SealPlacement> places = [.. PlacesOf(picture)];
        if (places.Count > 1)
        {
            throw new UsageException(Texts.Say("seal.one-place"));
        }

        if (Straddles)
        {
            places.Add(new StraddlePlacement(picture));
        }

        return options with { Placements = places.Count > 0 ? places : [new DefaultPlacement(picture)] };
    }

    private SealPicture PictureFor(X509Certificate2 certificate)
    {
        if (Image is null)
        {
            return SealPicture.Round(Text ?? NameIn(certificate), demonstration: true);
        }

        if (Text is not null)
        {
            throw new UsageException(Texts.Say("seal.text-or-image"));
        }

        try
        {
            return SealPicture.Image(File.ReadAllBytes(Image), ImageMillimetres, NameIn(certificate));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(Texts.Say("seal.image-unreadable", Image));
        }
    }

    private IEnumerable<SealPlacement> PlacesOf(SealPicture picture)
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
            yield return new KeywordPlacement(Keyword, picture);
        }

        if (TitleBlock is not null)
        {
            var measures = Measures("--title-block", TitleBlock, "RIGHT,BOTTOM", 2);
            yield return new TitleBlockPlacement(measures[0], measures[1], picture);
        }

        if (EveryPage is not null)
        {
            var measures = Measures("--every-page", EveryPage, "X,Y", 2);
            yield return new EveryPagePlacement(measures[0], measures[1], picture);
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

    /// <summary>The organisation, else the common name. Names in the wrong encoding are common in certificates made by hand;
    /// nobody asked for those to be drawn.</summary>
    private static string NameIn(X509Certificate2 certificate) =>
        SubjectOf(certificate) is { Length: > 0 } name && !name.Any(char.IsControl) ? name : "电子签章";

    private static string SubjectOf(X509Certificate2 certificate)
    {
        try
        {
            foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
            {
                if (!part.HasMultipleElements && part.GetSingleElementType().Value == Organisation && part.GetSingleElementValue() is { Length: > 0 } name)
                {
                    return name;
                }
            }
        }
        catch (CryptographicException)
        {
            // An odd name: the common name may still be readable.
        }

        return certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
    }
}
