using Market.Marketplace;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Persistence;
using Market.Marketplace.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Market.Benchmarks;

/// <summary>The floor of the interface: ASP.NET Core, the same context, the same single query or update, and nothing else - no door, no permission,
/// no key, no journal.</summary>
internal static class BareServer
{
    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        // Only what the two endpoints ask for is there.
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateOnBuild = false);
        builder.Services.AddMarketplace(new MarketplaceOptions
        {
            Provider = builder.Configuration.GetValue<DatabaseProvider>("Database:Provider"),
            ConnectionString = builder.Configuration["Database:ConnectionString"],
            DataDirectory = builder.Configuration["Data:Directory"]!,
        });
        builder.Services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter()));
        var app = builder.Build();
        app.MapGet("/bare/{code}", async (string code, MarketplaceDbContext db, CancellationToken ct) =>
            await db.Set<ServiceItem>().AsNoTracking().Where(row => row.Status == ServiceItemStatus.Published).SingleOrDefaultAsync(row => row.Code == code, ct) is { } item
                ? Results.Ok(new ServiceItemDetails(item.Id, item.Version, item.Edition, item.Status, item.Terms))
                : Results.NotFound());
        app.MapPost("/bare/{id:guid}", async (Guid id, Switch change, MarketplaceDbContext db, CancellationToken ct) =>
        {
            var endpoint = await db.Set<WebhookEndpoint>().SingleAsync(row => row.Id == id, ct);
            db.Entry(endpoint).Property(row => row.Status).CurrentValue = change.Active ? WebhookStatus.Active : WebhookStatus.Disabled;
            await db.SaveChangesAsync(ct);
            return Results.Ok(endpoint.Id);
        });
        await app.RunAsync();
    }

    internal sealed record Switch(bool Active);
}
