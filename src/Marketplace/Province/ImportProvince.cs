using System.Globalization;
using Market.Marketplace.Admissions;
using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Province;

/// <summary>Something of the report that does not agree with what is here.</summary>
/// <param name="Of">The credit code, or the number of the result.</param>
/// <param name="Code">The sentence, as in Refusals.resx.</param>
/// <param name="Blocks">Whether it was left out; otherwise it was taken over as the province says.</param>
public sealed record ProvinceConflict(string Of, string Code, IReadOnlyList<object> Args, bool Blocks)
{
    /// <summary>What does not agree, and what to do.</summary>
    public string Say(CultureInfo culture) => Refusals.Say(Code, culture, [.. Args]);
}

/// <summary>What an import does, or would do.</summary>
public sealed record ProvinceImportResult(int AgenciesAdded, int AgenciesChanged, int Awards, int Credits, IReadOnlyList<ProvinceConflict> Conflicts);

/// <summary>Takes over what the province reports: agencies, licences, results and ratings, matched by credit code and never by name. What does
/// not agree is shown; only what cannot be true here is left out.</summary>
public sealed class ImportProvince(MarketplaceDbContext db, OperationContext context, MarketplaceOptions options) : IOperation
{
    private readonly List<ProvinceConflict> _conflicts = [];
    private readonly Dictionary<string, Guid> _agencies = new(StringComparer.Ordinal);
    private readonly HashSet<string> _takenHere = new(StringComparer.Ordinal);

    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>With <paramref name="dryRun"/> nothing is changed.</summary>
    public async Task<ProvinceImportResult> ExecuteAsync(byte[] file, bool dryRun)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!options.ProvinceMode)
        {
            throw new RuleViolationException("province-mode-only");
        }

        var report = ProvinceFile.Read(file);
        foreach (var known in await db.Agencies.Select(row => new { row.CreditCode, row.Id }).ToListAsync(context.Cancellation))
        {
            _agencies[known.CreditCode] = known.Id;
        }

        var (added, changed) = (0, 0);
        foreach (var application in report.Agencies)
        {
            var isNew = !_agencies.ContainsKey(application.CreditCode);
            if (await TakeAgencyAsync(application))
            {
                (added, changed) = isNew ? (added + 1, changed) : (added, changed + 1);
            }
        }

        var awards = 0;
        foreach (var award in report.Awards)
        {
            awards += await TakeRecordAsync(ProvinceRecordKind.Award, award.Number, award.CreditCode, $"{award.Project}（{award.Buyer}）", award.Amount, award.SelectedOn) ? 1 : 0;
        }

        var credits = 0;
        foreach (var credit in report.Credits)
        {
            credits += await TakeRecordAsync(ProvinceRecordKind.Credit, credit.Period, credit.CreditCode, credit.Grade, credit.Score, credit.RatedOn) ? 1 : 0;
        }

        var result = new ProvinceImportResult(added, changed, awards, credits, _conflicts);
        if (dryRun)
        {
            db.ChangeTracker.Clear();
        }
        else
        {
            db.Add(ProvinceImport.Of(result, context));
        }

        return result;
    }

    private async Task<bool> TakeAgencyAsync(AgencyApplication application)
    {
        if (!CreditCode.IsValid(application.CreditCode))
        {
            return Left(application.CreditCode, "credit-code-invalid", application.CreditCode);
        }

        if (!_takenHere.Add(application.CreditCode))
        {
            return Left(application.CreditCode, "province-twice", application.CreditCode);
        }

        var organisation = await db.Organisations.SingleOrDefaultAsync(row => row.CreditCode == application.CreditCode, context.Cancellation);
        if (organisation is { Kind: not OrganisationKind.Agency })
        {
            return Left(application.CreditCode, "province-other-kind", organisation.Name, organisation.CreditCode);
        }

        var held = await new DossierFacts(db, context).HeldElsewhereAsync(organisation?.Id ?? Guid.Empty, AdmissionDossier.Of(application));
        if (held.Practitioners.FirstOrDefault() is { Key: { } number, Value: { } holder })
        {
            return Left(application.CreditCode, "dossier-practitioner-elsewhere", number, holder.AgencyName, holder.ContactName, holder.ContactPhone);
        }

        if (await db.Agencies.Where(row => row.Name == application.Name && row.CreditCode != application.CreditCode).Select(row => row.CreditCode)
            .FirstOrDefaultAsync(context.Cancellation) is { } namesake)
        {
            _conflicts.Add(new ProvinceConflict(application.CreditCode, "province-namesake", [application.Name, namesake], Blocks: false));
        }

        if (organisation is null)
        {
            organisation = Organisation.Register(OrganisationKind.Agency, application.Name, application.CreditCode, [], context);
            db.Add(organisation);
        }
        else if (organisation.Name != application.Name)
        {
            _conflicts.Add(new ProvinceConflict(application.CreditCode, "province-renamed", [organisation.Name, application.Name], Blocks: false));
            organisation.Rename(application.Name);
        }

        await TakeIntoRegisterAsync(organisation, application);
        _agencies[application.CreditCode] = organisation.Id;
        return true;
    }

    private async Task TakeIntoRegisterAsync(Organisation organisation, AgencyApplication application)
    {
        var agency = await db.Agencies.AsSplitQuery().Include(row => row.Qualifications).Include(row => row.Practitioners)
            .SingleOrDefaultAsync(row => row.Id == organisation.Id, context.Cancellation);
        if (agency is null)
        {
            db.Add(Agency.Admit(application, organisation, context));
        }
        else
        {
            agency.Take(application, context);
        }

        if (!await db.Admissions.AnyAsync(row => row.Id == organisation.Id, context.Cancellation))
        {
            db.Add(Admission.TakenIn(organisation, application, context));
        }
    }

    private async Task<bool> TakeRecordAsync(ProvinceRecordKind kind, string reference, string creditCode, string text, decimal value, DateOnly on)
    {
        if (!_agencies.TryGetValue(creditCode, out var agency))
        {
            return Left(reference, "province-agency-unknown", reference, creditCode);
        }

        var record = await db.ProvinceRecords.SingleOrDefaultAsync(
            row => row.Kind == kind && row.AgencyId == agency && row.Reference == reference, context.Cancellation);
        if (record is null)
        {
            record = ProvinceRecord.Of(kind, reference, agency, context);
            db.Add(record);
        }
        else if (record.Value != value || record.Text != text)
        {
            _conflicts.Add(new ProvinceConflict(reference, "province-record-changed", [reference, $"{record.Text} {record.Value:0.##}", $"{text} {value:0.##}"], Blocks: false));
        }

        record.Take(text, value, on, context);
        return true;
    }

    private bool Left(string of, string code, params object[] args)
    {
        _conflicts.Add(new ProvinceConflict(of, code, args, Blocks: true));
        return false;
    }
}
