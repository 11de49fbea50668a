using Market.Marketplace.Admissions;
using Market.Marketplace.Agencies;
using Market.Marketplace.Albums;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.CaseSteps;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Complaints;
using Market.Marketplace.Contracts;
using Market.Marketplace.Delivery;
using Market.Marketplace.Documents;
using Market.Marketplace.Exchange;
using Market.Marketplace.Feed;
using Market.Marketplace.Integration;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Panels;
using Market.Marketplace.Panels.SecondRounds;
using Market.Marketplace.Procurements;
using Market.Marketplace.Projects;
using Market.Marketplace.Ratings;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.Selection;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Trust;
using Market.Marketplace.Verification;
using Market.Marketplace.Webhooks;

namespace Market.Marketplace.Persistence;

// Which rows an actor may see: one complete switch per aggregate, so that a new standing does not compile until it is
// placed. Somebody else's row is not found.
public abstract partial class MarketplaceDbContext
{
    /// <summary>Published service items.</summary>
    public IQueryable<ServiceItem> ServiceItemsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Public or Operations.Standing.Enterprise or Operations.Standing.Agency or Operations.Standing.Department
            or Operations.Standing.Operator or Operations.Standing.System =>
            ServiceItems.Where(item => item.Status == ServiceItemStatus.Published),
    };

    /// <summary>Agencies: public.</summary>
    public IQueryable<Agency> AgenciesFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Public or Operations.Standing.Enterprise or Operations.Standing.Agency or Operations.Standing.Department
            or Operations.Standing.Operator or Operations.Standing.System => Agencies,
    };

    /// <summary>Admissions: the agency its own, the operator every one.</summary>
    public IQueryable<Admission> AdmissionsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Agency => Admissions.Where(row => row.Id == actor.Organisation),
        Operations.Standing.Operator or Operations.Standing.System => Admissions,
        Operations.Standing.Public or Operations.Standing.Enterprise or Operations.Standing.Department => Admissions.Where(_ => false),
    };

    /// <summary>Panels: public.</summary>
    public IQueryable<Panel> PanelsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Public or Operations.Standing.Enterprise or Operations.Standing.Agency or Operations.Standing.Department
            or Operations.Standing.Operator or Operations.Standing.System => Panels,
    };

    /// <summary>Second rounds: public; their bids are not reached in this way.</summary>
    public IQueryable<SecondRound> SecondRoundsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Public or Operations.Standing.Enterprise or Operations.Standing.Agency or Operations.Standing.Department
            or Operations.Standing.Operator or Operations.Standing.System => SecondRounds,
    };

    /// <summary>Notices: public.</summary>
    public IQueryable<Notice> NoticesFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Public or Operations.Standing.Enterprise or Operations.Standing.Agency or Operations.Standing.Department
            or Operations.Standing.Operator or Operations.Standing.System => Notices,
    };

    /// <summary>Notices to named organisations: of their recipients, and the operator's who sends them.</summary>
    public IQueryable<OfficialNotice> OfficialNoticesFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Enterprise or Operations.Standing.Agency or Operations.Standing.Department =>
            OfficialNotices.Where(row => row.SignatoryId == actor.Organisation || row.Recipients.Any(recipient => recipient.OrganisationId == actor.Organisation)),
        Operations.Standing.Operator or Operations.Standing.System => OfficialNotices,
        Operations.Standing.Public => OfficialNotices.Where(_ => false),
    };

    /// <summary>Procurements: published ones are public, drafts the owner's own.</summary>
    public IQueryable<Procurement> ProcurementsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Enterprise or Operations.Standing.Department =>
            Procurements.Where(row => row.Status != ProcurementStatus.Draft || row.OwnerId == actor.Organisation),
        Operations.Standing.Public or Operations.Standing.Agency or Operations.Standing.Operator =>
            Procurements.Where(row => row.Status != ProcurementStatus.Draft),
        Operations.Standing.System => Procurements,
    };

    /// <summary>Procurements that are the actor's to steer: the owner's own.</summary>
    public IQueryable<Procurement> ProcurementsOf(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Enterprise or Operations.Standing.Department => Procurements.Where(row => row.OwnerId == actor.Organisation),
        Operations.Standing.Public or Operations.Standing.Agency or Operations.Standing.Operator
            or Operations.Standing.System => Procurements.Where(_ => false),
    };

    /// <summary>Complaints: of who made them and of whom they are about; all for the operator, who handles them.</summary>
    public IQueryable<Complaint> ComplaintsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Enterprise or Operations.Standing.Agency =>
            Complaints.Where(row => row.ComplainantId == actor.Organisation || row.RespondentId == actor.Organisation),
        Operations.Standing.Operator or Operations.Standing.System => Complaints,
        Operations.Standing.Public or Operations.Standing.Department => Complaints.Where(_ => false),
    };

    /// <summary>Ratings: of who gave them and of whom they are about; all for the operator, who decides appeals.</summary>
    public IQueryable<Rating> RatingsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Enterprise or Operations.Standing.Agency or Operations.Standing.Department =>
            Ratings.Where(row => row.RaterId == actor.Organisation || row.RatedId == actor.Organisation),
        Operations.Standing.Operator or Operations.Standing.System => Ratings,
        Operations.Standing.Public => Ratings.Where(_ => false),
    };

    /// <summary>Contracts: of their two sides; the operator looks on. What of them is public, their operations say.</summary>
    public IQueryable<ServiceContract> ContractsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Enterprise => Contracts.Where(row => row.OwnerId == actor.Organisation),
        Operations.Standing.Agency => Contracts.Where(row => row.AgencyId == actor.Organisation),
        Operations.Standing.Operator or Operations.Standing.System => Contracts,
        Operations.Standing.Public or Operations.Standing.Department => Contracts.Where(_ => false),
    };

    /// <summary>Draws: public.</summary>
    public IQueryable<Draw> DrawsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Public or Operations.Standing.Enterprise or Operations.Standing.Agency or Operations.Standing.Department
            or Operations.Standing.Operator or Operations.Standing.System => Draws,
    };

    /// <summary>Projects: the owner's own.</summary>
    public IQueryable<Project> ProjectsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Enterprise => Projects.Where(project => project.OwnerId == actor.Organisation),
        Operations.Standing.Operator or Operations.Standing.System => Projects,
        Operations.Standing.Public or Operations.Standing.Agency or Operations.Standing.Department => Projects.Where(_ => false),
    };

    /// <summary>Cases: the owner's own, and those handed in to the department.</summary>
    public IQueryable<ApprovalCase> CasesFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Enterprise => ApprovalCases.Where(row => row.OwnerId == actor.Organisation),
        Operations.Standing.Department =>
            ApprovalCases.Where(row => row.DepartmentId == actor.Organisation && row.Status != CaseStatus.Draft),
        Operations.Standing.Operator or Operations.Standing.System => ApprovalCases,
        Operations.Standing.Public or Operations.Standing.Agency => ApprovalCases.Where(_ => false),
    };

    /// <summary>Departments' steps: of the owner's cases; of the department's own cases and of others where it takes part.</summary>
    public IQueryable<CaseStep> CaseStepsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Enterprise => CaseSteps.Where(row => row.OwnerId == actor.Organisation),
        Operations.Standing.Department => CaseSteps.Where(row => row.DepartmentId == actor.Organisation || row.LeadId == actor.Organisation),
        Operations.Standing.Operator or Operations.Standing.System => CaseSteps,
        Operations.Standing.Public or Operations.Standing.Agency => CaseSteps.Where(_ => false),
    };

    /// <summary>Steps that are the actor's to take: the department's own.</summary>
    public IQueryable<CaseStep> CaseStepsOf(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Department => CaseSteps.Where(row => row.DepartmentId == actor.Organisation),
        Operations.Standing.Public or Operations.Standing.Enterprise or Operations.Standing.Agency or Operations.Standing.Operator
            or Operations.Standing.System => CaseSteps.Where(_ => false),
    };

    /// <summary>Task orders: of the owner's cases, of the agency, of the department.</summary>
    public IQueryable<TaskOrder> TaskOrdersFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Enterprise => TaskOrders.Where(row => row.OwnerId == actor.Organisation),
        Operations.Standing.Agency => TaskOrders.Where(row => row.AgencyId == actor.Organisation),
        Operations.Standing.Department => TaskOrders.Where(row => row.DepartmentId == actor.Organisation),
        Operations.Standing.Operator or Operations.Standing.System => TaskOrders,
        Operations.Standing.Public => TaskOrders.Where(_ => false),
    };

    /// <summary>Results: the agency's own; owner and department see them from delivery on.</summary>
    public IQueryable<Result> ResultsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Enterprise => Results.Where(row => row.OwnerId == actor.Organisation
            && row.DeliveredAt != null),
        Operations.Standing.Agency => Results.Where(row => row.AgencyId == actor.Organisation),
        Operations.Standing.Department => Results.Where(row => row.DepartmentId == actor.Organisation
            && row.DeliveredAt != null),
        Operations.Standing.Operator or Operations.Standing.System => Results,
        Operations.Standing.Public => Results.Where(_ => false),
    };

    /// <summary>Albums: the agency's own; owner and department see those of visible results.</summary>
    public IQueryable<Album> AlbumsFor(Actor actor)
    {
        var results = ResultsFor(actor);
        return Standing(actor) switch
        {
            Operations.Standing.Agency => Albums.Where(row => row.AgencyId == actor.Organisation),
            Operations.Standing.Enterprise or Operations.Standing.Department => Albums.Where(row => results.Any(result => result.AlbumId == row.Id)),
            Operations.Standing.Operator or Operations.Standing.System => Albums,
            Operations.Standing.Public => Albums.Where(_ => false),
        };
    }

    /// <summary>Sheets of visible albums.</summary>
    public IQueryable<Sheet> SheetsFor(Actor actor)
    {
        var albums = AlbumsFor(actor);
        return Sheets.Where(sheet => albums.Any(album => album.Id == sheet.AlbumId));
    }

    /// <summary>Findings of the drift watch: a department's own, all for the operator.</summary>
    public IQueryable<DriftFinding> DriftFindingsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Department => DriftFindings.Where(row => row.DepartmentId == actor.Organisation),
        Operations.Standing.Operator or Operations.Standing.System => DriftFindings,
        Operations.Standing.Public or Operations.Standing.Enterprise or Operations.Standing.Agency => DriftFindings.Where(_ => false),
    };

    /// <summary>Roots: the operator's to propose and confirm.</summary>
    public IQueryable<TrustAnchor> TrustAnchorsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Operator or Operations.Standing.System => TrustAnchors,
        Operations.Standing.Public or Operations.Standing.Enterprise or Operations.Standing.Agency or Operations.Standing.Department =>
            TrustAnchors.Where(_ => false),
    };

    /// <summary>Seals: an agency's or an owner's own. The operator registers them and can use none.</summary>
    public IQueryable<Seal> SealsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Agency or Operations.Standing.Enterprise => Seals.Where(row => row.AgencyId == actor.Organisation),
        Operations.Standing.Operator or Operations.Standing.System => Seals,
        Operations.Standing.Public or Operations.Standing.Department => Seals.Where(_ => false),
    };

    /// <summary>Applications for the use of a seal: the agency's own; the operator looks on.</summary>
    public IQueryable<SealApplication> SealApplicationsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Agency => SealApplications.Where(row => row.AgencyId == actor.Organisation),
        Operations.Standing.Operator or Operations.Standing.System => SealApplications,
        Operations.Standing.Public or Operations.Standing.Enterprise or Operations.Standing.Department => SealApplications.Where(_ => false),
    };

    /// <summary>Uses of seals: an agency's or an owner's own; the operator sees all.</summary>
    public IQueryable<SealUse> SealUsesFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Agency or Operations.Standing.Enterprise => SealUses.Where(row => row.AgencyId == actor.Organisation),
        Operations.Standing.Operator or Operations.Standing.System => SealUses,
        Operations.Standing.Public or Operations.Standing.Department => SealUses.Where(_ => false),
    };

    /// <summary>Messages of the actor's organisation.</summary>
    public IQueryable<InboxItem> InboxItemsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Enterprise or Operations.Standing.Agency or Operations.Standing.Department or Operations.Standing.Operator =>
            InboxItems.Where(row => row.OrganisationId == actor.Organisation),
        Operations.Standing.System => InboxItems,
        Operations.Standing.Public => InboxItems.Where(_ => false),
    };

    /// <summary>Events of the actor's organisation.</summary>
    public IQueryable<FeedEvent> FeedEventsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Enterprise or Operations.Standing.Agency or Operations.Standing.Department or Operations.Standing.Operator =>
            FeedEvents.Where(row => row.OrganisationId == actor.Organisation),
        Operations.Standing.System => FeedEvents,
        Operations.Standing.Public => FeedEvents.Where(_ => false),
    };

    /// <summary>Webhook endpoints: the organisation's own; the operator and background work see all.</summary>
    public IQueryable<WebhookEndpoint> WebhookEndpointsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Enterprise or Operations.Standing.Agency or Operations.Standing.Department =>
            WebhookEndpoints.Where(row => row.OrganisationId == actor.Organisation),
        Operations.Standing.Operator or Operations.Standing.System => WebhookEndpoints,
        Operations.Standing.Public => WebhookEndpoints.Where(_ => false),
    };

    /// <summary>Rows of the exchange database: the department's own; the operator sees all.</summary>
    public IQueryable<ExchangeRow> ExchangeRowsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Department => ExchangeRows.Where(row => row.DepartmentId == actor.Organisation),
        Operations.Standing.Operator or Operations.Standing.System => ExchangeRows,
        Operations.Standing.Public or Operations.Standing.Enterprise or Operations.Standing.Agency => ExchangeRows.Where(_ => false),
    };

    /// <summary>Reconciled days: the department's own; the operator sees all.</summary>
    public IQueryable<DayReconciliation> DayReconciliationsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Department => DayReconciliations.Where(row => row.DepartmentId == actor.Organisation),
        Operations.Standing.Operator or Operations.Standing.System => DayReconciliations,
        Operations.Standing.Public or Operations.Standing.Enterprise or Operations.Standing.Agency => DayReconciliations.Where(_ => false),
    };

    /// <summary>Connected systems: the organisation's own; the operator sees all.</summary>
    public IQueryable<ApiClient> ApiClientsFor(Actor actor) => Standing(actor) switch
    {
        Operations.Standing.Enterprise or Operations.Standing.Agency or Operations.Standing.Department =>
            ApiClients.Where(row => row.OrganisationId == actor.Organisation),
        Operations.Standing.Operator or Operations.Standing.System => ApiClients,
        Operations.Standing.Public => ApiClients.Where(_ => false),
    };

    /// <summary>Files: own ones; materials of one's cases or of cases with an own task; results that are visible; for the operator the
    /// scans of admissions.</summary>
    public IQueryable<StoredFile> StoredFilesFor(Actor actor)
    {
        var results = ResultsFor(actor);
        var delivered = Sheets.Where(sheet => results.Any(row => row.AlbumId == sheet.AlbumId));
        return Standing(actor) switch
        {
            Operations.Standing.Enterprise => StoredFiles.Where(file => file.OwnerId == actor.Organisation
                || results.Any(row => row.SealedFileId == file.Id)
                || delivered.Any(sheet => sheet.SealedFileId == file.Id || (sheet.Kind == SheetKind.Data && sheet.FileId == file.Id))),
            Operations.Standing.Agency => StoredFiles.Where(file => file.OwnerId == actor.Organisation
                || TaskOrders.Any(order => order.AgencyId == actor.Organisation
                    && TaskSupplements.Any(supplement => supplement.TaskOrderId == order.Id && supplement.FileId == file.Id))
                || TaskOrders.Any(order => order.AgencyId == actor.Organisation
                    && Set<CaseMaterial>().Any(material => material.CaseId == order.CaseId && material.FileId == file.Id))),
            Operations.Standing.Department => StoredFiles.Where(file => results.Any(row => row.SealedFileId == file.Id)
                || CaseSteps.Any(step => step.DepartmentId == actor.Organisation
                    && TaskOrders.Any(order => order.CaseId == step.CaseId
                        && Results.Any(row => row.TaskOrderId == order.Id && row.DeliveredAt != null && row.SealedFileId == file.Id)))
                || delivered.Any(sheet => sheet.SealedFileId == file.Id || (sheet.Kind == SheetKind.Data && sheet.FileId == file.Id))
                || ApprovalCases.Any(row => row.DepartmentId == actor.Organisation && row.Status != CaseStatus.Draft
                    && Set<CaseMaterial>().Any(material => material.CaseId == row.Id && material.FileId == file.Id))
                || Artifacts.Any(artifact => artifact.FileId == file.Id && ApprovalCases.Any(row => row.ProjectId == artifact.ProjectId
                    && row.DepartmentId == actor.Organisation && row.Status != CaseStatus.Draft))),
            Operations.Standing.Operator => StoredFiles.Where(file => AdmissionPapers.Any(paper => paper.FileId == file.Id && paper.ErasedAt == null)),
            Operations.Standing.System => StoredFiles,
            Operations.Standing.Public => StoredFiles.Where(_ => false),
        };
    }

    private static Standing Standing(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.Standing;
    }
}
