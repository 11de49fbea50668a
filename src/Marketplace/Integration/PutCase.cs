using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Projects;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integration;

/// <summary>How a case stands in the department's system.</summary>
public enum OutsideStatus
{
    /// <summary>已收件, not accepted yet.</summary>
    Filed,

    /// <summary>已受理: the trigger rules fire.</summary>
    Accepted,
}

/// <summary>Who applies.</summary>
public sealed record OutsideOwner(string Name, string CreditCode);

/// <summary>A case as the department's own approval system hands it in.</summary>
/// <param name="ApprovalItem">What is applied for.</param>
/// <param name="Project">The project, under its national code.</param>
/// <param name="Owner">The applicant, under its credit code.</param>
/// <param name="Status">How it stands there.</param>
/// <param name="AcceptedBy">The official who accepted it there.</param>
/// <param name="Elements">Facts for the trigger rules, besides those of the project.</param>
public sealed record OutsideCase(
    string ApprovalItem, ProjectRegistration Project, OutsideOwner Owner, OutsideStatus Status, string? AcceptedBy = null,
    IReadOnlyDictionary<string, string>? Elements = null);

/// <summary>What became of it.</summary>
public sealed record PutCaseOutcome(Guid CaseId, string Number, long Version, bool Created, bool Changed);

/// <summary>Takes a case from the department's own approval system. Handing in the same again changes nothing, so that a
/// sender who got no answer simply sends again.</summary>
public sealed partial class PutCase(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private static readonly JsonSerializerOptions Canonical = new(JsonSerializerDefaults.General);

    public static Permission Requires => Permission.ExchangeCases;

    /// <summary>Takes it, or what is new about it.</summary>
    /// <param name="externalNumber">The case's number there.</param>
    /// <param name="content">What is said of it.</param>
    /// <param name="expectedVersion">The version the sender has seen, where it says so.</param>
    public async Task<PutCaseOutcome> ExecuteAsync(string externalNumber, OutsideCase content, long? expectedVersion = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        Require(externalNumber, content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, Canonical)));
        var known = await db.ExchangedCases.SingleOrDefaultAsync(
            row => row.DepartmentId == context.Actor.Organisation && row.ExternalNumber == externalNumber, context.Cancellation);
        if (expectedVersion is { } seen && seen != (known?.Version ?? 0))
        {
            throw new RuleViolationException(Refusals.ChangedMeanwhile);
        }

        return known is null ? await TakeAsync(externalNumber, content, hash) : await RenewAsync(known, content, hash);
    }

    private static void Require(string externalNumber, OutsideCase content)
    {
        if (!NumberShape().IsMatch(externalNumber))
        {
            throw new RuleViolationException("external-number", ExchangedCase.LongestNumber);
        }

        if (content.Project is null || content.Owner is null || string.IsNullOrWhiteSpace(content.ApprovalItem))
        {
            throw new RuleViolationException("outside-case-incomplete");
        }

        if (content.Status == OutsideStatus.Accepted && string.IsNullOrWhiteSpace(content.AcceptedBy))
        {
            throw new RuleViolationException("outside-acceptance-without-official");
        }
    }

    private async Task<PutCaseOutcome> TakeAsync(string externalNumber, OutsideCase content, string hash)
    {
        var department = await db.Organisations.FindOrThrowAsync(context.Actor.Organisation, context.Cancellation);
        if (!department.ApprovalItems.Contains(content.ApprovalItem))
        {
            throw new RuleViolationException("approval-item-unknown", content.ApprovalItem);
        }

        var project = await ProjectAsync(content);
        var approvalCase = ApprovalCase.Receive(project, department, content.ApprovalItem, content.Elements ?? new Dictionary<string, string>(), context);
        var tie = ExchangedCase.Tie(approvalCase, externalNumber, hash, context);
        db.Add(approvalCase);
        db.Add(tie);
        var journal = new Journal(db, context);
        var filed = journal.Record(
            LedgerKind.CaseFiled, new Subject(approvalCase.ProjectId, approvalCase.Id), approvalCase.Number, approvalCase.ApprovalItem);
        journal.Notify(filed, approvalCase.DepartmentId);
        journal.Announce(filed, approvalCase.OwnerId);
        if (content.Status == OutsideStatus.Accepted)
        {
            // The dispatch reads project and organisations from the database: they are written first, and all is one transaction.
            await using var transaction = await db.Database.BeginTransactionAsync(context.Cancellation);
            await db.SaveWithUpkeepAsync(context);
            await AcceptAsync(approvalCase, content.AcceptedBy!);
            await db.SaveWithUpkeepAsync(context);
            await transaction.CommitAsync(context.Cancellation);
        }

        return new PutCaseOutcome(approvalCase.Id, approvalCase.Number, 1, Created: true, Changed: true);
    }

    private async Task<PutCaseOutcome> RenewAsync(ExchangedCase known, OutsideCase content, string hash)
    {
        var approvalCase = await db.ApprovalCases.SingleAsync(row => row.Id == known.Id, context.Cancellation);
        if (known.ContentHash == hash)
        {
            return new PutCaseOutcome(known.Id, approvalCase.Number, known.Version, Created: false, Changed: false);
        }

        // What the tasks were dispatched for is fixed; only the acceptance may follow.
        if (content.Status != OutsideStatus.Accepted || approvalCase.Status != CaseStatus.Filed || !await IsSameAsync(approvalCase, content))
        {
            throw new RuleViolationException("outside-case-fixed", known.ExternalNumber);
        }

        known.Renew(hash, context);
        await AcceptAsync(approvalCase, content.AcceptedBy!);
        return new PutCaseOutcome(known.Id, approvalCase.Number, known.Version + 1, Created: false, Changed: true);
    }

    private async Task AcceptAsync(ApprovalCase approvalCase, string official)
    {
        approvalCase.AcceptOutside(official.Trim(), context);
        var journal = new Journal(db, context);
        var accepted = journal.Record(LedgerKind.CaseAccepted, new Subject(approvalCase.ProjectId, approvalCase.Id), approvalCase.Number);
        journal.Notify(accepted, approvalCase.OwnerId);
        await new TriggeredDispatch(db, context).FireAsync(TriggerEvent.CaseAccepted, approvalCase, accepted.Id);
    }

    private async Task<bool> IsSameAsync(ApprovalCase approvalCase, OutsideCase content)
    {
        var code = await db.Projects.Where(row => row.Id == approvalCase.ProjectId).Select(row => row.Code).SingleAsync(context.Cancellation);
        return approvalCase.ApprovalItem == content.ApprovalItem && code == content.Project.Code
            && (content.Elements ?? new Dictionary<string, string>()).All(element => approvalCase.Elements.GetValueOrDefault(element.Key) == element.Value);
    }

    /// <summary>The project under its national code, entered for the applicant when it is new here.</summary>
    private async Task<Project> ProjectAsync(OutsideCase content)
    {
        var owner = await OwnerAsync(content.Owner);
        var known = await db.Projects.SingleOrDefaultAsync(row => row.Code == content.Project.Code, context.Cancellation);
        if (known is not null)
        {
            return known.OwnerId == owner.Id ? known : throw new RuleViolationException("project-code-taken", known.Code);
        }

        var project = Project.Register(content.Project, owner, context);
        db.Add(project);
        new Journal(db, context).Record(LedgerKind.ProjectRegistered, new Subject(ProjectId: project.Id), project.Name);
        return project;
    }

    private async Task<Organisation> OwnerAsync(OutsideOwner owner)
    {
        var known = await db.Organisations.SingleOrDefaultAsync(row => row.CreditCode == owner.CreditCode, context.Cancellation);
        if (known is not null)
        {
            return known.Kind == OrganisationKind.Enterprise ? known : throw new RuleViolationException("outside-owner-kind", known.Name);
        }

        var registered = Organisation.Register(OrganisationKind.Enterprise, owner.Name, owner.CreditCode, [], context);
        db.Add(registered);
        return registered;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberShape();
}
