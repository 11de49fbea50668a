using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Delivery;
using Market.Marketplace.Documents;
using Market.Marketplace.Elements;
using Market.Marketplace.Operations;
using Market.Marketplace.ProjectBoxes;
using Market.Marketplace.Projects;
using Market.Marketplace.Ratings;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Market.Web.Features.Seals;

namespace Market.Web.Demonstration;

/// <summary>What has already happened when a visitor comes: one case whose technical review was sealed, delivered and
/// accepted while its sunlight review is under way, and one case that waits to be accepted.</summary>
internal sealed class DemonstrationHistory(DemonstrationPeople people, IServiceProvider services)
{
    private readonly OperationRunner _runner = people.Runner;
    private readonly IBlobStore _blobs = services.GetRequiredService<IBlobStore>();

    public async Task PlayAsync()
    {
        var (owner, official) = (await people.ActorAsync("yezhu"), await people.ActorAsync("shenpi"));
        var first = await FileCaseAsync(owner, new ProjectRegistration(
            "2605-430104-04-01-237448", "湘江云谷住宅小区一期", "湘源市麓山区云谷路以东、枫林路以北", 86_420.50m, true), DemonstrationBox.Residential, DemonstrationElements.Declared);
        var version = (await ReadCaseAsync(official, first)).Version;
        var accepted = await _runner.RunAsync(official, (AcceptCase accept) => accept.ExecuteAsync(first, version));
        await DeliverReviewAsync(official, accepted.TaskOrderIds[0]);
        await RateAsync(owner, official, accepted.TaskOrderIds[0]);
        await TakeAsync(official, accepted.TaskOrderIds[1]);
        await FileCaseAsync(owner, new ProjectRegistration(
            "2609-430104-04-01-518806", "湘江云谷产业研发中心", "湘源市麓山区云谷路以西", 41_200m, false,
            DemonstrationAgencies.All[1].Code), DemonstrationBox.Research);
    }

    private async Task<Guid> FileCaseAsync(
        Actor owner, ProjectRegistration registration, IReadOnlyList<ArtifactEntry> box, IReadOnlyDictionary<string, string>? declared = null)
    {
        var project = await _runner.RunAsync(owner, (RegisterProject register) => register.ExecuteAsync(registration));
        foreach (var entry in box)
        {
            var file = await StoreAsync(owner, $"{entry.Title}.pdf", DemonstrationBox.Draw(entry));
            await _runner.RunAsync(owner, (AddArtifact add) => add.ExecuteAsync(project, entry, file));
        }

        var started = await _runner.RunAsync(owner, (StartCase start) => start.ExecuteAsync(project));
        foreach (var slot in (await ReadCaseAsync(owner, started)).Materials.Where(slot => slot.Required))
        {
            var file = await StoreAsync(owner, $"{registration.Name}-{slot.Name}.pdf", DemonstrationDocuments.SitePlan(registration));
            var draft = await ReadCaseAsync(owner, started);
            await _runner.RunAsync(owner, (AttachMaterial attach) => attach.ExecuteAsync(started, draft.Version, slot.Slot, file));
        }

        if (declared is not null)
        {
            var draft = await ReadCaseAsync(owner, started);
            await _runner.RunAsync(owner, (DeclareElements declare) => declare.ExecuteAsync(started, draft.Version, declared));
        }

        var version = (await ReadCaseAsync(owner, started)).Version;
        await _runner.RunAsync(owner, (FileCase file) => file.ExecuteAsync(started, version));
        return started;
    }

    private async Task DeliverReviewAsync(Actor official, Guid orderId)
    {
        var agency = await TakeAsync(official, orderId);
        var clerk = await people.ActorAsync(agency.Clerk);
        var order = await ReadOrderAsync(clerk, orderId);
        var report = await StoreAsync(clerk, "规划方案技术审查意见书.pdf", DemonstrationDocuments.TechnicalReview(order.Project.Name, order.Number, agency.Name));
        await _runner.RunAsync(clerk, (SaveElements save) => save.ExecuteAsync(orderId, DemonstrationElements.Found));
        var submitted = await _runner.RunAsync(clerk, (SubmitResult submit) => submit.ExecuteAsync(
            orderId, order.Version, report, "JSSC-2026-0117", "方案主要经济技术指标符合规划条件，建议通过技术审查。"));

        await SealAsync(agency.Practitioner, submitted.ResultId, SealKind.Practitioner);
        await ApproveAsync(agency, clerk, submitted.ResultId, order.SealScheme[^1].Order);
        await SealAsync(agency.SealKeeper, submitted.ResultId, SealKind.Unit);
        await services.GetRequiredService<OutboxWorker>().DrainAsync();

        var delivered = await _runner.RunAsync(official, (GetResult get) => get.ExecuteAsync(submitted.ResultId));
        await _runner.RunAsync(official, (AcceptResult accept) => accept.ExecuteAsync(delivered.Id, delivered.Version, "指标核算清楚，同意采信。"));
    }

    // 双评价, and an appeal that waits for the operator.
    private async Task RateAsync(Actor owner, Actor official, Guid orderId)
    {
        var clerk = await people.ActorAsync(DemonstrationAgencies.Named((await ReadOrderAsync(official, orderId)).AgencyName).Clerk);
        await _runner.RunAsync(official, (RateOrder rate) => rate.ExecuteAsync(
            orderId, false, [new(RatingDimension.ResultQuality, 5), new(RatingDimension.Timeliness, 4)], "指标核算清楚，结论与规划条件逐条对应。"));
        var rating = await _runner.RunAsync(owner, (RateOrder rate) => rate.ExecuteAsync(
            orderId, false,
            [new(RatingDimension.Quality, 4), new(RatingDimension.Timeliness, 2), new(RatingDimension.Attitude, 4), new(RatingDimension.Conduct, 4)],
            "电话约定的现场沟通推迟了两天。"));
        await _runner.RunAsync(clerk, (RateOrder rate) => rate.ExecuteAsync(
            orderId, false, [new(RatingDimension.Materials, 5), new(RatingDimension.Cooperation, 4), new(RatingDimension.Clarity, 5)], ""));
        await _runner.RunAsync(clerk, (AppealRating appeal) => appeal.ExecuteAsync(rating, 1, "成果在到期日前交付且一次通过，系统记录为按时；现场沟通推迟系业主来函改期，不应计入服务时效。"));
    }

    private async Task<DemonstrationAgency> TakeAsync(Actor official, Guid orderId)
    {
        var agency = DemonstrationAgencies.Named((await ReadOrderAsync(official, orderId)).AgencyName);
        var clerk = await people.ActorAsync(agency.Clerk);
        var order = await ReadOrderAsync(clerk, orderId);
        await _runner.RunAsync(clerk, (AcceptTaskOrder accept) => accept.ExecuteAsync(orderId, order.Version));
        return agency;
    }

    // 用印申请: the clerk asks, the second keeper approves, the first one seals.
    private async Task ApproveAsync(DemonstrationAgency agency, Actor clerk, Guid resultId, int step)
    {
        var id = await _runner.RunAsync(clerk, (ApplyForSealUse apply) => apply.ExecuteAsync(resultId, step, SealTones.UsualReason));
        var second = await people.ActorAsync(agency.SecondSealKeeper);
        var application = (await _runner.RunAsync(second, (ListSealApplications list) =>
            list.ExecuteAsync(new PageRequest(), resultId: resultId))).Rows.Single(row => row.Id == id);
        await _runner.RunAsync(second, (DecideSealUse decide) => decide.ExecuteAsync(id, application.Version, approve: true));
    }

    private async Task SealAsync(string userName, Guid resultId, SealKind kind)
    {
        var person = await people.ActorAsync(userName);
        var seal = (await _runner.RunAsync(person, (ListMySeals list) => list.ExecuteAsync())).First(seal => seal.Mine && seal.Kind == kind);
        var result = await _runner.RunAsync(person, (GetResult get) => get.ExecuteAsync(resultId));
        var code = await people.CodeAsync(userName);
        await _runner.RunAsync(person, (SealResult apply) => apply.ExecuteAsync(resultId, result.Version, seal.Id, code));
    }

    private async Task<Guid> StoreAsync(Actor owner, string name, byte[] pdf)
    {
        using var content = new MemoryStream(pdf);
        var blob = await _blobs.PutAsync(content);
        return await _runner.RunAsync(owner, (RegisterUpload register) => register.ExecuteAsync(name, "application/pdf", blob.Sha256, blob.Size));
    }

    private Task<CaseDetails> ReadCaseAsync(Actor actor, Guid id) => _runner.RunAsync(actor, (GetCase get) => get.ExecuteAsync(id));

    private Task<TaskOrderDetails> ReadOrderAsync(Actor actor, Guid id) =>
        _runner.RunAsync(actor, (GetTaskOrder get) => get.ExecuteAsync(id));
}
