using System.Text.RegularExpressions;
using Market.Development;
using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>The steps of keeping seals, each done by the person whose step it is.</summary>
internal static partial class Custody
{
    /// <summary>Draws what the police hands out as a seal's registered picture: a PNG with a transparent ground.</summary>
    public static async Task<string> RegisteredPictureAsync(Stage stage, Person visitor, string name)
    {
        var url = await visitor.Page.EvaluateAsync<string>(
            """
            () => {
                const canvas = document.createElement('canvas');
                canvas.width = canvas.height = 420;
                const pen = canvas.getContext('2d');
                pen.strokeStyle = pen.fillStyle = '#d01020';
                pen.lineWidth = 12;
                pen.beginPath();
                pen.arc(210, 210, 200, 0, 2 * Math.PI);
                pen.stroke();
                pen.beginPath();
                for (let i = 0; i < 5; i++) {
                    pen.lineTo(210 + 65 * Math.sin(i * 4 * Math.PI / 5), 210 - 65 * Math.cos(i * 4 * Math.PI / 5));
                }
                pen.fill();
                return canvas.toDataURL('image/png');
            }
            """);
        var path = Path.Combine(stage.DataDirectory, name);
        await File.WriteAllBytesAsync(path, Convert.FromBase64String(url[(url.IndexOf(',', StringComparison.Ordinal) + 1)..]));
        return path;
    }

    /// <summary>A licensed CA issues the unit a certificate, with its key in a PKCS#12 file; here the development CA does.</summary>
    public static async Task<(string File, string Password)> CertificateAsync(Stage stage, string unit, string creditCode, string name)
    {
        using var pki = DevelopmentPki.OpenOrCreate(Path.Combine(stage.DataDirectory, "development-pki"), TimeProvider.System);
        var issued = pki.IssueUnitSeal(unit, creditCode);
        var path = Path.Combine(stage.DataDirectory, name);
        await File.WriteAllBytesAsync(path, issued.Pkcs12);
        return (path, issued.Password);
    }

    /// <summary>The credit code of an agency, as everybody can read it.</summary>
    public static async Task<string> CreditCodeAsync(Person visitor, string agency)
    {
        await visitor.OpenAsync("/agencies");
        await visitor.OpenAsync("/" + await visitor.Main.GetByRole(AriaRole.Link, new() { Name = agency }).First.GetAttributeAsync("href"));
        var code = visitor.Main.GetByText(CreditCode()).First;
        await Assertions.Expect(code).ToBeVisibleAsync();
        return CreditCode().Match(await code.InnerTextAsync()).Value;
    }

    /// <summary>Fills in and sends the form for a registered picture with certificate and key; returns the seal's address.</summary>
    public static async Task<string> ImportAsync(Person manager, string picture, (string File, string Password) key)
    {
        await manager.Main.GetByLabel("备案印章图片（PNG，透明背景）").SetInputFilesAsync(picture);
        await manager.Main.GetByLabel("备案宽度（毫米）").FillAsync("42");
        await manager.Main.GetByLabel("证书和密钥（.p12、.pfx）").SetInputFilesAsync(key.File);
        await manager.Main.GetByLabel("密钥文件密码").FillAsync(key.Password);
        await Assertions.Expect(manager.Main.GetByText($"已读取 {Path.GetFileName(picture)}")).ToBeVisibleAsync();
        await Assertions.Expect(manager.Main.GetByText($"已读取 {Path.GetFileName(key.File)}")).ToBeVisibleAsync();
        await Assertions.Expect(manager.Main.GetByRole(AriaRole.Img, new() { Name = "所选印章图片" })).ToHaveAttributeAsync("width", "159");
        await manager.PictureAsync($"seal-import-{Path.GetFileNameWithoutExtension(picture)}", fullPage: true);
        await manager.Main.Locator("form[aria-label] button[type=submit]").ClickAsync();
        await manager.Page.WaitForURLAsync(SealAddress());
        await manager.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        return new Uri(manager.Page.Url).AbsolutePath;
    }

    /// <summary>The address of the unit's own seal from the register.</summary>
    public static async Task<string> UnitSealAsync(Person keeper, string agency)
    {
        await keeper.OpenAsync("/seals");
        var link = keeper.Main.Locator("tr", new() { HasText = "单位印章" }).GetByRole(AriaRole.Link, new() { Name = agency }).First;
        return "/" + await link.GetAttributeAsync("href");
    }

    [GeneratedRegex("9[0-9A-Z]{17}")]
    private static partial Regex CreditCode();

    [GeneratedRegex("/seals/[0-9a-f-]{36}$")]
    private static partial Regex SealAddress();
}
