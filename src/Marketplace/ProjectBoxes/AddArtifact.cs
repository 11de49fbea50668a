using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Documents;
using Market.Marketplace.Elements;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.Verification;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.ProjectBoxes;

/// <summary>The owner puts a document into the project's box. Its seals are read; a changed or forged file is not taken. The same
/// number again is a later edition and takes the place of the earlier one.</summary>
public sealed class AddArtifact(MarketplaceDbContext db, OperationContext context, IBlobStore blobs, Sealing sealing) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Returns the artefact's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid projectId, ArtifactEntry entry, Guid fileId)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var ct = context.Cancellation;
        var project = await db.ProjectsFor(context.Actor).FindOrThrowAsync(projectId, ct);
        var file = await db.StoredFilesFor(context.Actor).Where(row => row.OwnerId == project.OwnerId).FindOrThrowAsync(fileId, ct);
        var (verdict, sealedBy) = await SealsOfAsync(file);
        var number = (entry.Number ?? "").Trim();
        var earlier = await db.Artifacts.Where(row => row.ProjectId == projectId && row.Kind == entry.Kind && row.Number == number).ToListAsync(ct);
        foreach (var edition in earlier)
        {
            edition.Supersede(context);
        }

        var artifact = Artifact.Enter(
            project, entry, ElementsOf(entry), file, earlier.Select(row => row.Edition).DefaultIfEmpty().Max() + 1, verdict, sealedBy, context);
        db.Add(artifact);
        new Journal(db, context).Record(LedgerKind.ArtifactAdded, new Subject(ProjectId: project.Id), artifact.Title, artifact.Number);
        return artifact.Id;
    }

    private async Task<(Verdict? Verdict, string SealedBy)> SealsOfAsync(StoredFile file)
    {
        await using var pdf = blobs.OpenRead(file.Sha256);
        var facts = await sealing.ValidateAsync(pdf, context.At, context.Cancellation);
        // A file whose form fields cannot be read may hide a broken seal: it is not taken for one without any.
        if (!facts.Readable || (facts.Signatures.Count == 0 && facts.Report.Reasons.Contains("form-unreadable")))
        {
            throw new RuleViolationException("pdf-damaged");
        }

        if (facts.Signatures.Count == 0)
        {
            return (null, "");
        }

        var signers = string.Join('、', facts.Signatures.Select(signature => signature.SignerName).Distinct());
        // Who ought to have sealed it, and what is on record of him, is not known here; everything else is.
        var outcomes = FiveChecksOf.AnyFile(facts, context.At).Checks
            .Where(check => check.Kind != CheckKind.RightHolder && check.Code != FiveChecksOf.CertificateAlone).Select(check => check.Outcome).ToList();
        var verdict = outcomes.Contains(CheckOutcome.Fail) ? Verdict.Failed : outcomes.Contains(CheckOutcome.Unsure) ? Verdict.NeedsPerson : Verdict.Passed;
        return verdict == Verdict.Failed ? throw new RuleViolationException("artifact-seal-invalid", signers) : (verdict, signers.Length > 400 ? signers[..400] : signers);
    }

    private static Dictionary<string, string> ElementsOf(ArtifactEntry entry)
    {
        var known = DeclaredElements.Of(ApprovalItems.PlanningPermit);
        var elements = new Dictionary<string, string>();
        foreach (var (name, text) in entry.Elements)
        {
            var element = known.FirstOrDefault(candidate => candidate.Name == name) ?? throw new RuleViolationException("element-unknown", name);
            var (value, problem) = ElementText.Read(element, text);
            if (problem is not null)
            {
                throw new RuleViolationException("element-declared-wrong", problem);
            }

            if (!value.IsMissing)
            {
                elements[name] = ElementText.Write(element, value);
            }
        }

        return elements;
    }
}
