using System.Collections.Concurrent;
using Market.Web.Demonstration;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Market.Web.Tests;

/// <summary>The log is for those who run the machine: who did what stands in the ledger, and nobody's name, account or number in the log.</summary>
public sealed class LogTests(TestSite site)
{
    [Fact]
    public async Task Signing_in_and_working_leaves_no_person_in_the_log()
    {
        var log = new Kept();
        await using var told = site.WithWebHostBuilder(builder => builder
            .UseSetting("Logging:LogLevel:Default", "Information")
            .UseSetting("Logging:LogLevel:Market", "Debug")
            .ConfigureLogging(logging => logging.AddProvider(log)));
        using var browser = told.CreateClient();
        foreach (var user in new[] { "yezhu", "shenpi", "jigou1", "yunxing" })
        {
            await TestSite.SignInAsync(browser, user, DemonstrationData.Password);
            foreach (var page in new[] { "/", "/inbox", "/api/v1/me", "/nowhere" })
            {
                await browser.GetAsync(page, TestContext.Current.CancellationToken);
            }
        }

        await TestSite.SignInAsync(browser, "yezhu", "a wrong password of 张三");

        var text = string.Join('\n', log.Lines);
        Assert.NotEmpty(log.Lines);
        foreach (var name in DemonstrationData.UserNames.Append("张三").Append(DemonstrationData.Password))
        {
            Assert.DoesNotContain(name, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private sealed class Kept : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
