using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Market.Marketplace.TaskOrders;
using Market.Web.Localization;

namespace Market.Web.Features.Rules;

/// <summary>Trigger rules as text: as an operator writes them, and as people read them.</summary>
internal static class RuleText
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Write(TriggerRuleTerms terms) => JsonSerializer.Serialize(terms, Json);

    /// <exception cref="JsonException">It is not a rule.</exception>
    public static TriggerRuleTerms Read(string json) =>
        JsonSerializer.Deserialize<TriggerRuleTerms>(json, Json) ?? throw new JsonException("There is no rule.");

    /// <summary>住宅=是, one a line.</summary>
    public static Dictionary<string, string> ReadElements(string lines)
    {
        var elements = new Dictionary<string, string>();
        foreach (var line in lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var place)
            {
                elements[line[..place].Trim()] = line[(place + 1)..].Trim();
            }
        }

        return elements;
    }

    /// <summary>（住宅 = 是）.</summary>
    public static string Say(ElementCondition condition) =>
        $"（{condition.Element} {(condition.Comparison == ElementComparison.Equals ? "=" : "≥")} {condition.Value}）";

    /// <summary>The event with what belongs to it.</summary>
    public static string EventOf(TriggerRuleTerms terms) => terms.Event switch
    {
        TriggerEvent.ResultAccepted => $"{terms.Event.Word()} {terms.Plan.UpstreamItem}",
        TriggerEvent.ElementValue => $"{terms.Event.Word()} {terms.Plan.Element}",
        TriggerEvent.Timer => $"{terms.Event.Word()} +{terms.Plan.AfterWorkingDays}",
        TriggerEvent.CaseAccepted or TriggerEvent.CaseStarted or TriggerEvent.CaseCorrected or TriggerEvent.CaseGranted => terms.Event.Word(),
    };
}
