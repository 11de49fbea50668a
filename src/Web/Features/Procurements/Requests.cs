using Market.Marketplace.Procurements;

namespace Market.Web.Features.Procurements;

/// <summary>The owner's pick as the form sends it.</summary>
public sealed record Pick(string CreditCode, string Reason, IReadOnlyList<PlanScore> Scores);

/// <summary>The owner's answer to an objection as the form sends it.</summary>
public sealed record ObjectionReply(string Text, bool Upheld);
