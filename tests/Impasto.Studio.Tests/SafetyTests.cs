using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Impasto.Studio.Requests;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests;

/// <summary>Attacks on the service, which must all fail.</summary>
public sealed class SafetyTests
{
    private static readonly StudioLimits NoWork = new() { RunsAtOnce = 0 };

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example:5080")]
    [InlineData("192.168.1.7")]
    [InlineData("[2001:db8::1]")]
    public async Task Host_of_somebody_else_is_refused(string host)
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with { Limits = NoWork });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/runs") { Headers = { Host = host } };

        using HttpResponseMessage response = await studio.Http.SendAsync(request, Studio.Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:5080")]
    [InlineData("studio.example")]
    public async Task Host_of_its_own_is_taken(string host)
    {
        await using Studio studio = await Studio.StartAsync(
            settings => settings with { Limits = NoWork, Hosts = ["studio.example"] });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/runs") { Headers = { Host = host } };

        using HttpResponseMessage response = await studio.Http.SendAsync(request, Studio.Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Request_of_another_sites_page_changes_nothing(string header, string value)
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with { Limits = NoWork });
        RunView run = await studio.CreateAsync();
        (HttpMethod, string)[] changes =
        [
            (HttpMethod.Post, "/api/runs"),
            (HttpMethod.Post, $"/api/runs/{run.Id}/cancel"),
            (HttpMethod.Delete, $"/api/runs/{run.Id}"),
        ];

        foreach ((HttpMethod method, string path) in changes)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Content = method == HttpMethod.Post ? Studio.Form() : null;
            request.Headers.Add(header, value);
            using HttpResponseMessage response = await studio.Http.SendAsync(request, Studio.Cancellation);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        Assert.Equal("queued", (await studio.GetAsync(run.Id)).Run.State);
    }

    [Fact]
    public async Task Answers_let_no_other_site_read_frame_or_embed_them()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with { Limits = NoWork });
        foreach (string path in new[] { "/", "/studio.js", "/api/runs", "/nothing" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Origin", "http://evil.example");
            using HttpResponseMessage response = await studio.Http.SendAsync(request, Studio.Cancellation);

            Assert.DoesNotContain(
                response.Headers,
                header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
            Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy")));
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'; script-src 'self'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/..%5c..%5cwindows%5cwin.ini")]
    [InlineData("/api/samples/..%2f..%2fetc%2fpasswd")]
    [InlineData("/api/samples/cat.jpg%00.png")]
    [InlineData("/api/runs/..%2f..%2fstudio.db")]
    [InlineData("/api/runs/00000000-0000-0000-0000-000000000000/../../studio.db")]
    [InlineData("/api/runs/00000000-0000-0000-0000-000000000000/result.png%2f..%2f..%2fstudio.db")]
    [InlineData("/api/runs/00000000-0000-0000-0000-000000000000/styles/-1")]
    public async Task Path_out_of_the_studio_leads_nowhere(string path)
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with { Limits = NoWork });

        string answer = await RawAsync(studio, $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1.1 (404|400|403) ", answer);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../../evil.png", "evil.png")]
    [InlineData("..\\..\\evil.png", "evil.png")]
    [InlineData("/etc/passwd", "passwd")]
    [InlineData("..", "picture")]
    [InlineData("a\u0007b\u202ec.png", "abc.png")]
    public void Name_of_a_file_is_only_its_last_part(string name, string expected) =>
        Assert.Equal(expected, NamedBytes.Of(name, []).Name);

    [Fact]
    public async Task Name_of_a_file_is_never_a_file()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with { Limits = NoWork });
        using var form = new MultipartFormDataContent();
        ByteArrayContent content = Studio.Part(Studio.Photo);
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data")
        {
            Name = "content",
            FileName = "\"../../../../evil.png\"",
        };
        form.Add(content);
        form.Add(Studio.Part(Studio.Painting), "style", "<img src=x onerror=alert(1)>.png");

        using HttpResponseMessage response = await studio.Http.PostAsync("/api/runs", form, Studio.Cancellation);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        string[] files = Directory.GetFiles(studio.Settings.DataFolder, "*", SearchOption.AllDirectories);
        foreach (string part in new[] { "evil", "img" })
            Assert.DoesNotContain(files, file => Path.GetFileName(file).Contains(part, StringComparison.Ordinal));
        string command = (await studio.GetAsync(await IdAsync(response))).Command;
        Assert.Contains("'<img src=x onerror=alert(1)>.png=1'", command, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_that_is_no_picture_is_refused_and_leaves_nothing()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with { Limits = NoWork });
        byte[][] bad =
        [
            [],
            Encoding.UTF8.GetBytes("<script>alert(1)</script>"),
            Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>"),
            Studio.Photo[..(Studio.Photo.Length / 2)],
        ];

        foreach (byte[] bytes in bad)
        {
            using var form = new MultipartFormDataContent
            {
                { Studio.Part(bytes), "content", "a.png" }, { Studio.Part(Studio.Painting), "style", "b.png" },
            };
            using HttpResponseMessage response = await studio.Http.PostAsync("/api/runs", form, Studio.Cancellation);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
            string answer = await response.Content.ReadAsStringAsync(Studio.Cancellation);
            Assert.Contains("a.png", answer, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(studio.Settings.DataFolder, "runs")));
    }

    [Fact]
    public async Task Start_other_address_without_token_is_refused()
    {
        ImpastoException failure = await Assert.ThrowsAsync<ImpastoException>(
            () => Studio.StartAsync(settings => settings with { Address = IPAddress.Any }));

        Assert.Contains("needs a token", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_lets_in_who_shows_it_and_nobody_else()
    {
        await using Studio studio = await Studio.StartAsync(
            settings => settings with { Limits = NoWork, Address = IPAddress.Any, Token = "right" });
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);
        http.BaseAddress = new Uri($"http://127.0.0.1:{studio.Server.Address.Port}");

        Assert.Equal(401, await StatusAsync("/api/runs"));
        Assert.Equal(401, await StatusAsync("/"));
        Assert.Equal(401, await StatusAsync("/studio.js"));
        Assert.Equal(401, await StatusAsync("/api/runs?token=right"));
        Assert.Equal(401, await StatusAsync("/api/runs", "Bearer wrong"));
        Assert.Equal(401, await StatusAsync("/api/runs", "Basic right"));
        Assert.Equal(200, await StatusAsync("/api/runs", "Bearer right"));
        Assert.Equal(200, await StatusAsync("/health/live"));
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("token", "right")]);
        using HttpResponseMessage entered = await http.PostAsync("/sign-in", form, Studio.Cancellation);
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        string cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("right", cookie, StringComparison.Ordinal);
        Assert.Equal(200, await StatusAsync("/api/runs"));

        async Task<int> StatusAsync(string path, string? authorization = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using HttpResponseMessage response = await http.SendAsync(request, Studio.Cancellation);
            return (int)response.StatusCode;
        }
    }

    private static async Task<Guid> IdAsync(HttpResponseMessage response)
    {
        string json = await response.Content.ReadAsStringAsync(Studio.Cancellation);
        using var answer = System.Text.Json.JsonDocument.Parse(json);
        return answer.RootElement.GetProperty("id").GetGuid();
    }

    // HttpClient would normalize the path.
    private static async Task<string> RawAsync(Studio studio, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, studio.Server.Address.Port, Studio.Cancellation);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Studio.Cancellation);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Studio.Cancellation);
    }
}
