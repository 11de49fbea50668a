using System.Text;
using Market.Marketplace.Ledger;

namespace Market.Marketplace.Feed;

/// <summary>The names of events for programs: the noun, a dot, what happened to it. Part of the public interface: a name
/// never changes, and readers let unknown ones pass.</summary>
public static class EventTypes
{
    /// <summary>Sent on request, so that a receiver can be tried out.</summary>
    public const string Test = "webhook.test";

    private static readonly Dictionary<LedgerKind, string> ByKind = Enum.GetValues<LedgerKind>().ToDictionary(kind => kind, NameOf);

    /// <summary>Every type.</summary>
    public static IReadOnlyList<string> All { get; } = [.. ByKind.Values.Append(Test).Order(StringComparer.Ordinal)];

    /// <summary>The type of a ledger entry.</summary>
    public static string Of(LedgerKind kind) => ByKind[kind];

    private static string NameOf(LedgerKind kind) => kind switch
    {
        LedgerKind.NoAgencyAvailable => "task.no_agency",
        LedgerKind.TaskProcurementDrafted => "task.procurement_drafted",
        LedgerKind.KeeperAppointed => "seal.keeper_appointed",
        LedgerKind.KeeperRelieved => "seal.keeper_relieved",
        LedgerKind.DelegationEnded => "seal.delegation_ended",
        LedgerKind.AcceptanceWithdrawn => "result.acceptance_withdrawn",
        LedgerKind.AccessCodeWrong => "result.access_code_wrong",
        LedgerKind.VerificationFailed => "result.verification_failed",
        _ => Split(kind.ToString()),
    };

    // TaskDispatched is task.dispatched, SealUseApplied is seal.use_applied.
    private static string Split(string name)
    {
        var text = new StringBuilder();
        var words = 0;
        foreach (var character in name)
        {
            if (char.IsUpper(character))
            {
                text.Append(words switch { 0 => "", 1 => ".", _ => "_" });
                words++;
            }

            text.Append(char.ToLowerInvariant(character));
        }

        return text.ToString();
    }
}
