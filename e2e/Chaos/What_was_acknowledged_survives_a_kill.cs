using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Market.E2E.Journeys;
using Microsoft.Playwright;

namespace Market.E2E.Chaos;

/// <summary>
/// Plays the main job round after round and kills the program with SIGKILL twice in each: around the acceptance that sends the
/// tasks out, and around the last seal. After every restart what the user had been told must be true, what had not happened
/// must be possible again, and each result must end on the desk exactly once. Run by <c>./dev chaos [ROUNDS]</c>.
/// </summary>
public sealed class What_was_acknowledged_survives_a_kill : IAsyncDisposable
{
    private static readonly TimeSpan LatestKill = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan LatestDelivery = TimeSpan.FromSeconds(60);
    private readonly Stage _stage = new();
    private int _kills;
    private int _repeated;

    [Fact]
    public async Task Nothing_is_lost_and_nothing_happens_twice()
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("MARKET_CHAOS_ROUNDS") ?? "0", CultureInfo.InvariantCulture);
        Assert.SkipWhen(rounds == 0, "A long run: ./dev chaos starts it.");
        await _stage.InitializeAsync();
        var watch = Stopwatch.StartNew();
        for (var round = 1; round <= rounds; round++)
        {
            await PlayAsync(round);
        }

        await File.WriteAllTextAsync(
            Path.Combine(Repository.Root, "artifacts", "chaos.txt"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"chaos: {rounds} rounds, {_kills} kills, {_repeated} steps cut off before they were done and done again, 0 lost, 0 twice, {watch.Elapsed:hh\\:mm\\:ss}\n"),
            TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    private async Task PlayAsync(int round)
    {
        await using var owner = await _stage.EnterAsync("yezhu");
        await using var official = await _stage.EnterAsync("shenpi");
        var caseAddress = await MainJob.FileCaseAsync(owner, "湘江云谷住宅小区一期");

        await official.OpenAsync(caseAddress);
        await KillAroundAsync(() => official.Button("受理").ClickAsync());
        var task = (await AcceptOnceAsync(official, caseAddress))[0];

        var number = await MainJob.NumberOfAsync(_stage, task.Agency);
        await using var clerk = await _stage.EnterAsync($"jigou{number}");
        await using var practitioner = await _stage.EnterAsync($"zhuce{number}");
        await using var keeper = await _stage.EnterAsync($"yinzhang{number}");
        await MainJob.TakeAsync(clerk, task);
        var result = await MainJob.SubmitAsync(clerk, task, "technical-review.pdf", $"CHAOS-{round:D4}");
        await MainJob.SealAsync(practitioner, result);

        await keeper.OpenAsync(result);
        await keeper.Main.GetByLabel("动态口令").FillAsync(await keeper.AuthenticatorCodeAsync());
        await KillAroundAsync(() => MainJob.PressSealAsync(keeper));
        await SealOnceAsync(keeper, result);
        await OnTheDeskOnceAsync(official, result);
    }

    /// <summary>Does something and kills the program at a random moment soon after it began; then starts it again.</summary>
    private async Task KillAroundAsync(Func<Task> press)
    {
        await press();
        await Task.Delay(RandomNumberGenerator.GetInt32((int)LatestKill.TotalMilliseconds));
        await _stage.KillAsync();
        _kills++;
        await _stage.StartAsync();
    }

    /// <summary>The case is either accepted with both tasks, or still to be accepted.</summary>
    private async Task<IReadOnlyList<DispatchedTask>> AcceptOnceAsync(Person official, string caseAddress)
    {
        await official.OpenAsync(caseAddress);
        if (await official.Button("受理").IsVisibleAsync())
        {
            _repeated++;
            return await MainJob.AcceptCaseAsync(official, caseAddress);
        }

        return await MainJob.ReadTasksAsync(official);
    }

    /// <summary>The last seal is either on the file, or still to be put on.</summary>
    private async Task SealOnceAsync(Person keeper, string result)
    {
        await keeper.OpenAsync(result);
        if (await keeper.Main.GetByLabel("动态口令").IsVisibleAsync())
        {
            _repeated++;
            await MainJob.SealAsync(keeper, result);
        }
    }

    /// <summary>A worker that was killed holds its lease for a while; then the next one delivers.</summary>
    private static async Task OnTheDeskOnceAsync(Person official, string result)
    {
        var waited = Stopwatch.StartNew();
        do
        {
            await official.OpenAsync(result);
        }
        while (waited.Elapsed < LatestDelivery && !await official.Main.GetByText("核验通过").First.IsVisibleAsync());
        await Assertions.Expect(official.Main.GetByText("核验通过").First).ToBeVisibleAsync();
        await Assertions.Expect(official.Main.GetByText("成果已送达")).ToHaveCountAsync(1);
    }
}
