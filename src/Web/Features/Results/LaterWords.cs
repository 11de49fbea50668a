using Market.Marketplace.Results;
using Market.Marketplace.Verification;
using Market.Web.Components;
using Market.Web.Localization;

namespace Market.Web.Features.Results;

/// <summary>How a decision on an accepted result is said: it counts, and the verdict of the day is history.</summary>
internal static class LaterWords
{
    /// <summary>In place of a verdict.</summary>
    public static string Headline(Texts texts, LaterDecisionKind kind) => kind switch
    {
        LaterDecisionKind.Correct => texts["成果已更正，这一版不能再作为依据"],
        LaterDecisionKind.WithdrawAcceptance => texts["成果已被撤销采信，不能再作为依据"],
        LaterDecisionKind.Void => texts["成果已作废，不能再作为依据"],
    };

    /// <summary>With the day.</summary>
    public static string Sentence(Texts texts, LaterDecision later) => later.Kind switch
    {
        LaterDecisionKind.Correct => texts["签章真实，但成果已于 {0} 更正，请使用更正后的版本", Days.Say(later.At)],
        LaterDecisionKind.WithdrawAcceptance => texts["签章真实，但成果已于 {0} 被撤销采信", Days.Say(later.At)],
        LaterDecisionKind.Void => texts["签章真实，但成果已于 {0} 作废", Days.Say(later.At)],
    };

    /// <summary>The headline where nothing but the later decision keeps the checks from passing; a file that fails by itself is called so.</summary>
    public static string? Headline(Texts texts, PublicCheck check) =>
        check.Result?.Later is { } later && check.Checks.Checks.All(one => one.Kind == CheckKind.InForce || one.Outcome != CheckOutcome.Fail)
            ? Headline(texts, later.Kind)
            : null;
}
