using System.Diagnostics;
using System.Net;
using System.Text;
using Impasto.Studio.Tests.Cluster;
using Impasto.Studio.Tokens;

namespace Impasto.Studio.Tests.Operators;

/// <summary>Named tokens: kept as digests, shared, revocable, and slow to guess.</summary>
public sealed class TokenTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Token_lets_in_until_it_is_revoked_also_over_a_new_start()
    {
        await using Studio studio = await StartAsync();
        string anna = await AddAsync(studio.Settings, "anna"), ben = await AddAsync(studio.Settings, "ben");

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized),
            (await StatusAsync(studio, anna), await StatusAsync(studio, ben), await StatusAsync(studio, $"{ben}0")));
        await RevokeAsync(studio.Settings, "anna");
        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.OK),
            (await StatusAsync(studio, anna), await StatusAsync(studio, ben)));

        await studio.RestartAsync();
        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.OK),
            (await StatusAsync(studio, anna), await StatusAsync(studio, ben)));
    }

    [Fact]
    public async Task Revoked_token_ends_event_streams_and_pages_that_it_signed_in()
    {
        await using Studio studio = await StartAsync();
        string anna = await AddAsync(studio.Settings, "anna");
        using HttpClient browser = Browser(studio);
        string cookie = await SignInAsync(browser, anna);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events");
        request.Headers.Add("Cookie", cookie);
        using HttpResponseMessage events = await browser.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, Studio.Cancellation);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync(Studio.Cancellation));
        Assert.Equal("event: hello", await reader.ReadLineAsync(Studio.Cancellation));

        await RevokeAsync(studio.Settings, "anna");

        // The connection is cut, so that the stream does not end as if all had been sent.
        await Assert.ThrowsAnyAsync<IOException>(
            () => reader.ReadToEndAsync(Studio.Cancellation).WaitAsync(Patience, Studio.Cancellation));
        using var page = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Cookie", cookie } } };
        using HttpResponseMessage answer = await browser.SendAsync(page, Studio.Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Store_has_neither_a_token_nor_its_cookie()
    {
        await using Studio studio = await StartAsync();
        string anna = await AddAsync(studio.Settings, "anna");
        using HttpClient browser = Browser(studio);
        string cookie = (await SignInAsync(browser, anna)).Split('=')[1];

        string[] files = [.. Directory.GetFiles(studio.Settings.DataFolder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is not ("lock" or "reserve"))];

        Assert.Contains(files, file => Text(file).Contains(TokenDigest.Of(anna), StringComparison.Ordinal));
        Assert.DoesNotContain(files, file => Text(file).Contains(anna, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(files, file => Text(file).Contains(cookie, StringComparison.OrdinalIgnoreCase));

        static string Text(string file)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return reader.ReadToEnd();
        }
    }

    [Fact]
    public async Task Cookie_is_not_the_token_and_can_not_be_used_as_one()
    {
        await using Studio studio = await StartAsync();
        string anna = await AddAsync(studio.Settings, "anna");
        using HttpClient browser = Browser(studio);
        string cookie = (await SignInAsync(browser, anna)).Split('=')[1];

        Assert.NotEqual(anna, cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(studio, cookie));
    }

    [Fact]
    public async Task Studios_on_one_database_share_their_tokens()
    {
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using Studio first = await StartAsync(database.Connection);
        await using Studio second = await StartAsync(database.Connection);
        string anna = await AddAsync(first.Settings, "anna");

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(first, anna), await StatusAsync(second, anna)));
        await RevokeAsync(second.Settings, "anna");
        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
            (await StatusAsync(first, anna), await StatusAsync(second, anna)));
    }

    [Fact]
    public async Task Studio_with_a_stored_token_asks_for_it_and_never_stops_asking()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        await AddAsync(studio.Settings, "anna");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(studio, "none"));
        await studio.RestartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(studio, "none"));
        await RevokeAsync(studio.Settings, "anna");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(studio, "none"));
    }

    [Fact]
    public async Task Sign_out_removes_the_cookie()
    {
        await using Studio studio = await StartAsync();
        using HttpClient browser = Browser(studio);
        string cookie = await SignInAsync(browser, "right");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out");
        request.Headers.Add("Cookie", cookie);

        using HttpResponseMessage left = await browser.SendAsync(request, Studio.Cancellation);

        string removed = Assert.Single(left.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("impasto=; expires=Thu, 01 Jan 1970", removed, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (left.StatusCode, left.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task Token_in_an_address_counts_for_nothing()
    {
        await using Studio studio = await StartAsync();
        using HttpClient browser = Browser(studio);

        using HttpResponseMessage answer = await browser.GetAsync("/?token=right", Studio.Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Page_of_another_site_can_not_sign_in()
    {
        await using Studio studio = await StartAsync();
        using HttpClient browser = Browser(studio);
        browser.DefaultRequestHeaders.Add("Origin", "https://evil.example");

        using HttpResponseMessage answer = await browser.PostAsync("/sign-in", Form("right"), Studio.Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Wrong_tokens_of_one_address_wait_in_line_and_another_address_does_not()
    {
        await using Studio studio = await StartAsync(proxy: "127.0.0.1");
        using HttpClient browser = Browser(studio);
        Task<HttpResponseMessage>[] attacker =
            [.. Enumerable.Range(0, 30).Select(_ => TryAsync("203.0.113.9", "wrong"))];
        // The tries beyond the line's end are refused at once.
        using HttpResponseMessage refused = await await Task.WhenAny(attacker);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.True(refused.Headers.Contains("Retry-After"));

        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage mistyped = await TryAsync("198.51.100.7", "wrong");
        TimeSpan other = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        using HttpResponseMessage right = await TryAsync("203.0.113.9", "right");
        TimeSpan withToken = Stopwatch.GetElapsedTime(start);

        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.OK), (mistyped.StatusCode, right.StatusCode));
        Assert.InRange(other.TotalSeconds, 0.45, 3);
        Assert.InRange(withToken.TotalSeconds, 0, 3);
        Assert.False(Array.TrueForAll(attacker, one => one.IsCompleted), "Twenty tries take ten seconds.");

        Task<HttpResponseMessage> TryAsync(string address, string token)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/api/runs");
            request.Headers.Add("X-Forwarded-For", address);
            request.Headers.Authorization = new("Bearer", token);
            return browser.SendAsync(request, Studio.Cancellation);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a/b")]
    public async Task Name_that_is_none_is_refused(string name)
    {
        await using Studio studio = await StartAsync();

        ImpastoException failure = await Assert.ThrowsAsync<ImpastoException>(() => AddAsync(studio.Settings, name));

        Assert.Contains($"got '{name}'", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<string> AddAsync(StudioSettings settings, string name)
    {
        await using StudioTokens tokens = await StudioTokens.OpenAsync(
            settings.DataFolder, settings.Store, TimeProvider.System);
        return await tokens.AddAsync(name);
    }

    private static async Task RevokeAsync(StudioSettings settings, string name)
    {
        await using StudioTokens tokens = await StudioTokens.OpenAsync(
            settings.DataFolder, settings.Store, TimeProvider.System);
        await tokens.RevokeAsync(name);
    }

    private static Task<Studio> StartAsync(string? store = null, string? proxy = null) =>
        Studio.StartAsync(settings => settings with
        {
            Token = "right",
            Store = store,
            Proxies = proxy is null ? [] : [StudioProxy.Parse(proxy)!.Value],
            Limits = new StudioLimits { RunsAtOnce = 0 },
        });

    private static HttpClient Browser(Studio studio) => new(
        new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = studio.Server.Address,
    };

    private static FormUrlEncodedContent Form(string token) => new([KeyValuePair.Create("token", token)]);

    private static async Task<string> SignInAsync(HttpClient browser, string token)
    {
        using HttpResponseMessage entered = await browser.PostAsync("/sign-in", Form(token), Studio.Cancellation);
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        return Assert.Single(entered.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    private static async Task<HttpStatusCode> StatusAsync(Studio studio, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/runs");
        request.Headers.Authorization = new("Bearer", token);
        using HttpResponseMessage response = await studio.Http.SendAsync(request, Studio.Cancellation);
        return response.StatusCode;
    }
}
