using System.Net;
using System.Net.Http.Headers;

namespace Impasto.Studio.Tests.Answers;

/// <summary>Pages of other sites that the operator allows (CORS), and those that he does not.</summary>
public sealed class CrossOriginTests
{
    private const string App = "https://app.example";

    [Fact]
    public async Task Question_of_an_allowed_page_is_answered_without_a_token_and_never_with_cookies()
    {
        await using Studio studio = await StartAsync();
        using HttpResponseMessage answer = await AskAsync(studio, App);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(App, Header(answer, "Access-Control-Allow-Origin"));
        Assert.Contains("DELETE", Header(answer, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
        string headers = Header(answer, "Access-Control-Allow-Headers");
        foreach (string name in new[] { "Authorization", "Idempotency-Key", "Prefer", "Content-Type" })
            Assert.Contains(name, headers, StringComparison.Ordinal);
        Assert.Contains("Origin", answer.Headers.Vary);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://app.example")]
    [InlineData("https://app.example:444")]
    [InlineData("https://app.example.evil.example")]
    [InlineData("null")]
    public async Task Question_of_another_page_gets_no_leave(string origin)
    {
        await using Studio studio = await StartAsync();

        using HttpResponseMessage answer = await AskAsync(studio, origin);
        using HttpResponseMessage change = await SendAsync(studio, HttpMethod.Post, origin, token: "right");

        Assert.Empty(AccessHeaders(answer));
        Assert.Equal(HttpStatusCode.Forbidden, change.StatusCode);
        Assert.Empty(AccessHeaders(change));
    }

    [Fact]
    public async Task Allowed_page_with_the_token_creates_a_run_and_reads_answers_and_errors()
    {
        await using Studio studio = await StartAsync();

        using HttpResponseMessage created = await SendAsync(studio, HttpMethod.Post, App, token: "right");
        using HttpResponseMessage list = await SendAsync(studio, HttpMethod.Get, App, token: "right");
        using HttpResponseMessage refused = await SendAsync(studio, HttpMethod.Get, App, token: "wrong");

        Assert.Equal(
            (HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Unauthorized),
            (created.StatusCode, list.StatusCode, refused.StatusCode));
        foreach (HttpResponseMessage answer in new[] { created, list, refused })
        {
            Assert.Equal(App, Header(answer, "Access-Control-Allow-Origin"));
            Assert.Contains("Location", Header(answer, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        }
    }

    [Fact]
    public async Task Cookie_counts_for_the_own_page_and_not_for_an_allowed_one()
    {
        await using Studio studio = await StartAsync();
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var browser = new HttpClient(handler) { BaseAddress = studio.Server.Address };
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("token", "right")]);
        using HttpResponseMessage entered = await browser.PostAsync("/sign-in", form, Studio.Cancellation);
        string cookie = Header(entered, "Set-Cookie").Split(';')[0];

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"http://{studio.Server.Address.Authority}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(App));

        async Task<HttpStatusCode> StatusAsync(string? origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/runs");
            request.Headers.Add("Cookie", cookie);
            if (origin is not null)
                request.Headers.Add("Origin", origin);
            using HttpResponseMessage response = await browser.SendAsync(request, Studio.Cancellation);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Without_the_option_nothing_is_allowed()
    {
        await using Studio studio = await Studio.StartIdleAsync();

        using HttpResponseMessage answer = await AskAsync(studio, App);

        Assert.Empty(AccessHeaders(answer));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://app.example", "https://app.example")]
    [InlineData("https://App.Example/", "https://app.example")]
    [InlineData("http://localhost:3000", "http://localhost:3000")]
    [InlineData("https://app.example/page", null)]
    [InlineData("https://user@app.example", null)]
    [InlineData("app.example", null)]
    [InlineData("*", null)]
    [InlineData("null", null)]
    [InlineData("ftp://app.example", null)]
    public void Origin_is_a_scheme_a_host_and_a_port(string text, string? expected) =>
        Assert.Equal(expected, StudioOrigin.Parse(text));

    private static Task<Studio> StartAsync() => Studio.StartAsync(settings => settings with
    {
        Token = "right", CrossOrigins = [App], Limits = new StudioLimits { RunsAtOnce = 0 },
    });

    private static async Task<HttpResponseMessage> AskAsync(Studio studio, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/runs");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,idempotency-key");
        return await studio.Http.SendAsync(request, Studio.Cancellation);
    }

    // A browser says of such a request that it comes from another site.
    private static async Task<HttpResponseMessage> SendAsync(
        Studio studio, HttpMethod method, string origin, string token)
    {
        using var request = new HttpRequestMessage(method, "/api/runs");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = method == HttpMethod.Post ? Studio.Form() : null;
        return await studio.Http.SendAsync(request, Studio.Cancellation);
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        Assert.Single(answer.Headers.GetValues(name));

    private static IEnumerable<string> AccessHeaders(HttpResponseMessage answer) => answer.Headers
        .Select(header => header.Key)
        .Where(name => name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
}
