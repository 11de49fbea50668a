using System.Globalization;
using System.Security.Cryptography;
using Market.Marketplace.Documents;
using Market.Marketplace.Integrity;
using Market.Marketplace.Operations;
using Market.Signing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Market.Web.Hosting;

/// <summary>Work in the background, lives of certificates and the announced working days: nothing here stops the program from serving, and
/// somebody should know.</summary>
internal sealed class WorkCheck(OperationRunner runner) : IHealthCheck
{
    private const int CalendarDays = 45;
    private static readonly TimeSpan OldMessage = TimeSpan.FromMinutes(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        HealthFigures figures;
        try
        {
            figures = await runner.RunAsync(Actor.System, (ReadHealth read) => read.ExecuteAsync(), cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            return HealthCheckResult.Unhealthy(e.Code, e);
        }

        var calendarDays = figures.CalendarUntil.DayNumber - figures.Today.DayNumber;
        List<string> concerns =
        [
            .. figures.OutboxAge > OldMessage ? ["The oldest message of the outbox is late."] : Array.Empty<string>(),
            .. figures.OutboxFailing > 0 ? ["Messages of the outbox keep failing."] : Array.Empty<string>(),
            .. figures.CertificatesExpired > 0 ? ["Seals in use have a certificate that has ended."] : Array.Empty<string>(),
            .. figures.CertificatesEndingSoon > 0 ? ["Seals in use have a certificate that ends within thirty days."] : Array.Empty<string>(),
            .. calendarDays < CalendarDays ? ["The working days of next year are not announced here."] : Array.Empty<string>(),
        ];
        var data = new Dictionary<string, object>
        {
            ["outboxWaiting"] = figures.OutboxWaiting,
            ["outboxOldestSeconds"] = Math.Round(figures.OutboxAge.TotalSeconds, 1),
            ["outboxFailing"] = figures.OutboxFailing,
            ["feedUnplaced"] = figures.FeedUnplaced,
            ["webhooksWaiting"] = figures.WebhooksWaiting,
            ["sealsActive"] = figures.SealsActive,
            ["certificatesExpired"] = figures.CertificatesExpired,
            ["certificatesEndingSoon"] = figures.CertificatesEndingSoon,
            ["nextCertificateEnd"] = figures.NextCertificateEnd?.ToString("O", CultureInfo.InvariantCulture) ?? "",
            ["calendarUntil"] = figures.CalendarUntil.ToString("O", CultureInfo.InvariantCulture),
            ["calendarDaysLeft"] = calendarDays,
        };
        return concerns.Count == 0 ? HealthCheckResult.Healthy(data: data) : HealthCheckResult.Degraded(string.Join(' ', concerns), data: data);
    }
}

/// <summary>Asks the time-stamp authority for a stamp, at most once in five minutes: a licensed one may count them.</summary>
internal sealed class TimestampProbe(IServiceProvider services, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _asking = new(1, 1);
    private (long At, double Milliseconds, string? Failure)? _last;

    public void Dispose() => _asking.Dispose();

    public async Task<(TimeSpan Age, double Milliseconds, string? Failure)> AskAsync(CancellationToken ct)
    {
        await _asking.WaitAsync(ct);
        try
        {
            if (_last is not { } known || clock.GetElapsedTime(known.At) >= GoodFor)
            {
                known = await AskNowAsync(ct);
                _last = known;
            }

            return (clock.GetElapsedTime(known.At), known.Milliseconds, known.Failure);
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task<(long At, double Milliseconds, string? Failure)> AskNowAsync(CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        string? failure = null;
        try
        {
            await services.GetRequiredService<ITimestampAuthority>().StampAsync(SHA256.HashData("health"u8), HashAlgorithmName.SHA256, patience.Token);
        }
        catch (Exception e) when (e is TimestampException or StartupRefusedException or HttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            failure = e.Message;
        }

        return (clock.GetTimestamp(), clock.GetElapsedTime(started).TotalMilliseconds, failure);
    }
}

/// <summary>Whether seals can be stamped. Without stamps sealing waits; everything else goes on.</summary>
internal sealed class TimestampCheck(TimestampProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (age, milliseconds, failure) = await probe.AskAsync(cancellationToken);
        var data = new Dictionary<string, object> { ["askedSecondsAgo"] = Math.Round(age.TotalSeconds), ["milliseconds"] = Math.Round(milliseconds, 1) };
        return failure is null ? HealthCheckResult.Healthy(data: data) : HealthCheckResult.Degraded(failure, data: data);
    }
}

/// <summary>The space left for data.</summary>
internal sealed class DiskCheck(DataDirectory data) : IHealthCheck
{
    private const long Little = 1L << 30;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var disk = new DriveInfo(data.Path);
        var figures = new Dictionary<string, object> { ["freeBytes"] = disk.AvailableFreeSpace, ["totalBytes"] = disk.TotalSize };
        return Task.FromResult(disk.AvailableFreeSpace >= Little
            ? HealthCheckResult.Healthy(data: figures)
            : HealthCheckResult.Degraded("Less than 1 GiB is left.", data: figures));
    }
}
