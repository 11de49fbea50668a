using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Text;

/// <summary>Reads the characters that a page shows, with their places (ISO 32000-2, 9.4): its content and the forms it
/// draws. Annotations are not part of it.</summary>
internal sealed class PageText
{
    private const int DeepestForm = 12;
    private const int DeepestState = 256;
    private const int MostGlyphs = 500_000;

    private readonly PdfRevision _revision;
    private readonly TextBudget _budget;
    private readonly TextFonts _fonts;
    private readonly List<PageGlyph> _glyphs = [];

    // Forms met on this page that show no text, such as the symbols of a drawing, by where their content lies.
    private readonly HashSet<long> _textless = [];

    private PageText(PdfRevision revision, TextBudget budget, TextFonts fonts) =>
        (_revision, _budget, _fonts) = (revision, budget, fonts);

    /// <param name="fonts">Fonts met on earlier pages of the document.</param>
    /// <exception cref="PdfFormatException">The page asks for too much, or its content is missing.</exception>
    public static IReadOnlyList<PageGlyph> Read(PdfRevision revision, PdfPage page, TextBudget budget, TextFonts fonts)
    {
        var text = new PageText(revision, budget, fonts);
        text.Run(text.ContentOf(page), revision.Dictionary(page.Resources) ?? PdfDictionary.Empty, TextMatrix.Identity, 0);
        return text._glyphs;
    }

    // 7.8.2: the streams of a page are one content, which may be cut between any two tokens.
    private ReadOnlyMemory<byte> ContentOf(PdfPage page)
    {
        var streams = _revision.Resolve(page.Dictionary["Contents"]) switch
        {
            PdfStream one => [one],
            PdfArray array => array.Select(_revision.Resolve).OfType<PdfStream>().ToList(),
            _ => [],
        };
        var content = new MemoryStream();
        foreach (var stream in streams)
        {
            content.Write(Decode(stream));
            content.WriteByte((byte)'\n');
        }

        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    private byte[] Decode(PdfStream stream)
    {
        var bytes = _revision.Decode(stream);
        _budget.Spend(bytes.Length);
        return bytes;
    }

    private void Run(ReadOnlyMemory<byte> content, PdfDictionary resources, TextMatrix matrix, int depth)
    {
        var reader = new ContentReader(content);
        var states = new Stack<TextState>();
        var state = new TextState { Matrix = matrix };
        var hidden = new HiddenText();
        while (reader.TryRead(out var name))
        {
            if (name.Length > 3)
            {
                continue;
            }

            switch (Code(name))
            {
                case 'q' when states.Count < DeepestState:
                    states.Push(state.Copy());
                    break;
                case 'Q' when states.TryPop(out var saved):
                    state = saved.WithLines(state);
                    break;
                case ('c' << 8) | 'm':
                    state.Matrix = MatrixOf(reader).Then(state.Matrix);
                    break;
                case ('B' << 8) | 'T':
                    state.BeginText();
                    break;
                case ('T' << 8) | 'f':
                    state.Font = FontOf(resources, reader.FromEnd(2));
                    state.Size = reader.NumberFromEnd(1);
                    break;
                case ('g' << 8) | 's':
                    SetFontOf(resources, reader.FromEnd(1), state);
                    break;
                case ('T' << 8) | 'd':
                    state.MoveLine(reader.NumberFromEnd(2), reader.NumberFromEnd(1));
                    break;
                case ('T' << 8) | 'D':
                    state.Leading = -reader.NumberFromEnd(1);
                    state.MoveLine(reader.NumberFromEnd(2), reader.NumberFromEnd(1));
                    break;
                case ('T' << 8) | 'm':
                    state.SetLine(MatrixOf(reader));
                    break;
                case ('T' << 8) | '*':
                    state.NextLine();
                    break;
                case ('T' << 8) | 'c':
                    state.CharacterSpacing = reader.NumberFromEnd(1);
                    break;
                case ('T' << 8) | 'w':
                    state.WordSpacing = reader.NumberFromEnd(1);
                    break;
                case ('T' << 8) | 'z':
                    state.Scaling = reader.NumberFromEnd(1) / 100;
                    break;
                case ('T' << 8) | 'L':
                    state.Leading = reader.NumberFromEnd(1);
                    break;
                case ('T' << 8) | 's':
                    state.Rise = reader.NumberFromEnd(1);
                    break;
                case ('T' << 8) | 'j':
                    Show(reader.FromEnd(1), state, hidden);
                    break;
                case ('T' << 8) | 'J':
                    ShowAdjusted(reader.FromEnd(1), state, hidden);
                    break;
                case '\'':
                    state.NextLine();
                    Show(reader.FromEnd(1), state, hidden);
                    break;
                case '"':
                    (state.WordSpacing, state.CharacterSpacing) = (reader.NumberFromEnd(3), reader.NumberFromEnd(2));
                    state.NextLine();
                    Show(reader.FromEnd(1), state, hidden);
                    break;
                case ('B' << 16) | ('D' << 8) | 'C':
                    hidden.Begin(PropertiesOf(resources, reader.FromEnd(1)));
                    break;
                case ('B' << 16) | ('M' << 8) | 'C':
                    hidden.Begin(null);
                    break;
                case ('E' << 16) | ('M' << 8) | 'C':
                    hidden.End();
                    break;
                case ('D' << 8) | 'o' when depth < DeepestForm && !hidden.IsHidden:
                    DrawForm(resources, reader.FromEnd(1), state.Matrix, depth);
                    break;
            }
        }
    }

    private void DrawForm(PdfDictionary resources, PdfObject name, TextMatrix matrix, int depth)
    {
        if (Find(resources, "XObject", name) is not PdfStream form || !form.Dictionary.HasName("Subtype", "Form") || _textless.Contains(form.DataOffset))
        {
            return;
        }

        var before = _glyphs.Count;

        // 8.10.1: a form without resources of its own uses those of the page.
        var own = _revision.Dictionary(form.Dictionary["Resources"]) ?? resources;
        Run(Decode(form), own, (TextMatrix.TryRead(_revision, form.Dictionary["Matrix"]) ?? TextMatrix.Identity).Then(matrix), depth + 1);
        if (_glyphs.Count == before)
        {
            _textless.Add(form.DataOffset);
        }
    }

    private void ShowAdjusted(PdfObject list, TextState state, HiddenText hidden)
    {
        foreach (var item in list as PdfArray ?? PdfArray.Empty)
        {
            if (item is PdfNumber number)
            {
                state.Adjust(number.AsDouble);
            }
            else
            {
                Show(item, state, hidden);
            }
        }
    }

    private void Show(PdfObject value, TextState state, HiddenText hidden)
    {
        if (value is not PdfString text || state.Font is not { } font)
        {
            return;
        }

        var rest = text.Bytes.Span;
        while (rest.Length > 0)
        {
            var code = font.Next(rest);
            rest = rest[Math.Clamp(code.Length, 1, rest.Length)..];
            var glyph = state.Show(code);
            if (!hidden.IsHidden && glyph.Text.Length > 0 && double.IsFinite(glyph.X + glyph.Y + glyph.EndX + glyph.EndY + glyph.DirectionX + glyph.DirectionY + glyph.Size) && glyph.Size > 0)
            {
                _glyphs.Add(glyph);
                if (_glyphs.Count > MostGlyphs)
                {
                    throw new PdfFormatException(PdfFormatException.LimitExceeded, "A page shows more text than a reader should keep.");
                }
            }
        }
    }

    private TextFont? FontOf(PdfDictionary resources, PdfObject name)
    {
        var fonts = _revision.Dictionary(resources["Font"]);
        return fonts is null || name is not PdfName { Value: var key } ? null : _fonts.At(fonts[key]);
    }

    // 8.4.5: a graphics state may set the font.
    private void SetFontOf(PdfDictionary resources, PdfObject name, TextState state)
    {
        if (Find(resources, "ExtGState", name) is PdfDictionary settings && _revision.Array(settings["Font"]) is { Count: 2 } font)
        {
            (state.Font, state.Size) = (_fonts.At(font[0]), _revision.Number(font[1]) ?? state.Size);
        }
    }

    private PdfDictionary? PropertiesOf(PdfDictionary resources, PdfObject value) =>
        value as PdfDictionary ?? Find(resources, "Properties", value) as PdfDictionary;

    private PdfObject Find(PdfDictionary resources, string kind, PdfObject name) =>
        name is PdfName { Value: var key } && _revision.Dictionary(resources[kind]) is { } all ? _revision.Resolve(all[key]) : PdfNull.Value;

    private static TextMatrix MatrixOf(ContentReader reader) => new(
        reader.NumberFromEnd(6), reader.NumberFromEnd(5), reader.NumberFromEnd(4), reader.NumberFromEnd(3), reader.NumberFromEnd(2), reader.NumberFromEnd(1));

    private static int Code(ReadOnlySpan<byte> name)
    {
        var code = 0;
        foreach (var one in name)
        {
            code = (code << 8) | one;
        }

        return code;
    }
}
