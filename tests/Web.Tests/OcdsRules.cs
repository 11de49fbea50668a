using System.Text.Json;
using System.Text.RegularExpressions;

namespace Market.Web.Tests;

/// <summary>The rules of the release schema and the record package schema of the Open Contracting Data Standard 1.1.5, as far as a procurement of
/// services meets them: what is required, which code lists are closed, which ids are unique, which references must lead somewhere. Says every
/// departure with its place.</summary>
internal static partial class OcdsRules
{
    private static readonly string[] ReleaseTags =
    [
        "planning", "planningUpdate", "tender", "tenderAmendment", "tenderUpdate", "tenderCancellation", "award", "awardUpdate", "awardCancellation", "contract",
        "contractUpdate", "contractAmendment", "implementation", "implementationUpdate", "contractTermination", "compiled",
    ];

    private static readonly string[] PartyRoles =
        ["buyer", "procuringEntity", "supplier", "tenderer", "funder", "enquirer", "payer", "payee", "reviewBody", "interestedParty"];

    private static readonly string[] TenderStatuses = ["planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn"];
    private static readonly string[] Methods = ["open", "selective", "limited", "direct"];
    private static readonly string[] Categories = ["goods", "works", "services"];
    private static readonly string[] AwardStatuses = ["pending", "active", "cancelled", "unsuccessful"];

    /// <summary>Departures of a release package.</summary>
    public static IReadOnlyList<string> OfReleasePackage(JsonElement package)
    {
        var found = new List<string>();
        Package(package, "releases", found);
        var ids = new HashSet<string>();
        foreach (var (release, path) in Each(package, "releases", "", found, mayBeEmpty: true))
        {
            Release(release, path, isCompiled: false, found);
            if (!ids.Add($"{Text(release, "ocid")} {Text(release, "id")}"))
            {
                found.Add($"{path}/id is not unique in the package");
            }
        }

        return found;
    }

    /// <summary>Departures of a record package.</summary>
    public static IReadOnlyList<string> OfRecordPackage(JsonElement package)
    {
        var found = new List<string>();
        Package(package, "records", found);
        foreach (var (record, path) in Each(package, "records", "", found))
        {
            Required(record, "ocid", path, found);
            foreach (var (release, at) in Each(record, "releases", path, found))
            {
                Release(release, at, isCompiled: false, found);
                Same(Text(record, "ocid"), Text(release, "ocid"), $"{at}/ocid", found);
            }

            if (record.TryGetProperty("compiledRelease", out var compiled))
            {
                Release(compiled, $"{path}/compiledRelease", isCompiled: true, found);
                Same(Text(record, "ocid"), Text(compiled, "ocid"), $"{path}/compiledRelease/ocid", found);
            }
        }

        return found;
    }

    private static void Package(JsonElement package, string content, List<string> found)
    {
        foreach (var name in new[] { "uri", "publisher", "publishedDate", content, "version" })
        {
            if (!package.TryGetProperty(name, out _))
            {
                found.Add($"/{name} is missing");
            }
        }

        if (!Uri.TryCreate(Text(package, "uri"), UriKind.Absolute, out _))
        {
            found.Add("/uri is no address");
        }

        if (Text(package, "version") != "1.1")
        {
            found.Add("/version is not 1.1");
        }

        Moment(package, "publishedDate", "", found);
        if (package.TryGetProperty("publisher", out var publisher))
        {
            Required(publisher, "name", "/publisher", found);
        }
    }

    private static void Release(JsonElement release, string path, bool isCompiled, List<string> found)
    {
        foreach (var name in new[] { "ocid", "id", "initiationType" })
        {
            Required(release, name, path, found);
        }

        if (!OcidPattern().IsMatch(Text(release, "ocid") ?? ""))
        {
            found.Add($"{path}/ocid has no prefix of the form ocds-xxxxxx-");
        }

        if (Text(release, "id")?.Contains('#', StringComparison.Ordinal) == true)
        {
            found.Add($"{path}/id contains #");
        }

        Moment(release, "date", path, found);
        Code(release, "initiationType", ["tender"], path, found);
        Codes(release, "tag", ReleaseTags, path, found);
        if (isCompiled != (release.TryGetProperty("tag", out var tags) && tags.EnumerateArray().Any(tag => tag.GetString() == "compiled")))
        {
            found.Add($"{path}/tag: compiled is the tag of compiled releases and of no others");
        }

        if (Text(release, "language") is { } language && !LanguagePattern().IsMatch(language))
        {
            found.Add($"{path}/language is no ISO 639-1 code");
        }

        var parties = Parties(release, path, found);
        Reference(release, "buyer", "buyer", parties, path, found);
        if (release.TryGetProperty("tender", out var tender))
        {
            Tender(tender, parties, $"{path}/tender", found);
        }

        foreach (var (award, at) in Identified(release, "awards", path, found))
        {
            Code(award, "status", AwardStatuses, at, found);
            Moment(award, "date", at, found);
            Money(award, "value", at, found);
            References(award, "suppliers", "supplier", parties, at, found);
        }

        NoNulls(release, path, found);
    }

    private static void Tender(JsonElement tender, Dictionary<string, HashSet<string?>> parties, string path, List<string> found)
    {
        Required(tender, "id", path, found);
        Code(tender, "status", TenderStatuses, path, found);
        Code(tender, "procurementMethod", Methods, path, found);
        Code(tender, "mainProcurementCategory", Categories, path, found);
        Money(tender, "value", path, found);
        Money(tender, "minValue", path, found);
        Period(tender, "tenderPeriod", path, found);
        Period(tender, "awardPeriod", path, found);
        References(tender, "tenderers", "tenderer", parties, path, found);
        if (tender.TryGetProperty("numberOfTenderers", out var count) && count.GetInt32() != tender.GetProperty("tenderers").GetArrayLength())
        {
            found.Add($"{path}/numberOfTenderers is not the number of tenderers");
        }

        foreach (var (amendment, at) in Identified(tender, "amendments", path, found))
        {
            Moment(amendment, "date", at, found);
        }
    }

    private static Dictionary<string, HashSet<string?>> Parties(JsonElement release, string path, List<string> found)
    {
        var parties = new Dictionary<string, HashSet<string?>>();
        foreach (var (party, at) in Identified(release, "parties", path, found))
        {
            Required(party, "name", at, found);
            Codes(party, "roles", PartyRoles, at, found);
            if (Text(party, "id") is { } id)
            {
                parties[id] = party.TryGetProperty("roles", out var roles) ? [.. roles.EnumerateArray().Select(role => role.GetString())] : [];
            }
        }

        return parties;
    }

    private static void References(JsonElement of, string name, string role, Dictionary<string, HashSet<string?>> parties, string path, List<string> found)
    {
        foreach (var (reference, at) in Identified(of, name, path, found))
        {
            Referred(reference, role, parties, at, found);
        }
    }

    private static void Reference(JsonElement of, string name, string role, Dictionary<string, HashSet<string?>> parties, string path, List<string> found)
    {
        if (of.TryGetProperty(name, out var reference))
        {
            Required(reference, "id", $"{path}/{name}", found);
            Referred(reference, role, parties, $"{path}/{name}", found);
        }
    }

    private static void Referred(JsonElement reference, string role, Dictionary<string, HashSet<string?>> parties, string path, List<string> found)
    {
        if (!parties.TryGetValue(Text(reference, "id") ?? "", out var roles))
        {
            found.Add($"{path} is not among the parties");
        }
        else if (!roles.Contains(role))
        {
            found.Add($"{path} is a party without the role {role}");
        }
    }

    private static IEnumerable<(JsonElement Element, string Path)> Identified(JsonElement of, string name, string path, List<string> found)
    {
        var ids = new HashSet<string?>();
        foreach (var (element, at) in of.TryGetProperty(name, out _) ? Each(of, name, path, found, mayBeEmpty: true) : [])
        {
            Required(element, "id", at, found);
            if (!ids.Add(Text(element, "id")))
            {
                found.Add($"{at}/id is not unique in {name}");
            }

            yield return (element, at);
        }
    }

    private static IEnumerable<(JsonElement Element, string Path)> Each(JsonElement of, string name, string path, List<string> found, bool mayBeEmpty = false)
    {
        if (!of.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array || (!mayBeEmpty && list.GetArrayLength() == 0))
        {
            found.Add($"{path}/{name} is no list, or an empty one");
            return [];
        }

        return list.EnumerateArray().Select((element, index) => (element, $"{path}/{name}/{index}"));
    }

    private static void Codes(JsonElement of, string name, string[] known, string path, List<string> found)
    {
        var codes = Each(of, name, path, found).Select(code => code.Element.GetString()).ToList();
        found.AddRange(codes.Where(code => !known.Contains(code)).Select(code => $"{path}/{name}: {code} is not in the code list"));
        if (codes.Distinct().Count() != codes.Count)
        {
            found.Add($"{path}/{name} says a code twice");
        }
    }

    private static void Code(JsonElement of, string name, string[] known, string path, List<string> found)
    {
        if (Text(of, name) is { } code && !known.Contains(code))
        {
            found.Add($"{path}/{name}: {code} is not in the code list");
        }
    }

    private static void Money(JsonElement of, string name, string path, List<string> found)
    {
        if (of.TryGetProperty(name, out var value)
            && (!value.TryGetProperty("amount", out var amount) || amount.ValueKind != JsonValueKind.Number || Text(value, "currency") is not { Length: 3 }))
        {
            found.Add($"{path}/{name} is no amount in a currency");
        }
    }

    private static void Period(JsonElement of, string name, string path, List<string> found)
    {
        if (!of.TryGetProperty(name, out var period))
        {
            return;
        }

        var starts = Moment(period, "startDate", $"{path}/{name}", found, isRequired: false);
        var ends = Moment(period, "endDate", $"{path}/{name}", found, isRequired: false);
        if (ends < starts)
        {
            found.Add($"{path}/{name} ends before it starts");
        }
    }

    private static DateTimeOffset? Moment(JsonElement of, string name, string path, List<string> found, bool isRequired = true)
    {
        if (!of.TryGetProperty(name, out var at))
        {
            if (isRequired)
            {
                found.Add($"{path}/{name} is missing");
            }

            return null;
        }

        if (at.ValueKind != JsonValueKind.String || !MomentPattern().IsMatch(at.GetString()!) || !at.TryGetDateTimeOffset(out var moment))
        {
            found.Add($"{path}/{name} is no RFC 3339 date-time with a zone");
            return null;
        }

        return moment;
    }

    private static void Required(JsonElement of, string name, string path, List<string> found)
    {
        if (string.IsNullOrEmpty(Text(of, name)))
        {
            found.Add($"{path}/{name} is missing or empty");
        }
    }

    private static void Same(string? expected, string? actual, string path, List<string> found)
    {
        if (expected != actual)
        {
            found.Add($"{path} is not that of its record");
        }
    }

    // In the schema objects and lists have no null, and a value that is not known is left out.
    private static void NoNulls(JsonElement element, string path, List<string> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                found.Add($"{path} is null");
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    NoNulls(property.Value, $"{path}/{property.Name}", found);
                }

                break;
            case JsonValueKind.Array:
                foreach (var (child, index) in element.EnumerateArray().Select((child, index) => (child, index)))
                {
                    NoNulls(child, $"{path}/{index}", found);
                }

                break;
        }
    }

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("^ocds-[a-z0-9]{6}-.+$")]
    private static partial Regex OcidPattern();

    [GeneratedRegex("^[a-z]{2}$")]
    private static partial Regex LanguagePattern();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$")]
    private static partial Regex MomentPattern();
}
