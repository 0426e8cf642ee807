using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Impasto.Studio.Views;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Operators;

/// <summary>A studio behind a real nginx that does TLS, with the configuration in the documentation.</summary>
public sealed class NginxTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Page_signs_in_with_a_secure_cookie_and_wrong_tokens_are_logged_with_the_clients_address()
    {
        await using ProxiedStudio place = await ProxiedStudio.StartAsync();
        LogLines log = LogLines.Of(place.Studio);

        using HttpResponseMessage page = await place.Client.GetAsync("/", Studio.Cancellation);
        using HttpResponseMessage wrong = await SignInAsync(place.Client, "wrong", forged: "203.0.113.9");
        using HttpResponseMessage right = await SignInAsync(place.Client, "right");
        string cookie = Assert.Single(right.Headers.GetValues("Set-Cookie"));
        using var signedIn = new HttpRequestMessage(HttpMethod.Get, "/");
        signedIn.Headers.Add("Cookie", cookie.Split(';')[0]);
        using HttpResponseMessage studio = await place.Client.SendAsync(signedIn, Studio.Cancellation);

        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.SeeOther, HttpStatusCode.OK),
            (page.StatusCode, wrong.StatusCode, right.StatusCode, studio.StatusCode));
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"A wrong token came from {Nginx.Client}", log.All);
        string html = await studio.Content.ReadAsStringAsync(Studio.Cancellation);
        Assert.Contains("studio.js", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_stream_arrives_as_it_is_sent_and_a_large_upload_gets_through()
    {
        await using ProxiedStudio place = await ProxiedStudio.StartAsync();
        place.Client.DefaultRequestHeaders.Authorization = new("Bearer", "right");
        using HttpResponseMessage events = await place.Client.GetAsync(
            "/api/events", HttpCompletionOption.ResponseHeadersRead, Studio.Cancellation)
            .WaitAsync(Patience, Studio.Cancellation);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync(Studio.Cancellation));
        await UntilAsync(reader, "event: hello");

        // More than the 1 MB that nginx takes by itself.
        byte[] photo = Studio.Encode(TestPictures.Noise(800, 640, seed: 5));
        Assert.InRange(photo.Length, 1_100_000, 5_000_000);
        using MultipartFormDataContent form = new()
        {
            { Studio.Part(photo), "content", "large.png" }, { Studio.Part(Studio.Painting), "style", "painting.png" },
            { new StringContent("32"), "size" },
        };
        using HttpResponseMessage created = await place.Client.PostAsync("/api/runs", form, Studio.Cancellation);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        RunView run = (await created.Content.ReadFromJsonAsync<RunView>(Studio.Json, Studio.Cancellation))!;
        // The stream is still open: nothing has flushed it.
        Assert.Contains($"{run.Id}", await UntilAsync(reader, "data: {\"id\""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_of_other_sites_pages_are_refused_as_without_a_proxy()
    {
        await using ProxiedStudio place = await ProxiedStudio.StartAsync();
        place.Client.DefaultRequestHeaders.Authorization = new("Bearer", "right");

        Assert.Equal(HttpStatusCode.Created, await CreateAsync(place.Nginx.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(HttpStatusCode.Forbidden, await CreateAsync("https://evil.example"));
        using var forged = new HttpRequestMessage(HttpMethod.Get, "/api/runs");
        // nginx overwrites what a client says about the host.
        forged.Headers.Add("X-Forwarded-Host", "evil.example");
        using HttpResponseMessage answer = await place.Client.SendAsync(forged, Studio.Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        async Task<HttpStatusCode> CreateAsync(string origin)
        {
            using MultipartFormDataContent form = Studio.Form();
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/runs") { Content = form };
            request.Headers.Add("Origin", origin);
            using HttpResponseMessage response = await place.Client.SendAsync(request, Studio.Cancellation);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Plain_http_leads_to_https()
    {
        await using ProxiedStudio place = await ProxiedStudio.StartAsync();

        using HttpResponseMessage moved = await place.Client.GetAsync(
            new Uri($"http://{TestCertificate.Host}:{place.Nginx.PlainPort}/api/runs"), Studio.Cancellation);

        Assert.Equal(HttpStatusCode.MovedPermanently, moved.StatusCode);
        Assert.Equal(new Uri($"https://{TestCertificate.Host}/api/runs"), moved.Headers.Location);
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient client, string token, string? forged = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("token", token)]),
        };
        if (forged is not null)
            request.Headers.Add("X-Forwarded-For", forged);
        return client.SendAsync(request, Studio.Cancellation);
    }

    private static async Task<string> UntilAsync(StreamReader reader, string beginning)
    {
        while (await reader.ReadLineAsync(Studio.Cancellation).AsTask().WaitAsync(Patience) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return line;
        }

        throw new JsonException($"The stream ended before '{beginning}'.");
    }

    /// <summary>A studio, nginx before it, and a client before that.</summary>
    private sealed class ProxiedStudio(
        Studio studio, ScratchFolder folder, TestCertificate certificate, Nginx nginx) : IAsyncDisposable
    {
        public Studio Studio => studio;

        public Nginx Nginx => nginx;

        public HttpClient Client { get; } = nginx.Connect();

        public static async Task<ProxiedStudio> StartAsync()
        {
            Nginx.SkipIfMissing();
            Studio studio = await Impasto.Studio.Tests.Studio.StartAsync(settings => settings with
            {
                Token = "right",
                Hosts = [TestCertificate.Host],
                Proxies = [StudioProxy.Parse("127.0.0.1")!.Value],
                Limits = new StudioLimits { RunsAtOnce = 0 },
            });
            var folder = new ScratchFolder();
            var certificate = TestCertificate.Create(folder);
            Nginx nginx = await Nginx.StartAsync(folder, certificate, studio.Server.Address);
            return new ProxiedStudio(studio, folder, certificate, nginx);
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            nginx.Dispose();
            await studio.DisposeAsync();
            certificate.Dispose();
            folder.Dispose();
        }
    }
}
