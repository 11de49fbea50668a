using System.Text.Json.Serialization;

namespace Market.Marketplace.OpenContracting;

// The shapes of the Open Contracting Data Standard 1.1 that a procurement of services fills. Names are the standard's own.
// What is not known is left out: its schema has no null for objects.

/// <summary>A release: one procurement as it stood at one moment.</summary>
public sealed record OcdsRelease(
    string Ocid, string Id, DateTimeOffset Date, IReadOnlyList<string> Tag, string InitiationType, string Language,
    IReadOnlyList<OcdsOrganisation> Parties, OcdsReference Buyer, OcdsTender Tender, IReadOnlyList<OcdsAward> Awards);

/// <summary>A party with its roles.</summary>
public sealed record OcdsOrganisation(string Id, string Name, OcdsIdentifier Identifier, IReadOnlyList<string> Roles);

/// <summary>By which register a party is known.</summary>
public sealed record OcdsIdentifier(string Scheme, string Id, string LegalName);

/// <summary>A party named elsewhere in the release.</summary>
public sealed record OcdsReference(string Id, string Name);

/// <summary>An amount of money.</summary>
public sealed record OcdsValue(decimal Amount, string Currency);

/// <summary>A span of time.</summary>
public sealed record OcdsPeriod(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? StartDate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? EndDate);

/// <summary>The requirement and its sign-ups.</summary>
public sealed record OcdsTender(
    string Id, string Title, string Description, string Status, string ProcurementMethod, string ProcurementMethodDetails,
    string MainProcurementCategory, OcdsValue Value, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OcdsValue? MinValue, OcdsPeriod TenderPeriod,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OcdsPeriod? AwardPeriod,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? NumberOfTenderers,
    IReadOnlyList<OcdsReference> Tenderers, IReadOnlyList<OcdsAmendment> Amendments);

/// <summary>A correction of the notice.</summary>
public sealed record OcdsAmendment(string Id, DateTimeOffset Date, string Rationale);

/// <summary>Who was selected.</summary>
public sealed record OcdsAward(
    string Id, string Title, string Status, DateTimeOffset Date, OcdsValue Value, IReadOnlyList<OcdsReference> Suppliers);

/// <summary>Releases with who published them.</summary>
public sealed record OcdsReleasePackage(
    string Uri, string Version, DateTimeOffset PublishedDate, OcdsPublisher Publisher, IReadOnlyList<OcdsRelease> Releases,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OcdsLinks? Links);

/// <summary>The pages before and after, for lists that do not fit into one package.</summary>
public sealed record OcdsLinks(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Prev);

/// <summary>A record: all releases of one procurement, and how it stands.</summary>
public sealed record OcdsRecord(string Ocid, IReadOnlyList<OcdsRelease> Releases, OcdsRelease CompiledRelease);

/// <summary>Records with who published them.</summary>
public sealed record OcdsRecordPackage(
    string Uri, string Version, DateTimeOffset PublishedDate, OcdsPublisher Publisher, IReadOnlyList<OcdsRecord> Records);

/// <summary>Who publishes.</summary>
public sealed record OcdsPublisher(string Name);
