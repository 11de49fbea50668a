using Market.Marketplace.Integration;
using Market.Web.Localization;

namespace Market.Web.Features.Integration;

/// <summary>Words for scopes of keys and reasons of endpoints.</summary>
internal static class IntegrationWords
{
    public static string Of(string scope, Texts texts) => scope switch
    {
        ApiScopes.ReadEvents => texts["读取事件"],
        ApiScopes.ReadCases => texts["读取办件、任务单和成果"],
        ApiScopes.WriteCases => texts["提交审批系统的办件"],
        ApiScopes.AnswerTasks => texts["接单和不承接"],
        ApiScopes.ManageWebhooks => texts["管理事件推送"],
        _ => scope,
    };

    public static string? Reason(string? reason, Texts texts) => reason switch
    {
        "gone" => texts["接收方答复地址已不存在（410）"],
        "by-hand" => texts["本单位停用"],
        "succession" => texts["职责已由其他单位承继"],
        _ => reason,
    };
}
