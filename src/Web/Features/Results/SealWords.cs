using Market.Marketplace.Catalogue;
using Market.Web.Localization;

namespace Market.Web.Features.Results;

/// <summary>Words for the steps of a seal scheme.</summary>
internal static class SealWords
{
    /// <summary>Such as 审核 · 执业印章（注册城乡规划师）.</summary>
    public static string NameOf(Texts texts, SealKind kind, string roleTitle, string? registrationTitle) =>
        kind == SealKind.Unit ? texts["单位 · {0}", kind.Word()]
        : registrationTitle is null ? texts["{0} · {1}", texts[roleTitle], kind.Word()]
        : texts["{0} · {1}（{2}）", texts[roleTitle], kind.Word(), registrationTitle];
}
