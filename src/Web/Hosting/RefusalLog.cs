namespace Market.Web.Hosting;

/// <summary>Notes every request that would have changed something and was refused: made by hand, from another site, too large, too often.
/// The address is that of the endpoint, without ids; who it was and what was sent does not belong in a log.</summary>
internal static partial class RefusalLog
{
    public static void UseRefusalLog(this IApplicationBuilder app)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RefusalLog));
        app.Use(async (http, next) =>
        {
            await next();
            var request = http.Request;
            if (http.Response.StatusCode is >= StatusCodes.Status400BadRequest and < StatusCodes.Status500InternalServerError
                && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            {
                Refused(log, request.Method, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "?", http.Response.StatusCode);
            }
        });
    }

    [LoggerMessage(LogLevel.Information, "{Method} {Endpoint} was refused with {Status}.")]
    private static partial void Refused(ILogger log, string method, string endpoint, int status);
}
