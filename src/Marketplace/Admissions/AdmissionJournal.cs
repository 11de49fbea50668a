using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Admissions;

/// <summary>Writes the steps of an admission: to the ledger, which is the agency's timeline, and to the other side's inbox.</summary>
internal sealed class AdmissionJournal(MarketplaceDbContext db, OperationContext context)
{
    private readonly Journal _journal = new(db, context);

    /// <summary>The agency did something; the operator is told. The sentence begins with the agency's name.</summary>
    public async Task TellOperatorAsync(LedgerKind kind, Admission admission, params string[] args)
    {
        var entry = Record(kind, admission, args);
        var operators = await db.Organisations.Where(row => row.Kind == OrganisationKind.Operator).Select(row => (Guid?)row.Id)
            .ToListAsync(context.Cancellation);
        _journal.Notify(entry, [.. operators]);
        context.Changed(admission.Id);
    }

    /// <summary>The operator or the calendar did something; the agency is told.</summary>
    public void TellAgency(LedgerKind kind, Admission admission, params string[] args) => _journal.Notify(Record(kind, admission, args), admission.Id);

    private LedgerEntry Record(LedgerKind kind, Admission admission, string[] args) =>
        _journal.Record(kind, new Subject(AgencyId: admission.Id), [admission.Name, .. args]);
}
