using System.Net;
using System.Text.RegularExpressions;

namespace Market.E2E.Nodes;

/// <summary>People who sign in through the form, read pages of their workspace and sign out, each time in a new browser.</summary>
internal sealed partial class Visitors(Uri address)
{
    private static readonly string[] Pages = ["desk", "cases", "tasks", "inbox"];
    private int _visits;
    private int _cutOff;

    /// <summary>Visits from sign-in to sign-out.</summary>
    public int Visits => Volatile.Read(ref _visits);

    /// <summary>Visits in which a page got no answer.</summary>
    public int CutOff => Volatile.Read(ref _cutOff);

    /// <summary>Visits until told to stop.</summary>
    public async Task VisitAsync(string userName, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await VisitOnceAsync(userName);
                Interlocked.Increment(ref _visits);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                Interlocked.Increment(ref _cutOff);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), CancellationToken.None);
        }
    }

    private async Task VisitOnceAsync(string userName)
    {
        using var http = Cluster.NewClient(address, new CookieContainer());
        var signIn = await ReadAsync(http, "sign-in");
        using var answer = await http.PostAsync("sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = WebUtility.HtmlDecode(FormToken().Match(signIn).Groups[1].Value),
            ["_handler"] = "sign-in",
            ["Input.UserName"] = userName,
            ["Input.Password"] = Person.Password,
        }));
        RequireAnswered(answer);
        // Whoever answered: the token of a form made by one node is good on the other.
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        foreach (var page in Pages)
        {
            Assert.DoesNotContain("name=\"Input.Password\"", await ReadAsync(http, page), StringComparison.Ordinal);
        }
    }

    private static async Task<string> ReadAsync(HttpClient http, string page)
    {
        using var answer = await http.GetAsync(page);
        RequireAnswered(answer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    // 5xx: the node died with the request in its hands.
    private static void RequireAnswered(HttpResponseMessage answer)
    {
        if (answer.StatusCode >= HttpStatusCode.InternalServerError)
        {
            throw new HttpRequestException($"{answer.StatusCode}");
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
