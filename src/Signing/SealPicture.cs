using System.Text.Json.Serialization;
using Market.Signing.Isolation;
using Market.Signing.Seals;

namespace Market.Signing;

/// <summary>What a seal looks like on paper: vectors of exact size with an embedded font, or the registered picture. A picture is drawn once and may
/// be used for any number of documents, by several threads.</summary>
/// <remarks>A demonstration seal prints 演示 and stands for no one; only such seals are drawn by this library outside tests.</remarks>
[JsonConverter(typeof(WirePictureConverter))]
public abstract class SealPicture
{
    private readonly Lazy<Drawing> _drawing;
    private readonly Lazy<byte[]> _encoded;

    private protected SealPicture(double width, double height, bool isDemonstration)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        (WidthMillimetres, HeightMillimetres, IsDemonstration) = (width, height, isDemonstration);
        _drawing = new Lazy<Drawing>(Draw);
        _encoded = new Lazy<byte[]>(() => WirePictureConverter.Encode(this));
    }

    /// <summary>Width on paper in millimetres.</summary>
    public double WidthMillimetres { get; }

    /// <summary>Height on paper in millimetres.</summary>
    public double HeightMillimetres { get; }

    /// <summary>Whether 演示 is printed within the seal.</summary>
    public bool IsDemonstration { get; }

    /// <summary>What the seal says, for those who cannot see it.</summary>
    public abstract string Description { get; }

    internal Drawing Drawing => _drawing.Value;

    /// <summary>The finished picture as it travels: drawn and written down once for all documents.</summary>
    internal ReadOnlySpan<byte> Encoded => _encoded.Value;

    /// <summary>A round unit seal (公章): red circle, star, the name along the arc.</summary>
    /// <param name="text">The unit's name, along the arc; any length, narrowed as needed.</param>
    /// <param name="centreText">A line under the star, such as 合同专用章.</param>
    /// <param name="lowerText">A second, smaller line below.</param>
    /// <param name="number">The seal's registered number, in small digits along the lower edge.</param>
    /// <param name="demonstration">Prints 演 and 示 beside the star.</param>
    /// <param name="diameterMillimetres">40 mm for most units, 42 mm for some.</param>
    public static SealPicture Round(
        string text, string? centreText = null, string? lowerText = null, string? number = null,
        bool demonstration = true, double diameterMillimetres = 40) =>
        new RoundSeal(text, centreText, lowerText, number, demonstration, diameterMillimetres);

    /// <summary>An oval seal, such as a 45 x 30 mm seal for a special purpose.</summary>
    /// <param name="text">The unit's name, along the upper arc.</param>
    /// <param name="centreText">The line across the middle, such as 审图专用章.</param>
    /// <param name="number">Number along the lower edge.</param>
    public static SealPicture Oval(
        string text, string centreText, string? number = null,
        bool demonstration = true, double widthMillimetres = 45, double heightMillimetres = 30) =>
        new OvalSeal(text, centreText, number, demonstration, widthMillimetres, heightMillimetres);

    /// <summary>A rectangular registration seal (执业印章) of a practitioner.</summary>
    /// <param name="title">Such as 注册城乡规划师.</param>
    /// <param name="name">The practitioner's name.</param>
    /// <param name="registrationNumber">Registration number (注册号).</param>
    /// <param name="organisation">The unit where the practitioner is registered.</param>
    /// <param name="validUntil">Last day of the registration (有效期至).</param>
    public static SealPicture Rectangular(
        string title, string name, string registrationNumber, string? organisation = null, DateOnly? validUntil = null,
        bool demonstration = true, double widthMillimetres = 50, double heightMillimetres = 30) =>
        new RegistrationSeal(title, name, registrationNumber, organisation, validUntil, demonstration, widthMillimetres, heightMillimetres);

    /// <summary>A square seal with a person's name (个人名章).</summary>
    public static SealPicture Personal(string name, bool demonstration = true, double sizeMillimetres = 20) =>
        new PersonalSeal(name, demonstration, sizeMillimetres);

    /// <summary>The registered picture of a seal, as the police or a maker of seals hands it out: a PNG file of any colour
    /// type, best with a transparent ground. It is never stretched; white ground does not hide the page.</summary>
    /// <param name="png">The file.</param>
    /// <param name="widthMillimetres">Width on paper, from the registration; the height follows from the picture.</param>
    /// <param name="description">What the seal says, for those who cannot see it.</param>
    /// <param name="demonstration">Prints 演示 over the picture.</param>
    /// <exception cref="SealRefusedException">The file is no PNG picture, damaged, or too large.</exception>
    public static SealPicture Image(ReadOnlySpan<byte> png, double widthMillimetres, string description, bool demonstration = false) =>
        new ImageSeal(PngReader.Read(png), description, demonstration, widthMillimetres);

    private protected string Mark => IsDemonstration ? "（演示）" : "";

    private protected abstract void Draw(DrawingCanvas canvas);

    private protected static void SetSealRed(DrawingCanvas canvas) => canvas.SetColour(0.86, 0.05, 0.09);

    private protected virtual Drawing Draw()
    {
        var canvas = new DrawingCanvas(WidthMillimetres, HeightMillimetres);
        SetSealRed(canvas);
        Draw(canvas);
        return canvas.FinishAsSeal();
    }
}
