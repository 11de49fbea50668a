using System.Threading.RateLimiting;
using Market.Web.Api;

namespace Market.Web.Hosting;

/// <summary>How often one address may ask for what is dear or delicate, section <c>RateLimits</c> of the settings.</summary>
internal sealed class RateLimits
{
    /// <summary>The budget of verifications.</summary>
    public const string Verify = "verify";

    /// <summary>The budget of access codes (提取码).</summary>
    public const string AccessCode = "access-code";

    /// <summary>The budget of sign-ins.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Verifications per minute and address.</summary>
    public int VerificationsPerMinute { get; set; } = 20;

    /// <summary>Access codes tried per minute and address.</summary>
    public int AccessCodesPerMinute { get; set; } = 10;

    /// <summary>Sign-in attempts per minute and address; an office shares one address.</summary>
    public int SignInsPerMinute { get; set; } = 60;

    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var limits = configuration.GetSection("RateLimits").Get<RateLimits>() ?? new RateLimits();
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            // Pages are read freely; only what is sent to them counts.
            options.AddPolicy(Verify, http => Budget(http, Verify, limits.VerificationsPerMinute));
            options.AddPolicy(AccessCode, http => Budget(http, AccessCode, limits.AccessCodesPerMinute));
            options.AddPolicy(SignIn, http => Budget(http, SignIn, limits.SignInsPerMinute));
            options.OnRejected = async (context, _) =>
            {
                var http = context.HttpContext;
                http.Response.Headers.RetryAfter = "60";
                if (MachinePaths.Include(http.Request.Path))
                {
                    await Problems.Of("too-many-requests").ExecuteAsync(http);
                }
            };
        });
    }

    private static RateLimitPartition<string> Budget(HttpContext http, string name, int perMinute) =>
        HttpMethods.IsPost(http.Request.Method)
            ? RateLimitPartition.GetSlidingWindowLimiter(
                $"{name} {http.Connection.RemoteIpAddress}",
                _ => new SlidingWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 })
            : RateLimitPartition.GetNoLimiter("reading");
}
