using System.Text.Json.Serialization;

namespace Market.Signing;

/// <summary>A place, or a rule for places, where a seal's picture appears. All measures are millimetres on paper, on the page
/// as it is displayed.</summary>
[JsonDerivedType(typeof(SealImpression), "page")]
[JsonDerivedType(typeof(EveryPagePlacement), "every-page")]
[JsonDerivedType(typeof(TitleBlockPlacement), "title-block")]
[JsonDerivedType(typeof(KeywordPlacement), "keyword")]
[JsonDerivedType(typeof(FieldPlacement), "field")]
[JsonDerivedType(typeof(StraddlePlacement), "straddle")]
[JsonDerivedType(typeof(DefaultPlacement), "default")]
public abstract record SealPlacement
{
    private protected SealPlacement(SealPicture picture) => Picture = picture;

    /// <summary>What appears there, in its exact size.</summary>
    public SealPicture Picture { get; init; }
}
