using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>The shapes of seals that are drawn.</summary>
internal enum SealShape
{
    /// <summary>公章.</summary>
    Round,

    /// <summary>专用章.</summary>
    Oval,

    /// <summary>执业印章.</summary>
    Rectangular,

    /// <summary>个人名章.</summary>
    Personal,
}

/// <summary>What the seal shows, as the command line says it: a registered picture, or a drawing marked 演示.</summary>
internal sealed record SealPictureRequest
{
    private const string Organisation = "2.5.4.10";
    private const double UsualImageWidth = 40;
    private const double OvalHeight = 30.0 / 45;
    private const double RectangularHeight = 30.0 / 50;

    /// <summary>Round when null.</summary>
    public SealShape? Shape { get; init; }

    /// <summary>The name on it; the certificate's own when null.</summary>
    public string? Text { get; init; }

    /// <summary>The line across the middle; the title of a practitioner.</summary>
    public string? Line { get; init; }

    /// <summary>A smaller line below, on round seals.</summary>
    public string? LowerLine { get; init; }

    /// <summary>Registered number.</summary>
    public string? Number { get; init; }

    /// <summary>The unit at which a practitioner is registered.</summary>
    public string? Unit { get; init; }

    /// <summary>Last day of a practitioner's registration.</summary>
    public string? Until { get; init; }

    /// <summary>File with the registered picture of the seal (PNG).</summary>
    public string? Image { get; init; }

    /// <summary>Width on paper; what is usual for the shape when null.</summary>
    public double? WidthMillimetres { get; init; }

    /// <exception cref="UsageException">The options do not fit together, or something is missing.</exception>
    public SealPicture Open(X509Certificate2 certificate) => Image is null ? Draw(certificate) : OpenImage(Image, certificate);

    private SealPicture Draw(X509Certificate2 certificate)
    {
        var shape = Shape ?? SealShape.Round;
        Require("--seal-lower-line", LowerLine, shape == SealShape.Round);
        Require("--seal-unit", Unit, shape == SealShape.Rectangular);
        Require("--seal-until", Until, shape == SealShape.Rectangular);
        Require("--seal-line", Line, shape != SealShape.Personal);
        Require("--seal-number", Number, shape != SealShape.Personal);
        return shape switch
        {
            SealShape.Round => SealPicture.Round(Text ?? NameIn(certificate), Line, LowerLine, Number, diameterMillimetres: WidthMillimetres ?? 40),
            SealShape.Oval => SealPicture.Oval(
                Text ?? NameIn(certificate), Needed("--seal-line", Line), Number, true, WidthMillimetres ?? 45, (WidthMillimetres ?? 45) * OvalHeight),
            SealShape.Rectangular => SealPicture.Rectangular(
                Needed("--seal-line", Line), Text ?? PersonIn(certificate), Needed("--seal-number", Number), Unit, LastDay(), true,
                WidthMillimetres ?? 50, (WidthMillimetres ?? 50) * RectangularHeight),
            SealShape.Personal => SealPicture.Personal(Text ?? PersonIn(certificate), sizeMillimetres: WidthMillimetres ?? 20),
        };
    }

    private SealPicture OpenImage(string image, X509Certificate2 certificate)
    {
        if (Shape is not null || (Text ?? Line ?? LowerLine ?? Number ?? Unit ?? Until) is not null)
        {
            throw new UsageException(Texts.Say("seal.text-or-image"));
        }

        try
        {
            return SealPicture.Image(File.ReadAllBytes(image), WidthMillimetres ?? UsualImageWidth, NameIn(certificate));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(Texts.Say("seal.image-unreadable", image));
        }
    }

    private DateOnly? LastDay() => Until is null ? null
        : DateOnly.TryParseExact(Until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new UsageException(Texts.Say("seal.until-form", Until));

    private void Require(string option, string? value, bool fits)
    {
        if (value is not null && !fits)
        {
            throw new UsageException(Texts.Say("seal.not-for-shape", option, ShapeName));
        }
    }

    private string Needed(string option, string? value) => value ?? throw new UsageException(Texts.Say("seal.shape-needs", ShapeName, option));

    private string ShapeName => $"--seal-shape {(Shape ?? SealShape.Round).ToString().ToLowerInvariant()}";

    /// <summary>The organisation, else the common name. Names in the wrong encoding are common in certificates made by hand;
    /// nobody asked for those to be drawn.</summary>
    private static string NameIn(X509Certificate2 certificate) => Drawable(SubjectOf(certificate));

    private static string PersonIn(X509Certificate2 certificate) => Drawable(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));

    private static string Drawable(string name) => name.Length > 0 && !name.Any(char.IsControl) ? name : "电子签章";

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
