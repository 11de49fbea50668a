using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Projects;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Infrastructure;

// The steps of the main flow, for tests that are about a later one.
public sealed partial class MarketFixture
{
    internal async Task<Guid> UploadAsync(Actor actor, byte[] content, string name = "报告.pdf", string mediaType = "application/pdf")
    {
        var blob = await _host.Services.GetRequiredService<IBlobStore>().PutAsync(new MemoryStream(content));
        return await RunAsync((Actor)actor, (RegisterUpload register) => register.ExecuteAsync(name, mediaType, blob.Sha256, blob.Size));
    }

    internal async Task<CaseDetails> FileCaseAsync(ProjectRegistration? registration = null)
    {
        var owner = World.Owner;
        var project = await RunAsync(owner, (RegisterProject register) => register.ExecuteAsync(registration ?? TestData.Project()));
        var id = await RunAsync(owner, (StartCase start) => start.ExecuteAsync(project));
        var drawings = await UploadAsync(owner, TestData.Pdf("总平面图"), "总平面图.pdf");
        var started = await CaseAsync(owner, id);
        await RunAsync(owner, (AttachMaterial attach) => attach.ExecuteAsync(id, started.Version, "drawings", drawings));
        var attached = await CaseAsync(owner, id);
        await RunAsync(owner, (FileCase file) => file.ExecuteAsync(id, attached.Version));
        return await CaseAsync(owner, id);
    }

    internal Task<CaseDetails> CaseAsync(Actor actor, Guid id) => RunAsync(actor, (GetCase get) => get.ExecuteAsync(id));

    /// <summary>A case that has been accepted, with its task orders.</summary>
    internal async Task<CaseDetails> AcceptedCaseAsync(ProjectRegistration? registration = null)
    {
        var filed = await FileCaseAsync(registration);
        await RunAsync(World.Official, (AcceptCase accept) => accept.ExecuteAsync(filed.Id, filed.Version));
        return await CaseAsync(World.Official, filed.Id);
    }

    internal Task<TaskOrderDetails> OrderAsync(Actor actor, Guid id) => RunAsync(actor, (GetTaskOrder get) => get.ExecuteAsync(id));

    internal Task<ResultDetails> ResultAsync(Actor actor, Guid id) => RunAsync(actor, (GetResult get) => get.ExecuteAsync(id));

    /// <summary>The review order (ZJ-2-02) of a new case, taken by its agency.</summary>
    internal async Task<(TaskOrderDetails Order, TestAgency Agency)> TakenOrderAsync(ProjectRegistration? registration = null)
    {
        var accepted = await AcceptedCaseAsync(registration);
        var summary = accepted.TaskOrders.Single(order => order.ServiceItemCode == TestData.ReviewItem);
        var agency = World.AgencyOf(summary.AgencyId!.Value);
        var order = await OrderAsync(agency.Clerk, summary.Id);
        await RunAsync(agency.Clerk, (AcceptTaskOrder accept) => accept.ExecuteAsync(order.Id, order.Version));
        return (await OrderAsync(agency.Clerk, order.Id), agency);
    }

    internal async Task<ResultDetails> SubmitAsync(TaskOrderDetails order, TestAgency agency, byte[]? pdf = null)
    {
        var file = await UploadAsync(agency.Clerk, pdf ?? TestData.Pdf("技术审查意见书"));
        var current = await OrderAsync(agency.Clerk, order.Id);
        var receipt = await RunAsync(agency.Clerk, (SubmitResult submit) =>
            submit.ExecuteAsync(order.Id, current.Version, file, "XC-2026-001", "符合规划条件"));
        return await ResultAsync(agency.Clerk, receipt.ResultId);
    }

    internal async Task<ResultDetails> SealAsync(ResultDetails result, Actor holder, Guid sealId)
    {
        await RunAsync(holder, (SealResult seal) => seal.ExecuteAsync(result.Id, result.Version, sealId, _host.NextCodeFor(holder)));
        return await ResultAsync(holder, result.Id);
    }

    internal async Task<ResultDetails> SealAllAsync(ResultDetails result, TestAgency agency)
    {
        var once = await SealAsync(result, agency.Practitioner, agency.PractitionerSeal);
        await ApproveUnitSealAsync(once, agency);
        return await SealAsync(once, agency.Keeper, agency.UnitSeal);
    }

    /// <summary>The clerk applies for the unit's seal; returns the application's id.</summary>
    internal Task<Guid> ApplyAsync(ResultDetails result, TestAgency agency, string reason = "交付成果") =>
        RunAsync(agency.Clerk, (ApplyForSealUse apply) => apply.ExecuteAsync(result.Id, result.Steps[^1].Order, reason));

    internal async Task<SealApplicationRow> ApplicationAsync(Actor actor, Guid id) =>
        (await RunAsync(actor, (ListSealApplications list) => list.ExecuteAsync(new PageRequest()))).Rows.Single(row => row.Id == id);

    /// <summary>The clerk applies, the second keeper approves.</summary>
    internal async Task ApproveUnitSealAsync(ResultDetails result, TestAgency agency)
    {
        var id = await ApplyAsync(result, agency);
        var application = await ApplicationAsync(agency.SecondKeeper, id);
        await RunAsync(agency.SecondKeeper, (DecideSealUse decide) => decide.ExecuteAsync(id, application.Version, approve: true));
    }

    /// <summary>A result on the department's desk.</summary>
    internal async Task<(ResultDetails Result, TaskOrderDetails Order, TestAgency Agency)> DeliveredResultAsync(ProjectRegistration? registration = null)
    {
        var (order, agency) = await TakenOrderAsync(registration);
        var result = await SealAllAsync(await SubmitAsync(order, agency), agency);
        await _host.DrainAsync();
        return (await ResultAsync(agency.Clerk, result.Id), await OrderAsync(agency.Clerk, order.Id), agency);
    }
}
