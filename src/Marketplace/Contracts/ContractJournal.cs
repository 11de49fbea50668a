using Market.Marketplace.Ledger;

namespace Market.Marketplace.Contracts;

internal static class ContractJournal
{
    /// <summary>A contract stands on the timeline of its procurement.</summary>
    public static Subject Subject(this ServiceContract contract) => new(contract.ProjectId, ProcurementId: contract.ProcurementId);
}
