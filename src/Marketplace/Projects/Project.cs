using System.Text.RegularExpressions;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Projects;

/// <summary>What an owner enters for a project.</summary>
/// <param name="Code">投资项目统一代码, 24 characters with hyphens.</param>
/// <param name="Name">Name of the project.</param>
/// <param name="Site">Where it is built.</param>
/// <param name="BuildingAreaSquareMetres">建筑面积, square metres.</param>
/// <param name="IsResidential">Whether homes are built (住宅).</param>
/// <param name="DesignAgencyCode">Credit code of the design agency, for recusal.</param>
public sealed record ProjectRegistration(
    string Code, string Name, string Site, decimal BuildingAreaSquareMetres, bool IsResidential, string? DesignAgencyCode = null);

/// <summary>An investment project (投资项目).</summary>
public sealed partial class Project : IAggregate
{
    /// <summary>Ten thousand hectares: no project has more, and every database can keep it.</summary>
    private const decimal LargestArea = 100_000_000m;

    private Project()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>投资项目统一代码; never changes.</summary>
    public string Code { get; private init; } = "";

    /// <summary>Name.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The owner's organisation.</summary>
    public Guid OwnerId { get; private init; }

    /// <summary>The owner's name.</summary>
    public string OwnerName { get; private init; } = "";

    /// <summary>Six-digit region, from the code.</summary>
    public string RegionCode { get; private init; } = "";

    /// <summary>Where it is built.</summary>
    public string Site { get; private init; } = "";

    /// <summary>建筑面积, square metres.</summary>
    public decimal BuildingAreaSquareMetres { get; private init; }

    /// <summary>Whether homes are built.</summary>
    public bool IsResidential { get; private init; }

    /// <summary>Credit code of the design agency.</summary>
    public string? DesignAgencyCode { get; private init; }

    /// <summary>When it was registered.</summary>
    public DateTimeOffset RegisteredAt { get; private init; }

    internal static Project Register(ProjectRegistration entry, OperationContext context) =>
        Register(entry, context.Actor.Organisation, context.Actor.OrganisationName ?? "", context);

    /// <summary>A project whose owner is told by the department's system.</summary>
    internal static Project Register(ProjectRegistration entry, Organisation owner, OperationContext context) =>
        Register(entry, owner.Id, owner.Name, context);

    private static Project Register(ProjectRegistration entry, Guid ownerId, string ownerName, OperationContext context)
    {
        if (!ProjectCode.IsPlausible(entry.Code))
        {
            throw new RuleViolationException("project-code-invalid", entry.Code);
        }

        if (string.IsNullOrWhiteSpace(entry.Name) || entry.BuildingAreaSquareMetres <= 0)
        {
            throw new RuleViolationException("project-incomplete");
        }

        if (entry.BuildingAreaSquareMetres > LargestArea)
        {
            throw new RuleViolationException("project-area-too-big", LargestArea);
        }

        var designer = string.IsNullOrWhiteSpace(entry.DesignAgencyCode) ? null : entry.DesignAgencyCode.Trim();
        if (designer is not null && !CreditCode.IsValid(designer))
        {
            throw new RuleViolationException("credit-code-invalid", designer);
        }

        return new Project
        {
            Id = context.NewId(),
            Code = entry.Code,
            Name = entry.Name.Trim(),
            OwnerId = ownerId,
            OwnerName = ownerName,
            RegionCode = entry.Code[5..11],
            Site = entry.Site.Trim(),
            BuildingAreaSquareMetres = entry.BuildingAreaSquareMetres,
            IsResidential = entry.IsResidential,
            DesignAgencyCode = designer,
            RegisteredAt = context.At,
        };
    }
}

/// <summary>The shape of 投资项目统一代码, GB/T 40058-2021.</summary>
public static partial class ProjectCode
{
    /// <summary>Whether five segments are there, the first is a year and month and the second a region. The last
    /// character is not recomputed: its algorithm is not public. Codes issued until 2020 have a four-digit year there.</summary>
    public static bool IsPlausible(string? code)
    {
        if (code is null || !Shape().IsMatch(code))
        {
            return false;
        }

        var region = int.Parse(code.AsSpan(5, 2), System.Globalization.CultureInfo.InvariantCulture);
        var month = int.Parse(code.AsSpan(2, 2), System.Globalization.CultureInfo.InvariantCulture);
        var isOldYear = code.StartsWith("201", StringComparison.Ordinal) || code.StartsWith("2020", StringComparison.Ordinal);
        return region is >= 11 and <= 82 && (month is >= 1 and <= 12 || isOldYear);
    }

    [GeneratedRegex(@"^\d{4}-\d{6}-\d{2}-\d{2}-\d{6}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
