using Market.Development;
using Market.Signing;
using Market.Web.Localization;

namespace Market.Web.Hosting;

/// <summary>The platform's own seal (核验专用章): it seals verification reports and nothing else.</summary>
internal sealed class VerificationSeal(IConfiguration configuration, IServiceProvider services, TimeProvider clock, ITimestampAuthority timestamps) : IDisposable
{
    private const string KeySetting = "VerificationSeal:Key";
    private const string PasswordSetting = "VerificationSeal:PasswordFile";
    private const string PictureSetting = "VerificationSeal:Picture";
    private const double PictureMillimetres = 40;
    private const string Name = "中介服务超市核验专用章";
    private readonly Lock _opening = new();
    private Pkcs12SealKey? _key;

    /// <summary>Whether reports can be sealed here: always in Development, elsewhere with a key of a licensed CA.</summary>
    public bool IsAvailable => configuration[KeySetting] is { Length: > 0 } || services.GetService<DevelopmentPki>() is not null;

    /// <summary>What page and report say where reports are not sealed; null where they are.</summary>
    public string? Warning(Texts texts) => IsAvailable ? null : texts["本平台没有配置核验专用章：报告未加盖印章，仅供参考，不能证明由本平台出具。"];

    /// <summary>Seals a report; without a seal of its own, it is handed on as it is, and says so itself.</summary>
    public async Task SealAsync(MemoryStream report, Stream output, CancellationToken ct)
    {
        if (!IsAvailable)
        {
            report.Position = 0;
            await report.CopyToAsync(output, ct);
            return;
        }

        var (key, options) = (Key(), new SealOptions { ClaimedAt = clock.GetUtcNow(), Reason = "核验报告", Placements = Places() });
        using var stamped = new MemoryStream();
        try
        {
            await PdfSealer.SealAsync(report, stamped, key, options, timestamps, ct);
        }
        catch (TimestampException)
        {
            // A report without a proven time is better than none.
            stamped.SetLength(0);
            await PdfSealer.SealAsync(report, stamped, key, options, tsa: null, ct);
        }

        stamped.Position = 0;
        await stamped.CopyToAsync(output, ct);
    }

    /// <exception cref="StartupRefusedException">The settings name a key that cannot be used.</exception>
    public void RequireUsable()
    {
        if (IsAvailable)
        {
            Key();
        }
    }

    public void Dispose() => _key?.Dispose();

    private Pkcs12SealKey Key()
    {
        lock (_opening)
        {
            return _key ??= configuration[KeySetting] is { Length: > 0 } path ? Open(path) : MakeForDemonstration();
        }
    }

    private Pkcs12SealKey MakeForDemonstration()
    {
        var issued = services.GetRequiredService<DevelopmentPki>()
            .IssueUnitSeal(Name, Demonstration.DemonstrationCodes.Operator, new IssueOptions { Key = SealKeyKind.EcdsaP256 });
        return Pkcs12SealKey.Open(issued.Pkcs12, issued.Password);
    }

    private Pkcs12SealKey Open(string path)
    {
        try
        {
            var password = configuration[PasswordSetting] is { Length: > 0 } file ? File.ReadLines(file).FirstOrDefault() ?? "" : "";
            return Pkcs12SealKey.Open(path, password);
        }
        catch (Exception e) when (e is SealRefusedException or IOException or UnauthorizedAccessException)
        {
            throw new StartupRefusedException($"核验专用章的私钥无法使用（{e.Message}）：请检查 {KeySetting} 和 {PasswordSetting}。");
        }
    }

    /// <summary>The registered picture; one is drawn in Development only.</summary>
    private IReadOnlyList<SealPlacement> Places() => configuration[PictureSetting] is { Length: > 0 } picture
        ? [new DefaultPlacement(SealPicture.Image(File.ReadAllBytes(picture), PictureMillimetres, Name))]
        : services.GetService<DevelopmentPki>() is not null
            ? [new DefaultPlacement(SealPicture.Round("中介服务超市", centreText: "核验专用章", demonstration: true))]
            : [];
}
