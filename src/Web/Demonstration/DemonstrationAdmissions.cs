using Market.Marketplace.Admissions;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Microsoft.AspNetCore.Identity;

namespace Market.Web.Demonstration;

/// <summary>Two agencies on their way in: one waits for the operator's form check, one is in publicity. Both have registered
/// themselves and filed everything through the same operations that people use.</summary>
internal sealed class DemonstrationAdmissions(DemonstrationPeople people, IServiceProvider services)
{
    private readonly IPasswordHasher<MarketUser> _hasher = services.GetRequiredService<IPasswordHasher<MarketUser>>();
    private readonly IBlobStore _blobs = services.GetRequiredService<IBlobStore>();

    /// <summary>User names of their first persons.</summary>
    public static IReadOnlyList<string> UserNames { get; } = ["ruzhu1", "ruzhu2"];

    public async Task PlayAsync()
    {
        await ApplyAsync(UserNames[0], "汨罗江测绘地理信息有限公司", "91430681MA4L00091", "潘越", "测绘资质", "工程测量", "乙测资字43500913", "注册测绘师", "CH20240100913", "颜回舟");
        var agency = await ApplyAsync(UserNames[1], "澧水土地规划咨询有限公司", "91430723MA4L00092", "常青", "城乡规划编制单位资质", null, "自资规乙字26430922", "注册城乡规划师", "GH20240100922", "楚天明");
        var operatorOf = await people.ActorAsync("yunxing");
        var waiting = await people.Runner.RunAsync(operatorOf, (GetAdmission get) => get.ExecuteAsync(agency));
        await people.Runner.RunAsync(operatorOf, (DecideAdmission decide) => decide.ExecuteAsync(agency, waiting.Version, CheckResult.Passed));
    }

    private async Task<Guid> ApplyAsync(
        string userName, string name, string code17, string contact, string category, string? specialty, string certificate, string title, string registration, string practitioner)
    {
        var account = new NewAccount(
            userName, userName.ToUpperInvariant(), _hasher.HashPassword(new MarketUser { UserName = userName }, DemonstrationData.Password), Guid.CreateVersion7().ToString("N"));
        var id = await people.Runner.RunAsync(Actor.Public, (RegisterAgency register) =>
            register.ExecuteAsync(new AgencyRegistration(DemonstrationCodes.Complete(code17), name, contact, "0731-8800-0900"), account));
        await people.GiveAuthenticatorAsync(userName);
        var clerk = await people.ActorAsync(userName);
        var today = people.Today;
        var begun = await people.Runner.RunAsync(clerk, (GetAdmission get) => get.ExecuteAsync());
        var dossier = begun.Dossier with
        {
            LegalRepresentative = "甘霖",
            RegisteredAddress = "湘源市望城区滨水新城 1 号",
            Address = "湘源市望城区滨水新城 1 号",
            CapitalTenThousand = 500,
            FoundedOn = today.AddYears(-4),
            ComplaintPhone = "0731-8800-0901",
            PriceCommitment = "不高于公示的收费标准，合同外不另收费",
            TimeCommitment = "在事项时限内交付，急件提前一个工作日",
            Qualifications = [new("q1", category, specialty, "乙级", certificate, "湖南省主管部门（演示）", today.AddYears(-2), today.AddYears(3))],
            Practitioners = [new("p1", practitioner, title, registration, today.AddYears(2))],
            Committed = true,
        };
        await people.Runner.RunAsync(clerk, (SaveDossier save) => save.ExecuteAsync(begun.Version, dossier));
        foreach (var (kind, key) in new[]
        {
            (PaperKind.BusinessLicence, ""), (PaperKind.LegalRepresentativeId, ""), (PaperKind.Commitment, ""),
            (PaperKind.Qualification, "q1"), (PaperKind.Registration, "p1"), (PaperKind.SocialSecurity, "p1"),
        })
        {
            await AttachAsync(clerk, kind, key);
        }

        var ready = await people.Runner.RunAsync(clerk, (GetAdmission get) => get.ExecuteAsync());
        await people.Runner.RunAsync(clerk, (SubmitAdmission submit) => submit.ExecuteAsync(ready.Version));
        return id;
    }

    private async Task AttachAsync(Actor clerk, PaperKind kind, string key)
    {
        var title = Wording.Of(kind, System.Globalization.CultureInfo.InvariantCulture);
        using var scan = new MemoryStream(DemonstrationDocuments.Scan($"{title}（演示）", clerk.OrganisationName!));
        var blob = await _blobs.PutAsync(scan);
        var file = await people.Runner.RunAsync(clerk, (RegisterUpload register) => register.ExecuteAsync($"{title}.pdf", "application/pdf", blob.Sha256, blob.Size));
        await people.Runner.RunAsync(clerk, (AttachPaper attach) => attach.ExecuteAsync(kind, key, file));
    }
}
