using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Market.E2E;

/// <summary>A program of its own whose time can be moved, under rules that know every way of selecting: days of signing up, publicity and draws
/// pass at once, and the other journeys notice nothing.</summary>
public sealed class SandboxStage : Stage
{
    /// <inheritdoc />
    protected override IReadOnlyList<string> Arguments { get; } = ["--Sandbox:ClockFactor", "1", "--Site:RulePack", "guangdong", "--RateLimits:SignInsPerMinute", "1000"];

    /// <summary>The market's time.</summary>
    public async Task<DateTimeOffset> NowAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        return (await http.GetFromJsonAsync<JsonElement>("/sandbox/clock")).GetProperty("now").GetDateTimeOffset();
    }

    /// <summary>Moves the market's time on; an instant that is past already is no move.</summary>
    public async Task AdvanceToAsync(DateTimeOffset instant)
    {
        if (await NowAsync() >= instant)
        {
            return;
        }

        using var http = new HttpClient { BaseAddress = Address };
        using var answer = await http.PostAsJsonAsync("/sandbox/clock", new { advanceTo = instant.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}

/// <summary>The journeys that share a sandbox, one after the other: a move of the time is a move for all.</summary>
[CollectionDefinition(nameof(SandboxJourneys))]
public sealed class SandboxJourneys : ICollectionFixture<SandboxStage>;
