using System.Collections.Frozen;
using System.Globalization;
using Market.Marketplace.Feed;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;

namespace Market.Marketplace.Messages;

/// <summary>Which events are worth a message, and for whom: those after which somebody there has to do something, or has been waiting.</summary>
public static class MessageKinds
{
    /// <summary>The type of a message that brings a code.</summary>
    public const string Code = "message.code";

    private static readonly Dictionary<LedgerKind, OrganisationKind[]> Told = new()
    {
        [LedgerKind.TaskDispatched] = [OrganisationKind.Agency],
        [LedgerKind.TaskReassigned] = [OrganisationKind.Agency],
        [LedgerKind.TaskStopped] = [OrganisationKind.Agency],
        [LedgerKind.ResultReturned] = [OrganisationKind.Agency],
        [LedgerKind.ResultAccepted] = [OrganisationKind.Agency],
        [LedgerKind.VerificationFailed] = [OrganisationKind.Agency],
        [LedgerKind.ExtensionAgreed] = [OrganisationKind.Agency],
        [LedgerKind.ExtensionRefused] = [OrganisationKind.Agency],
        [LedgerKind.ClearanceNotified] = [OrganisationKind.Agency],
        [LedgerKind.AgencyRemoved] = [OrganisationKind.Agency],
        [LedgerKind.AdmissionRefused] = [OrganisationKind.Agency],
        [LedgerKind.AwardIssued] = [OrganisationKind.Agency],
        [LedgerKind.ClockReminder] = [OrganisationKind.Agency, OrganisationKind.Department],
        [LedgerKind.YellowCardGiven] = [OrganisationKind.Agency, OrganisationKind.Department],
        [LedgerKind.RedCardGiven] = [OrganisationKind.Agency, OrganisationKind.Department, OrganisationKind.Operator],
        [LedgerKind.CaseFiled] = [OrganisationKind.Department],
        [LedgerKind.ResultDelivered] = [OrganisationKind.Department],
        [LedgerKind.CaseStepOpened] = [OrganisationKind.Department],
        [LedgerKind.SecondRoundOpened] = [OrganisationKind.Agency],
        [LedgerKind.NoAgencyAvailable] = [OrganisationKind.Department, OrganisationKind.Enterprise],
        [LedgerKind.CaseAccepted] = [OrganisationKind.Enterprise],
        [LedgerKind.CaseNotAccepted] = [OrganisationKind.Enterprise],
        [LedgerKind.CorrectionAsked] = [OrganisationKind.Enterprise],
        [LedgerKind.RectificationAsked] = [OrganisationKind.Enterprise],
        [LedgerKind.ExtensionRequested] = [OrganisationKind.Enterprise],
        [LedgerKind.CaseGranted] = [OrganisationKind.Enterprise],
        [LedgerKind.CaseDenied] = [OrganisationKind.Enterprise],
    };

    private static readonly FrozenDictionary<string, (LedgerKind Kind, OrganisationKind[] Who)> ByType =
        Told.ToFrozenDictionary(pair => EventTypes.Of(pair.Key), pair => (pair.Key, pair.Value), StringComparer.Ordinal);

    /// <summary>The kinds of events of which messages tell.</summary>
    public static IReadOnlyCollection<LedgerKind> All => Told.Keys;

    /// <summary>Whether an event is told to anybody.</summary>
    internal static bool IsTold(string type) => ByType.ContainsKey(type);

    /// <summary>Whether an event is told to the people of such an organisation.</summary>
    internal static bool IsToldTo(string type, OrganisationKind organisation) =>
        ByType.TryGetValue(type, out var told) && told.Who.Contains(organisation);

    /// <summary>Subject and words of a message, in the reader's language. They name the kind of event and its number; who and what it is about
    /// is read after signing in.</summary>
    internal static MessageText TextOf(string type, string? number, string? code, string language, Uri address)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        if (type == Code)
        {
            return new MessageText(Wording.Say("Message.Code.Subject", culture), Wording.Say("Message.Code", culture, code ?? ""), Wording.Say("Message.Code", culture, code ?? ""));
        }

        var what = Wording.Say($"Message.{ByType[type].Kind}", culture);
        return new MessageText(
            Wording.Say("Message.Subject", culture, what), Wording.Say("Message.Body", culture, what, number ?? "—", new Uri(address, "inbox").AbsoluteUri),
            Wording.Say("Message.Short", culture, what, number ?? "—"));
    }
}

/// <summary>What goes out: subject and body of a mail, or the short text of an SMS.</summary>
public sealed record MessageText(string Subject, string Body, string Brief);
