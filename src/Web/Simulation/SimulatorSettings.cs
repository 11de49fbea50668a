using System.Globalization;
using System.Security.Cryptography;

namespace Market.Web.Simulation;

/// <summary>What the simulator is told on the command line.</summary>
internal sealed record SimulatorSettings
{
    public const string Usage = """
        simulate-department --key mk_... [settings]

          --address URL         where Market answers            http://localhost:5080
          --key KEY             the department's key, from 系统对接, with all scopes
          --listen URL          where webhooks are taken        http://127.0.0.1:5190
          --cases N             how many cases are handed in    1
          --fail PERCENT        how many webhook calls fail     0
          --minutes N           how long events are awaited     10
          --item NAME           the approval item               建设工程规划许可
          --owner NAME --owner-code CODE    the applicant
        """;

    public Uri Address { get; private init; } = new("http://localhost:5080/");

    public string Key { get; private init; } = "";

    public Uri Listen { get; private init; } = new("http://127.0.0.1:5190/");

    public int Cases { get; private init; } = 1;

    public int FailPercent { get; private init; }

    public TimeSpan Patience { get; private init; } = TimeSpan.FromMinutes(10);

    public string? ApprovalItem { get; private init; }

    public string OwnerName { get; private init; } = "模拟建设有限公司";

    public string OwnerCode { get; private init; } = "91430104MA4L99981E";

    /// <summary>In front of the numbers of this run, so that a second run hands in other cases.</summary>
    public string Prefix { get; } = $"SIM-{RandomNumberGenerator.GetHexString(6)}";

    /// <summary>The settings of the command line; null when it says something else.</summary>
    public static SimulatorSettings? From(string[] args)
    {
        var settings = new SimulatorSettings();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || settings.With(args[i], args[i + 1]) is not { } next)
            {
                return null;
            }

            settings = next;
        }

        return settings.Key.Length > 0 ? settings : null;
    }

    private SimulatorSettings? With(string name, string value) => name switch
    {
        "--address" => AddressOf(value) is { } address ? this with { Address = address } : null,
        "--listen" => AddressOf(value) is { } listen ? this with { Listen = listen } : null,
        "--key" => this with { Key = value },
        "--cases" => NumberOf(value, 10_000) is { } cases ? this with { Cases = cases } : null,
        "--fail" => NumberOf(value, 100) is { } percent ? this with { FailPercent = percent } : null,
        "--minutes" => NumberOf(value, 10_000) is { } minutes ? this with { Patience = TimeSpan.FromMinutes(minutes) } : null,
        "--item" => this with { ApprovalItem = value },
        "--owner" => this with { OwnerName = value },
        "--owner-code" => this with { OwnerCode = value },
        _ => null,
    };

    private static Uri? AddressOf(string value) =>
        Uri.TryCreate(value.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    private static int? NumberOf(string value, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;
}
