using System.Globalization;

namespace Market.Marketplace.Selection.Beacons;

/// <summary>The shapes of public randomness beacons that are understood.</summary>
public enum BeaconKind
{
    /// <summary>None: the outside value is a named public figure that is entered and cited.</summary>
    None,

    /// <summary>drand: rounds at a fixed period since its genesis.</summary>
    Drand,

    /// <summary>NIST randomness beacon 2.0: a pulse at every full minute.</summary>
    Nist,
}

/// <summary>A public beacon as the settings name it: section <c>Draws:Beacon</c>.</summary>
public sealed record BeaconSettings
{
    /// <summary>Its shape.</summary>
    public BeaconKind Kind { get; init; }

    /// <summary>Its address, with the hash of the chain for drand: <c>https://api.drand.sh/8990e7…</c>.</summary>
    public Uri? Url { get; init; }

    /// <summary>The same beacon at another operator's relay, which must say the same value.</summary>
    public Uri? SecondUrl { get; init; }

    /// <summary>drand: the instant of the first round, seconds since 1970.</summary>
    public long GenesisSeconds { get; init; }

    /// <summary>drand: seconds from round to round.</summary>
    public int PeriodSeconds { get; init; } = 30;

    /// <summary>Whether there is one.</summary>
    public bool IsConfigured => Kind != BeaconKind.None;

    /// <summary>Refuses settings that name no beacon.</summary>
    /// <exception cref="InvalidOperationException">They do not.</exception>
    public void Check()
    {
        if (IsConfigured && (Url is null || PeriodSeconds < 1 || (Kind == BeaconKind.Drand && GenesisSeconds < 1)))
        {
            throw new InvalidOperationException("Draws:Beacon:Url, and for drand Draws:Beacon:GenesisSeconds and Draws:Beacon:PeriodSeconds, must be set with Draws:Beacon:Kind.");
        }
    }

    /// <summary>The first value that comes into being after an instant, by its name and address: known to nobody yet.</summary>
    public OutsideSource FirstAfter(DateTimeOffset instant)
    {
        var number = Kind switch
        {
            BeaconKind.Drand => ((instant.ToUnixTimeSeconds() - GenesisSeconds) / PeriodSeconds) + 2,
            BeaconKind.Nist => ((instant.ToUnixTimeMilliseconds() / 60_000) + 1) * 60_000,
            BeaconKind.None => throw new InvalidOperationException("No beacon is configured."),
        };
        return new OutsideSource(NameOf(number), AddressOf(Url!, number).AbsoluteUri);
    }

    /// <summary>When the value of that number comes into being.</summary>
    public DateTimeOffset TimeOf(long number) => Kind == BeaconKind.Drand
        ? DateTimeOffset.FromUnixTimeSeconds(GenesisSeconds + ((number - 1) * PeriodSeconds))
        : DateTimeOffset.FromUnixTimeMilliseconds(number);

    /// <summary>The number in a source that this beacon named; none for any other source.</summary>
    public long? NumberOf(OutsideSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return IsConfigured && long.TryParse(source.Where[(source.Where.LastIndexOf('/') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && AddressOf(Url!, number).AbsoluteUri == source.Where ? number : null;
    }

    internal Uri AddressOf(Uri beacon, long number) => Under(beacon, Kind == BeaconKind.Drand ? $"public/{Say(number)}" : $"pulse/time/{Say(number)}");

    internal Uri AddressBefore(Uri beacon, long number) => Under(beacon, Kind == BeaconKind.Drand ? $"public/{Say(number - 1)}" : $"pulse/time/previous/{Say(number)}");

    private string NameOf(long number) => Kind == BeaconKind.Drand
        ? $"drand 公共随机信标第 {Say(number)} 轮的 randomness（十六进制，{TimeOf(number):yyyy-MM-dd HH:mm:ss} UTC 产生）"
        : $"NIST 公共随机信标 {TimeOf(number):yyyy-MM-dd HH:mm} UTC 脉冲的 outputValue（十六进制）";

    private static Uri Under(Uri beacon, string path) => new($"{beacon.AbsoluteUri.TrimEnd('/')}/{path}");

    private static string Say(long number) => number.ToString(CultureInfo.InvariantCulture);
}
