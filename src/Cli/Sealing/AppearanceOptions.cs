using System.CommandLine;

namespace Market.Cli.Sealing;

/// <summary>The options that say what the seal looks like and where it goes.</summary>
internal sealed class AppearanceOptions
{
    private readonly Option<string> _shape = TextOption.Create("--seal-shape", "round|oval|rectangular|personal", "seal.shape");
    private readonly Option<string> _text = TextOption.Create("--seal-text", "NAME", "seal.text");
    private readonly Option<string> _line = TextOption.Create("--seal-line", "TEXT", "seal.line");
    private readonly Option<string> _lowerLine = TextOption.Create("--seal-lower-line", "TEXT", "seal.lower-line");
    private readonly Option<string> _number = TextOption.Create("--seal-number", "NUMBER", "seal.number");
    private readonly Option<string> _unit = TextOption.Create("--seal-unit", "NAME", "seal.unit");
    private readonly Option<string> _until = TextOption.Create("--seal-until", "YYYY-MM-DD", "seal.until");
    private readonly Option<string> _image = TextOption.Create("--seal-image", "F.png", "seal.image");
    private readonly Option<int?> _width = Positive.Optional("--seal-width", "MM", Texts.Say("seal.width"));
    private readonly Option<bool> _invisible = new("--invisible") { Description = Texts.Say("seal.invisible") };
    private readonly Option<string> _at = TextOption.Create("--at", "PAGE,X,Y", "seal.at");
    private readonly Option<string> _field = TextOption.Create("--field", "NAME", "seal.field");
    private readonly Option<string> _keyword = TextOption.Create("--keyword", "TEXT", "seal.keyword");
    private readonly Option<string> _occurrence = TextOption.Create("--occurrence", "first|last|each", "seal.occurrence");
    private readonly Option<string> _titleBlock = TextOption.Create("--title-block", "RIGHT,BOTTOM", "seal.title-block");
    private readonly Option<string> _everyPage = TextOption.Create("--every-page", "X,Y", "seal.every-page");
    private readonly Option<bool> _straddle = new("--straddle") { Description = Texts.Say("seal.straddle") };
    private readonly Option<string> _straddleSide = TextOption.Create("--straddle-side", "right|left|top|bottom", "seal.straddle-side");
    private readonly Option<string> _pages = TextOption.Create("--pages", "PAGES", "seal.pages");

    public AppearanceOptions()
    {
        _shape.AcceptOnlyFromAmong(Names<SealShape>());
        _occurrence.AcceptOnlyFromAmong(Names<Signing.KeywordOccurrence>());
        _straddleSide.AcceptOnlyFromAmong(Names<Signing.StraddleSide>());
    }

    public void AddTo(Command command)
    {
        Option[] options =
        [
            _shape, _text, _line, _lowerLine, _number, _unit, _until, _image, _width, _invisible, _at, _field, _keyword, _occurrence, _titleBlock,
            _everyPage, _straddle, _straddleSide, _pages,
        ];
        foreach (var option in options)
        {
            command.Add(option);
        }
    }

    public SealAppearance Read(ParseResult parsed) => new()
    {
        Picture = new SealPictureRequest
        {
            Shape = Named<SealShape>(parsed.GetValue(_shape)),
            Text = parsed.GetValue(_text),
            Line = parsed.GetValue(_line),
            LowerLine = parsed.GetValue(_lowerLine),
            Number = parsed.GetValue(_number),
            Unit = parsed.GetValue(_unit),
            Until = parsed.GetValue(_until),
            Image = parsed.GetValue(_image),
            WidthMillimetres = parsed.GetValue(_width),
        },
        IsInvisible = parsed.GetValue(_invisible),
        At = parsed.GetValue(_at),
        Field = parsed.GetValue(_field),
        Keyword = parsed.GetValue(_keyword),
        Occurrence = Named<Signing.KeywordOccurrence>(parsed.GetValue(_occurrence)),
        TitleBlock = parsed.GetValue(_titleBlock),
        EveryPage = parsed.GetValue(_everyPage),
        Straddles = parsed.GetValue(_straddle),
        StraddleSide = Named<Signing.StraddleSide>(parsed.GetValue(_straddleSide)),
        Pages = parsed.GetValue(_pages),
    };

    // On the command line in lower case.
    private static string[] Names<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    private static T? Named<T>(string? name)
        where T : struct, Enum => name is null ? null : Enum.Parse<T>(name, ignoreCase: true);
}
