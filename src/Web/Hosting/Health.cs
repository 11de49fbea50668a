using System.Security.Cryptography;
using System.Text;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Signing;
using Market.Web.Identity;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Market.Web.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: database, blob store and key store can be used, and
/// what bounds the examination of strangers' files on this machine. <c>/health/details</c>: what an operator or a watching program needs
/// to know before something stops, for operators and for whoever has the key of <c>Health:Key</c>.</summary>
internal static class Health
{
    /// <summary>The header with the key.</summary>
    public const string KeyHeader = "X-Health-Key";

    private const string Ready = "ready";

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<TimestampProbe>();
        services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database", tags: [Ready])
            .AddCheck<BlobStoreCheck>("blobs", tags: [Ready])
            .AddCheck<KeyStoreCheck>("keys", tags: [Ready])
            .AddCheck<ExaminationCheck>("examination", tags: [Ready])
            .AddCheck<WorkCheck>("work")
            .AddCheck<TimestampCheck>("timestamps")
            .AddCheck<DiskCheck>("disk");
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync }).AllowAnonymous();
        app.MapHealthChecks("/health/details", new HealthCheckOptions { ResponseWriter = WriteDetailsAsync }).AllowAnonymous()
            .AddEndpointFilterForWatchers();
    }

    /// <summary>Whether the caller may see figures of the installation: an operator, or a program with the key.</summary>
    public static async Task<bool> MayWatchAsync(HttpContext http)
    {
        var wanted = http.RequestServices.GetRequiredService<IConfiguration>()["Health:Key"];
        if (wanted is { Length: > 0 } && http.Request.Headers[KeyHeader] is [{ } given]
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(wanted)))
        {
            return true;
        }

        return http.User.Identity?.IsAuthenticated == true
            && (await http.RequestServices.GetRequiredService<CurrentUser>().GetActorAsync(http.RequestAborted)).Is(Role.Operator);
    }

    /// <summary>Answers 404 to everybody else: that the address is there is nobody's business.</summary>
    public static TBuilder AddEndpointFilterForWatchers<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(builder =>
        {
            var inner = builder.RequestDelegate!;
            builder.RequestDelegate = async http =>
            {
                if (await MayWatchAsync(http))
                {
                    await inner(http);
                    return;
                }

                http.Response.StatusCode = StatusCodes.Status404NotFound;
            };
        });
        return endpoint;
    }

    // Which part is not ready, and no more: the log has the reason.
    private static Task WriteAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        parts = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString()),
        examination = report.Entries.TryGetValue("examination", out var examination) ? examination.Data : null,
    });

    private static Task WriteDetailsAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        parts = report.Entries.ToDictionary(
            entry => entry.Key,
            entry => new
            {
                status = entry.Value.Status.ToString(),
                milliseconds = Math.Round(entry.Value.Duration.TotalMilliseconds, 1),
                says = entry.Value.Description ?? entry.Value.Exception?.Message,
                figures = entry.Value.Data,
            }),
    });

    private sealed class DatabaseCheck(MarketplaceDbContext db) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (!await db.Database.CanConnectAsync(cancellationToken))
            {
                return HealthCheckResult.Unhealthy("The database does not answer.");
            }

            var data = new Dictionary<string, object> { ["provider"] = db.Database.ProviderName ?? "" };
            return (await db.Database.GetPendingMigrationsAsync(cancellationToken)).FirstOrDefault() is { } missing
                ? HealthCheckResult.Unhealthy($"The migration {missing} is missing.", data: data)
                : HealthCheckResult.Healthy(data: data);
        }
    }

    /// <summary>What is in force. Less than everything is no fault: not every system can cut the network.</summary>
    private sealed class ExaminationCheck(IsolatedExaminer examiner) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var status = examiner.Status;
            return Task.FromResult(HealthCheckResult.Healthy(data: new Dictionary<string, object>
            {
                ["separateProcess"] = true,
                ["timeLimit"] = status.TimeLimit,
                ["heapLimit"] = status.HeapLimit,
                ["residentLimit"] = status.ResidentLimit,
                ["kernelLimits"] = status.KernelLimits,
                ["networkCut"] = status.NetworkCut,
                ["noNewPrivileges"] = status.NoNewPrivileges,
            }));
        }
    }

    private sealed class BlobStoreCheck(IBlobStore blobs) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await blobs.ProbeAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (StoreUnavailableException e)
            {
                return HealthCheckResult.Unhealthy(e.Code, e);
            }
        }
    }

    private sealed class KeyStoreCheck(DataDirectory data) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var probe = Path.Combine(data.Seals, $".ready-{Environment.ProcessId}");
            try
            {
                await File.WriteAllBytesAsync(probe, [1], cancellationToken);
                File.Delete(probe);
                return HealthCheckResult.Healthy();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return HealthCheckResult.Unhealthy(exception: e);
            }
        }
    }
}
