namespace Market.Marketplace.Operations;

/// <summary>Who is acting, and for which organisation. A person with memberships in several organisations acts for one
/// of them at a time.</summary>
/// <param name="UserId">The account; empty for the public and for the program itself.</param>
/// <param name="DisplayName">The person's name, as ledger entries show it.</param>
/// <param name="OrganisationId">The organisation acted for; none for the public and the program.</param>
/// <param name="OrganisationName">Its name.</param>
/// <param name="Roles">All roles held in that organisation.</param>
public sealed record Actor(
    Guid UserId, string DisplayName, Guid? OrganisationId, string? OrganisationName, IReadOnlyList<Role> Roles)
{
    /// <summary>A visitor who has not signed in.</summary>
    public static Actor Public { get; } = new(Guid.Empty, "访客", null, null, [Role.Public]);

    /// <summary>The program itself.</summary>
    public static Actor System { get; } = new(Guid.Empty, "系统", null, null, [Role.System]);

    /// <summary>For whom the actor stands.</summary>
    public Standing Standing => Roles.Count == 0 ? Standing.Public : StandingOf(Roles[0]);

    /// <summary>The organisation acted for, or an id that no row carries.</summary>
    internal Guid Organisation => OrganisationId ?? Guid.Empty;

    /// <summary>Whether any of the roles carries the permission.</summary>
    public bool May(Permission permission) => Roles.Any(role => Permissions.Of(role).Contains(permission));

    /// <summary>Whether the role is held.</summary>
    public bool Is(Role role) => Roles.Contains(role);

    /// <summary>Whether the actor manages the seals of its organisation, an agency or an owner, without holding one.</summary>
    public bool ManagesSeals => Is(Role.AgencyManager) || Is(Role.EnterpriseManager);

    /// <summary>For whom a role stands.</summary>
    public static Standing StandingOf(Role role) => role switch
    {
        Role.Public => Standing.Public,
        Role.Enterprise or Role.EnterpriseSealKeeper or Role.EnterpriseManager => Standing.Enterprise,
        Role.AgencyClerk or Role.Practitioner or Role.SealKeeper or Role.AgencyManager => Standing.Agency,
        Role.DepartmentOfficial => Standing.Department,
        Role.Enterprise or Role.EnterpriseSystem => Standing.Enterprise,
        Role.AgencyClerk or Role.Practitioner or Role.SealKeeper or Role.AgencyManager or Role.AgencySystem => Standing.Agency,
        Role.DepartmentOfficial or Role.DepartmentSystem => Standing.Department,
        Role.Operator => Standing.Operator,
        Role.System => Standing.System,
    };
}
