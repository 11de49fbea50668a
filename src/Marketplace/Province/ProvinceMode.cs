using Market.Marketplace.Operations;

namespace Market.Marketplace.Province;

/// <summary>全省统一模式: the province runs the supermarket. Agencies come in and are selected there; here admission and selection are off,
/// and what the province decided is imported.</summary>
public static class ProvinceMode
{
    private static readonly HashSet<Permission> Off =
    [
        Permission.RegisterAgency, Permission.ApplyForAdmission, Permission.CheckAdmissions,
        Permission.Procure, Permission.RunProcurements, Permission.SignUp, Permission.ContributeToDraws, Permission.ConductDraws,
    ];

    /// <summary>Whether what needs the permission is done by the province and not here.</summary>
    public static bool TurnsOff(Permission permission) => Off.Contains(permission);
}
