using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Market.Marketplace.Notices;

/// <summary>The words of one kind of notice (文书模板): data, with places in braces that the operation fills in.</summary>
public sealed partial record NoticeTemplate
{
    /// <summary>Which notice.</summary>
    public required OfficialNoticeKind Kind { get; init; }

    /// <summary>Begins its numbers.</summary>
    public required string Prefix { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>What is notified.</summary>
    public required IReadOnlyList<string> Opening { get; init; }

    /// <summary>Names of the facts in their order; one that has no value is left out.</summary>
    public required IReadOnlyList<string> Facts { get; init; }

    /// <summary>What the recipient must do, and what follows otherwise.</summary>
    public required IReadOnlyList<string> Demands { get; init; }

    /// <summary>救济途径.</summary>
    public required IReadOnlyList<string> Remedies { get; init; }

    /// <summary>Every name for which a value is wanted.</summary>
    [JsonIgnore]
    public IReadOnlySet<string> Names => Facts
        .Concat(Opening.Concat(Demands).Concat(Remedies).SelectMany(sentence => Place().Matches(sentence)).Select(place => place.Groups[1].Value))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The notice's text. A sentence about a value that there is not is left out; a name nobody knows is a mistake of ours.</summary>
    /// <exception cref="InvalidOperationException">The template asks for a name that the operation does not give.</exception>
    internal NoticeText Fill(NoticeValues values, string signatory) => new(
        Title, Fill(Opening, values), [.. Facts.Select(name => new NoticeFact(name, values[name] ?? "")).Where(fact => fact.Value.Length > 0)],
        Fill(Demands, values), Fill(Remedies, values), signatory);

    private static List<string> Fill(IReadOnlyList<string> sentences, NoticeValues values) =>
    [
        .. sentences.Where(sentence => Place().Matches(sentence).All(place => values[place.Groups[1].Value] is { Length: > 0 }))
            .Select(sentence => Place().Replace(sentence, place => values[place.Groups[1].Value]!)),
    ];

    [GeneratedRegex(@"\{([^{}]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}

/// <summary>The templates that ship with the program.</summary>
public static class NoticeTemplates
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    private static readonly FrozenDictionary<OfficialNoticeKind, NoticeTemplate> ByKind = Read().ToFrozenDictionary(template => template.Kind);

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<NoticeTemplate> All => ByKind.Values;

    /// <summary>The template of a kind.</summary>
    public static NoticeTemplate Of(OfficialNoticeKind kind) => ByKind[kind];

    private static NoticeTemplate[] Read()
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream("notice-templates/notices.json")!;
        return JsonSerializer.Deserialize<TemplateFile>(file, Json)!.Templates;
    }

    private sealed record TemplateFile(string Edition, NoticeTemplate[] Templates);
}
