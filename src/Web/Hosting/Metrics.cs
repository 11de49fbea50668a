using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Market.Marketplace.Documents;
using Market.Marketplace.Integrity;
using Market.Marketplace.Operations;

namespace Market.Web.Hosting;

/// <summary><c>/metrics</c>: what .NET's meters counted in this process, in the text format of Prometheus (0.0.4), for operators and for
/// whoever has the key of <c>Health:Key</c>. No label names a person, an organisation or a row.</summary>
internal sealed class Metrics : IDisposable
{
    private static readonly string[] Meters =
        [MarketMetrics.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "System.Runtime"];

    private readonly ConcurrentDictionary<string, Family> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener;

    public Metrics()
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (Meters.Contains(instrument.Meter.Name))
                {
                    listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(Family.NameOf(instrument), _ => new Family(instrument)));
                }
            },
        };
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => ((Family)family!).Note(value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => ((Family)family!).Note(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => ((Family)family!).Note(value, tags));
        _listener.Start();
    }

    public static void Add(IServiceCollection services) => services.AddSingleton<Metrics>();

    public static void Map(WebApplication app)
    {
        // Made now: what is counted before the first question is not lost.
        app.Services.GetRequiredService<Metrics>();
        app.MapGet("/metrics", AnswerAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, Metrics metrics, OperationRunner runner)
    {
        if (!await Health.MayWatchAsync(http))
        {
            return Results.NotFound();
        }

        var text = new StringBuilder();
        metrics.Write(text);
        try
        {
            WriteFigures(text, await runner.RunAsync(Actor.System, (ReadHealth read) => read.ExecuteAsync(), http.RequestAborted));
        }
        catch (StoreUnavailableException)
        {
            Gauge(text, "market_database_up", 0);
        }

        return Results.Text(text.ToString(), "text/plain; version=0.0.4", Encoding.UTF8);
    }

    public void Dispose() => _listener.Dispose();

    private void Write(StringBuilder text)
    {
        _listener.RecordObservableInstruments();
        foreach (var family in _families.OrderBy(family => family.Key, StringComparer.Ordinal))
        {
            family.Value.Write(text);
        }
    }

    private static void WriteFigures(StringBuilder text, HealthFigures figures)
    {
        Gauge(text, "market_database_up", 1);
        Gauge(text, "market_outbox_waiting", figures.OutboxWaiting);
        Gauge(text, "market_outbox_oldest_seconds", figures.OutboxAge.TotalSeconds);
        Gauge(text, "market_outbox_failing", figures.OutboxFailing);
        Gauge(text, "market_feed_unplaced", figures.FeedUnplaced);
        Gauge(text, "market_webhooks_waiting", figures.WebhooksWaiting);
        Gauge(text, "market_seals_active", figures.SealsActive);
        Gauge(text, "market_seal_certificates_expired", figures.CertificatesExpired);
        Gauge(text, "market_seal_certificates_ending_soon", figures.CertificatesEndingSoon);
        Gauge(text, "market_calendar_days_left", figures.CalendarUntil.DayNumber - figures.Today.DayNumber);
    }

    private static void Gauge(StringBuilder text, string name, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} gauge\n{name} {value}\n");

    /// <summary>One instrument with a series for each set of labels.</summary>
    private sealed class Family(Instrument instrument)
    {
        /// <summary>A label with too many values must not fill the memory.</summary>
        private const int MostSeries = 2000;

        private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

        private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);
        private readonly string _name = NameOf(instrument);
        private readonly Kind _kind = KindOf(instrument);

        private enum Kind
        {
            Counter,
            Gauge,
            Histogram,
        }

        public static string NameOf(Instrument instrument)
        {
            var name = instrument.Name.Replace('.', '_').Replace('-', '_');
            name += instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
            return KindOf(instrument) == Kind.Counter ? name + "_total" : name;
        }

        public void Note(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = LabelsOf(tags);
            if (!_series.TryGetValue(labels, out var series))
            {
                if (_series.Count >= MostSeries)
                {
                    return;
                }

                series = _series.GetOrAdd(labels, _ => new Series(Bounds.Length + 1));
            }

            lock (series)
            {
                var isObserved = instrument.IsObservable;
                series.Sum = isObserved || instrument.GetType().Name.StartsWith("Gauge", StringComparison.Ordinal) ? value : series.Sum + value;
                series.Count++;
                if (_kind == Kind.Histogram)
                {
                    var bucket = Array.FindIndex(Bounds, bound => value <= bound);
                    series.Buckets[bucket < 0 ? Bounds.Length : bucket]++;
                }
            }
        }

        public void Write(StringBuilder text)
        {
            if (_series.IsEmpty)
            {
                return;
            }

            if (instrument.Description is { Length: > 0 } help)
            {
                text.Append(CultureInfo.InvariantCulture, $"# HELP {_name} {help.ReplaceLineEndings(" ")}\n");
            }

            var kind = _kind switch { Kind.Counter => "counter", Kind.Gauge => "gauge", Kind.Histogram => "histogram" };
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {_name} {kind}\n");
            foreach (var (labels, series) in _series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                lock (series)
                {
                    WriteSeries(text, labels, series);
                }
            }
        }

        private void WriteSeries(StringBuilder text, string labels, Series series)
        {
            var braces = labels.Length == 0 ? "" : $"{{{labels}}}";
            if (_kind != Kind.Histogram)
            {
                text.Append(CultureInfo.InvariantCulture, $"{_name}{braces} {series.Sum}\n");
                return;
            }

            long below = 0;
            for (var i = 0; i <= Bounds.Length; i++)
            {
                below += series.Buckets[i];
                var bound = i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                text.Append(CultureInfo.InvariantCulture, $"{_name}_bucket{{{labels}{(labels.Length == 0 ? "" : ",")}le=\"{bound}\"}} {below}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"{_name}_sum{braces} {series.Sum}\n{_name}_count{braces} {series.Count}\n");
        }

        private static Kind KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
        {
            "Counter" or "ObservableCounter" => Kind.Counter,
            "Histogram" => Kind.Histogram,
            _ => Kind.Gauge,
        };

        private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = new List<string>(tags.Length);
            foreach (var (key, value) in tags)
            {
                var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                labels.Add($"{key.Replace('.', '_').Replace('-', '_')}=\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings("\\n")}\"");
            }

            return string.Join(',', labels);
        }
    }

    private sealed class Series(int buckets)
    {
        public double Sum { get; set; }

        public long Count { get; set; }

        public long[] Buckets { get; } = new long[buckets];
    }
}
