using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Market.Marketplace.Feed;

namespace Market.Marketplace.Webhooks;

/// <summary>What a webhook carries: thin, so that it tells no secrets; the receiver fetches the rest with its own key.</summary>
internal static class WebhookBody
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Of(FeedEvent happened, Uri publicUrl) => JsonSerializer.Serialize(
        new
        {
            type = happened.Type,
            timestamp = happened.At,
            data = new
            {
                position = happened.Position,
                number = happened.Number,
                externalNumber = happened.ExternalNumber,
                caseId = happened.CaseId,
                taskOrderId = happened.TaskOrderId,
                resultId = happened.ResultId,
                sealId = happened.SealId,
                procurementId = happened.ProcurementId,
                feed = new Uri(publicUrl, $"api/v1/events?after={happened.Position - 1}").AbsoluteUri,
            },
        },
        Json);

    public static string Trial(DateTimeOffset at) => JsonSerializer.Serialize(new { type = EventTypes.Test, timestamp = at, data = new { message = "ok" } }, Json);
}
