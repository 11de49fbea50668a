using System.Collections.Concurrent;
using Market.Development;
using Market.Marketplace.Notices;
using Market.Signing;
using Market.Web.Demonstration;

namespace Market.Web.Hosting;

/// <summary>The seals on notices: the platform's (业务专用章), and of each department that entrusts one to the platform its own, in the
/// section <c>NoticeSeals:credit code</c>. Without an answer of the time-stamp authority a notice waits: when it was issued must be
/// provable.</summary>
internal sealed class NoticeSeal(IConfiguration configuration, IServiceProvider services, TimeProvider clock, ITimestampAuthority timestamps)
    : PlatformSeal(configuration, services, "NoticeSeal", "业务专用章"), INoticeSeal
{
    private readonly ConcurrentDictionary<string, DepartmentSeal> _departments = new(StringComparer.Ordinal);
    private readonly IConfiguration _configuration = configuration;
    private readonly IServiceProvider _services = services;

    public NoticeSealOwner OwnerFor(string? signatoryCode) =>
        IsDepartments(signatoryCode) ? NoticeSealOwner.Signatory : IsAvailable ? NoticeSealOwner.Platform : NoticeSealOwner.None;

    public async Task SealAsync(Stream document, Stream output, NoticeSealing sealing, CancellationToken ct)
    {
        var owner = OwnerFor(sealing.SignatoryCode);
        if (owner == NoticeSealOwner.None)
        {
            await document.CopyToAsync(output, ct);
            return;
        }

        var (key, picture) = owner == NoticeSealOwner.Signatory ? SealOf(sealing) : (OpenKey(), Picture());
        var options = new SealOptions
        {
            ClaimedAt = clock.GetUtcNow(),
            Reason = sealing.Title,
            Placements = picture is null ? [] : [new SealImpression(-1, sealing.XMillimetres, sealing.YMillimetres, picture)],
        };
        await PdfSealer.SealAsync(document, output, key, options, timestamps, ct);
    }

    /// <exception cref="StartupRefusedException">The settings name a key that cannot be used.</exception>
    public override void RequireUsable()
    {
        base.RequireUsable();
        foreach (var department in _configuration.GetSection("NoticeSeals").GetChildren())
        {
            SealOf(new NoticeSealing("", department["Name"] ?? department.Key, department.Key, 0, 0));
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        foreach (var seal in _departments.Values)
        {
            seal.Dispose();
        }
    }

    // In Development every department has one; elsewhere those in the settings.
    private bool IsDepartments(string? code) => code is not null && code != DemonstrationCodes.Operator
        && (_configuration[$"NoticeSeals:{code}:Key"] is { Length: > 0 } || _services.GetService<DevelopmentPki>() is not null);

    private (Pkcs12SealKey Key, SealPicture? Picture) SealOf(NoticeSealing sealing)
    {
        var seal = _departments.GetOrAdd(
            sealing.SignatoryCode!, code => new DepartmentSeal(_configuration, _services, code, sealing.Signatory));
        return (seal.Key, seal.Impression);
    }

    private sealed class DepartmentSeal(IConfiguration configuration, IServiceProvider services, string code, string holder)
        : PlatformSeal(configuration, services, $"NoticeSeals:{code}", "行政审批专用章", holder, code)
    {
        public Pkcs12SealKey Key => OpenKey();

        public SealPicture? Impression => Picture();
    }
}
