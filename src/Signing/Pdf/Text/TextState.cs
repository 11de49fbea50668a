namespace Market.Signing.Pdf.Text;

/// <summary>The graphics state as far as text needs it, and where the next character goes (ISO 32000-2, 9.3 and 9.4).</summary>
internal sealed class TextState
{
    private TextMatrix _line = TextMatrix.Identity;
    private TextMatrix _next = TextMatrix.Identity;

    public TextMatrix Matrix { get; set; } = TextMatrix.Identity;

    public TextFont? Font { get; set; }

    public double Size { get; set; }

    public double CharacterSpacing { get; set; }

    public double WordSpacing { get; set; }

    public double Scaling { get; set; } = 1;

    public double Leading { get; set; }

    public double Rise { get; set; }

    public TextState Copy() => (TextState)MemberwiseClone();

    /// <summary>The saved state, but with the text matrices of now: they are not part of what q and Q keep.</summary>
    public TextState WithLines(TextState now)
    {
        (_line, _next) = (now._line, now._next);
        return this;
    }

    public void BeginText() => SetLine(TextMatrix.Identity);

    public void SetLine(TextMatrix matrix) => _line = _next = matrix;

    public void MoveLine(double x, double y) => SetLine(TextMatrix.Move(x, y).Then(_line));

    public void NextLine() => MoveLine(0, -Leading);

    /// <summary>A number within TJ: thousandths of the font's size, backwards.</summary>
    public void Adjust(double thousandths)
    {
        var distance = -thousandths / 1000 * Size;
        Advance(Font?.IsVertical == true ? (0, distance) : (distance * Scaling, 0));
    }

    /// <summary>Shows one character and goes on behind it.</summary>
    public PageGlyph Show(TextCode code)
    {
        var isVertical = Font!.IsVertical;
        var spacing = CharacterSpacing + (code.IsWordSpace ? WordSpacing : 0);
        var place = new TextMatrix(Size * Scaling, 0, 0, Size, 0, Rise).Then(_next).Then(Matrix);
        var start = place.Apply(0, 0);
        var end = isVertical ? place.Apply(0, -code.Advance) : place.Apply(code.Advance, 0);
        var middle = isVertical ? place.Apply(0, -code.Advance / 2) : place.Apply(code.Advance / 2, Font.Middle);
        var (alongX, alongY) = isVertical ? (-place.C, -place.D) : (place.A, place.B);
        var length = Math.Sqrt((alongX * alongX) + (alongY * alongY));
        Advance(isVertical ? (0, (-code.Advance * Size) + spacing) : (((code.Advance * Size) + spacing) * Scaling, 0));
        return new PageGlyph(
            code.Text, start.X, start.Y, end.X, end.Y, middle.X, middle.Y, alongX / length, alongY / length,
            Math.Sqrt(Math.Abs((place.A * place.D) - (place.B * place.C)) / (Scaling == 0 ? 1 : Math.Abs(Scaling))));
    }

    private void Advance((double X, double Y) distance) => _next = TextMatrix.Move(distance.X, distance.Y).Then(_next);
}
