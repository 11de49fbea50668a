using Market.Marketplace.Notices;
using Market.Web.Api;
using Market.Web.Features.Elements;
using Market.Web.Features.Seals;
using Market.Web.Features.Settlement;
using Market.Web.Files;
using Market.Web.Identity;
using Market.Web.Layout;
using Market.Web.Public;
using Microsoft.AspNetCore.Http.Features;

namespace Market.Web.Hosting;

/// <summary>The parts of the web host and the order in which a request passes them.</summary>
internal static class MarketWeb
{
    public static void AddMarketWeb(this WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        var isDevelopment = builder.Environment.IsDevelopment();
        var data = DataDirectory.From(configuration, builder.Environment);
        services.AddSingleton(data);
        services.AddSingleton(TimeProvider.System);

        services.AddLocalisation();
        services.AddExamination(configuration);
        services.AddMarketplaceParts(configuration, data, isDevelopment);
        services.AddMarketIdentity(isDevelopment);
        services.AddHttpContextAccessor();

        services.Configure<UploadOptions>(configuration.GetSection("Uploads"));
        services.AddSingleton(new UploadDirectory(data.Uploads));
        services.AddSingleton<UploadStore>();
        services.AddScoped<UploadIntake>();
        services.AddHostedService<UploadSweeper>();
        services.AddScoped<PublicVerification>();
        services.AddSingleton<VerificationSeal>();
        services.AddSingleton<NoticeSeal>();
        services.AddSingleton<INoticeSeal>(provider => provider.GetRequiredService<NoticeSeal>());
        services.AddSingleton<VerificationReports>();
        services.AddSingleton<AccessByCode>();
        services.AddSingleton<ResultPackages>();
        services.Configure<FormOptions>(options => options.MultipartBodyLengthLimit = 512L * 1024 * 1024);

        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddExceptionHandler<RefusalHandler>();
        services.AddProblemDetails();
        services.AddMarketApi();
        RateLimits.Add(services, configuration);
        Health.Add(services);
        Metrics.Add(services);
        services.AddProxies(configuration);
        services.AddSandbox(configuration, data.Path, isDevelopment);
    }

    public static void UseMarketWeb(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseRequestLocalization();
        app.UseHeadAsGet();
        app.UseWhen(http => MachinePaths.Include(http.Request.Path), programs => programs.UseStatusCodePages(Unroutable.FillAsync));
        app.UseWhen(
            http => !MachinePaths.Include(http.Request.Path),
            pages => pages.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true));
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.UseProvinceMode();
        app.UseRouting();
        app.UseRefusalLog();
        app.UseRefusalOfUnroutable();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseCurrentUser();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapStaticAssets().AllowAnonymous();
        app.MapLanguage();
        app.MapSignOut();
        app.MapUploads();
        app.MapFiles();
        VerificationReports.Map(app);
        app.MapSignedRevisions();
        ResultPackages.Map(app);
        AccessByCode.Map(app);
        app.MapSeals();
        app.MapSettlement();
        app.MapAlbums();
        app.MapElements();
        app.MapCatalogueFiles();
        app.MapMarketApi();
        app.MapDrawProofs();
        app.MapPublicFeeds();
        app.MapSiteMaps();
        app.MapOpenContracting();
        app.MapSandbox();
        Health.Map(app);
        Metrics.Map(app);
        if (app.Environment.IsDevelopment())
        {
            DevelopmentEndpoints.Map(app);
        }

        // The frame policy is part of our own header.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }
}
