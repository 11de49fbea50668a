using Market.Development;
using Market.Signing;

namespace Market.Web.Hosting;

/// <summary>A seal that the platform itself uses, for one purpose: its key comes from the settings of that purpose, and is made on the
/// spot in Development only.</summary>
internal abstract class PlatformSeal(
    IConfiguration configuration, IServiceProvider services, string section, string purpose, string holder = PlatformSeal.Platform,
    string? holderCode = null) : IDisposable
{
    private const string Platform = "中介服务超市";
    private const double PictureMillimetres = 40;
    private readonly Lock _opening = new();
    private Pkcs12SealKey? _key;

    /// <summary>Whether something can be sealed here: always in Development, elsewhere with a key of a licensed CA.</summary>
    public bool IsAvailable => configuration[$"{section}:Key"] is { Length: > 0 } || services.GetService<DevelopmentPki>() is not null;

    /// <exception cref="StartupRefusedException">The settings name a key that cannot be used.</exception>
    public virtual void RequireUsable()
    {
        if (IsAvailable)
        {
            OpenKey();
        }
    }

    public virtual void Dispose() => _key?.Dispose();

    protected Pkcs12SealKey OpenKey()
    {
        lock (_opening)
        {
            return _key ??= configuration[$"{section}:Key"] is { Length: > 0 } path ? Open(path) : MakeForDemonstration();
        }
    }

    /// <summary>The registered picture; one is drawn in Development only, and elsewhere there is none without it.</summary>
    protected SealPicture? Picture() => configuration[$"{section}:Picture"] is { Length: > 0 } picture
        ? SealPicture.Image(File.ReadAllBytes(picture), PictureMillimetres, holder + purpose)
        : services.GetService<DevelopmentPki>() is not null
            ? SealPicture.Round(holder, centreText: purpose, demonstration: true)
            : null;

    private Pkcs12SealKey MakeForDemonstration()
    {
        var issued = services.GetRequiredService<DevelopmentPki>()
            .IssueUnitSeal(holder + purpose, holderCode ?? Demonstration.DemonstrationCodes.Operator, new IssueOptions { Key = SealKeyKind.EcdsaP256 });
        return Pkcs12SealKey.Open(issued.Pkcs12, issued.Password);
    }

    private Pkcs12SealKey Open(string path)
    {
        try
        {
            var password = configuration[$"{section}:PasswordFile"] is { Length: > 0 } file ? File.ReadLines(file).FirstOrDefault() ?? "" : "";
            return Pkcs12SealKey.Open(path, password);
        }
        catch (Exception e) when (e is SealRefusedException or IOException or UnauthorizedAccessException)
        {
            throw new StartupRefusedException($"{purpose}的私钥无法使用（{e.Message}）：请检查 {section}:Key 和 {section}:PasswordFile。");
        }
    }
}
