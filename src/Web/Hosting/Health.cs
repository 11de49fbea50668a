using Market.Marketplace.Persistence;
using Market.Signing;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Market.Web.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: database, blob store and key store can be used, and
/// what bounds the examination of strangers' files on this machine.</summary>
internal static class Health
{
    public static void Add(IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<DatabaseCheck>("database")
        .AddCheck<BlobStoreCheck>("blobs")
        .AddCheck<KeyStoreCheck>("keys")
        .AddCheck<ExaminationCheck>("examination");

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    // Which part is not ready, and no more: the log has the reason.
    private static Task WriteAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        parts = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString()),
        examination = report.Entries.TryGetValue("examination", out var examination) ? examination.Data : null,
    });

    private sealed class DatabaseCheck(MarketplaceDbContext db) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await db.Database.CanConnectAsync(cancellationToken)
            && !(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any()
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy();
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

    private sealed class BlobStoreCheck(DataDirectory data) : DirectoryCheck(data.Blobs);

    private sealed class KeyStoreCheck(DataDirectory data) : DirectoryCheck(data.Seals);

    private abstract class DirectoryCheck(string path) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var probe = Path.Combine(path, $".ready-{Environment.ProcessId}");
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
