using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Market.Marketplace.Operations;

/// <summary>What the door counts and traces, under names of .NET's own: a meter and an activity source called <c>Market</c>. An operation
/// is named by its class; no person, organisation or row appears.</summary>
public static class MarketMetrics
{
    /// <summary>The name of meter and activity source.</summary>
    public const string Name = "Market";

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Source = new(Name);
    private static readonly Histogram<double> Durations =
        Meter.CreateHistogram<double>("market.operation.duration", "s", "Time from the door to the commit, by operation and outcome");

    internal static Activity? Begin(string operation) => Source.StartActivity(operation);

    /// <summary>Notes how an operation ended: <c>ok</c>, the code of a refusal, or <c>error</c>.</summary>
    internal static void End(Activity? activity, string operation, TimeSpan took, Exception? exception)
    {
        var outcome = exception switch
        {
            null => "ok",
            MarketplaceException refusal => refusal.Code,
            OperationCanceledException => "cancelled",
            _ => "error",
        };
        Durations.Record(took.TotalSeconds, new("operation", operation), new("outcome", outcome));
        activity?.SetTag("outcome", outcome);
        if (outcome == "error")
        {
            activity?.SetStatus(ActivityStatusCode.Error);
        }
    }
}
