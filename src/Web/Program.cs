using Market.Web.Hosting;
using Market.Web.Layout;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddLocalisation();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddAuthentication("x").AddCookie("x");
builder.Services.AddAuthorization();
builder.Services.AddCascadingAuthenticationState();

var app = builder.Build();
app.UseSecurityHeaders();
app.UseRequestLocalization();
app.UseStatusCodePagesWithReExecute("/not-found");
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.MapStaticAssets().AllowAnonymous();
app.MapLanguage();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
await app.RunAsync();

/// <summary>The web host.</summary>
public partial class Program;
