using System.Net;

namespace Impasto.Studio.Tests.Operators;

/// <summary>What a proxy says about a client is believed if the operator trusts the proxy, and else not.</summary>
public sealed class ProxyTests
{
    private const string Forged = "203.0.113.9";

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("192.0.2.1", false)]
    [InlineData(null, false)]
    public async Task Forwarded_headers_count_only_from_a_trusted_proxy(string? proxy, bool isTrusted)
    {
        await using Studio studio = await StartAsync(proxy);
        LogLines log = LogLines.Of(studio);

        using HttpResponseMessage wrong = await SignInAsync(studio, "wrong");
        using HttpResponseMessage right = await SignInAsync(studio, "right");

        string cookie = Assert.Single(right.Headers.GetValues("Set-Cookie"));
        Assert.Equal(isTrusted, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
        Assert.Contains($"A wrong token came from {(isTrusted ? Forged : "127.0.0.1")}", log.All);
    }

    [Fact]
    public async Task Host_of_a_trusted_proxy_is_checked_as_any_other()
    {
        await using Studio studio = await StartAsync("127.0.0.1");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("studio.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("evil.example"));

        async Task<HttpStatusCode> StatusAsync(string host)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/runs");
            request.Headers.Add("X-Forwarded-Host", host);
            request.Headers.Authorization = new("Bearer", "right");
            using HttpResponseMessage response = await studio.Http.SendAsync(request, Studio.Cancellation);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Address_that_a_client_puts_in_front_of_its_own_counts_for_nothing()
    {
        await using Studio studio = await StartAsync("127.0.0.1");
        LogLines log = LogLines.Of(studio);

        using HttpResponseMessage wrong = await SignInAsync(studio, "wrong", $"198.51.100.7, {Forged}");

        Assert.Contains($"A wrong token came from {Forged}", log.All);
    }

    [Fact]
    public async Task Start_behind_a_proxy_without_a_token_is_refused()
    {
        ImpastoException failure = await Assert.ThrowsAsync<ImpastoException>(
            () => Studio.StartAsync(settings => settings with { Proxies = [StudioProxy.Parse("127.0.0.1")!.Value] }));

        Assert.Contains("needs a token", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1/32")]
    [InlineData("::1", "::1/128")]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("fd00::/8", "fd00::/8")]
    [InlineData("10.1.2.3/8", "10.0.0.0/8")]
    [InlineData("10.0.0.0/33", null)]
    [InlineData("studio.example", null)]
    [InlineData("", null)]
    public void Proxy_is_an_address_or_a_network(string text, string? expected) =>
        Assert.Equal(expected, StudioProxy.Parse(text)?.ToString());

    private static Task<Studio> StartAsync(string? proxy) => Studio.StartAsync(settings => settings with
    {
        Token = "right",
        Hosts = ["studio.example"],
        Proxies = proxy is null ? [] : [StudioProxy.Parse(proxy)!.Value],
        Limits = new StudioLimits { RunsAtOnce = 0 },
    });

    private static async Task<HttpResponseMessage> SignInAsync(Studio studio, string token, string address = Forged)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var client = new HttpClient(handler) { BaseAddress = studio.Server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("token", token)]),
        };
        request.Headers.Add("X-Forwarded-For", address);
        request.Headers.Add("X-Forwarded-Proto", "https");
        return await client.SendAsync(request, Studio.Cancellation);
    }
}
