using Market.Marketplace.Agencies;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Admissions;

/// <summary>The moment of admission: the agency enters the register with what has passed.</summary>
internal sealed class Admitting(MarketplaceDbContext db, OperationContext context)
{
    /// <summary>Admits; what another agency took meanwhile sends the dossier back instead.</summary>
    public async Task AdmitAsync(Admission admission)
    {
        var dossier = admission.Latest!.Dossier;
        var journal = new AdmissionJournal(db, context);
        var elsewhere = await new DossierFacts(db, context).HeldElsewhereAsync(admission.Id, dossier);
        if (elsewhere.Practitioners.FirstOrDefault() is { Key: { } number, Value: { } holder })
        {
            var reason = $"{number}：{holder.AgencyName}（{holder.ContactName} {holder.ContactPhone}）";
            admission.Return([new CheckReason(DossierPart.Practitioners, reason)], context);
            journal.TellAgency(LedgerKind.AdmissionReturned, admission, reason);
            return;
        }

        admission.Admit(context);
        var application = dossier.ToApplication(admission.CreditCode);
        var organisation = await db.Organisations.FindOrThrowAsync(admission.Id, context.Cancellation);
        organisation.Rename(admission.Name);
        var agency = await db.Agencies.AsSplitQuery().Include(row => row.Qualifications).Include(row => row.Practitioners)
            .SingleOrDefaultAsync(row => row.Id == admission.Id, context.Cancellation);
        if (agency is null)
        {
            db.Add(Agency.Admit(application, organisation, context));
        }
        else
        {
            agency.Readmit(application, context);
        }

        journal.TellAgency(LedgerKind.AgencyAdmitted, admission);
    }
}
