namespace Market.Web.Demonstration;

/// <summary>The demonstration: accounts, organisations and a service-item list that exist in Development only.</summary>
public static class DemonstrationData
{
    /// <summary>The published password of every demonstration account.</summary>
    public const string Password = "Market-2026-demo";

    /// <summary>The accounts: enterprise, officials, operator, and clerk, practitioner and seal keeper of each agency.</summary>
    public static IReadOnlyList<string> UserNames { get; } =
    [
        "yezhu", "shenpi", "shenpi2", "yunxing",
        .. Enumerable.Range(1, 5).SelectMany(agency => new[] { $"jigou{agency}", $"zhuce{agency}", $"yinzhang{agency}" }),
    ];

    /// <summary>Enters the demonstration into an empty database.</summary>
    public static Task SeedAsync(IServiceProvider services) => Task.CompletedTask;
}
