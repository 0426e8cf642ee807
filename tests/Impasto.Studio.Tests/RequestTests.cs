using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Impasto.Imaging;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Impasto.Studio.Views;
using Impasto.Tests;

namespace Impasto.Studio.Tests;

/// <summary>Requests that are wrong, unusual, or made through proxies.</summary>
public sealed class RequestTests
{
    [Theory]
    [InlineData("POST", "again", """{"options":{"size":[64]}}""", 400, "options.size: expected a text, a number")]
    [InlineData("POST", "again", """{"options":{"size":null}}""", 400, "options.size: expected a text")]
    [InlineData("POST", "again", """{"options":[]}""", 400, "options: expected an object")]
    [InlineData("POST", "continue", """{"preset":true}""", 400, "preset: expected a text")]
    [InlineData("POST", "continue", """{"strength":"65"}""", 400, "There is no field 'strength'")]
    [InlineData("POST", "continue", "{", 400, "The body is not JSON: line 1, byte 2.")]
    [InlineData("POST", "continue", """{"preset":"\ud800"}""", 400, "not Unicode")]
    [InlineData("POST", "continue", "[]", 400, "Expected an object")]
    [InlineData("GET", "again", "", 405, "this address takes POST only")]
    [InlineData("POST", "paint", "", 404, "There is nothing at this address: POST /api/runs/")]
    [InlineData("GET", "../?limit=abc", "", 400, "limit: expected a whole number, got 'abc'.")]
    [InlineData(
        "GET", "../?before=1e9", "", 400, "before: expected next of an earlier page of the same list, got '1e9'.")]
    public async Task Wrong_request_gets_a_sentence_about_what_was_asked(
        string method, string action, string body, int status, string sentence)
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/runs/{run.Id}/{action}");
        if (body.Length > 0)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");

        using HttpResponseMessage response = await studio.Http.SendAsync(request, Studio.Cancellation);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(sentence, await DetailAsync(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_of_another_type_are_415_and_very_long_ones_413_without_an_echo()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        string path = $"/api/runs/{(await studio.CreateAsync()).Id}/again";

        using HttpResponseMessage text = await studio.Http.PostAsync(path, new StringContent("x"), Studio.Cancellation);
        Assert.Equal(415, (int)text.StatusCode);
        Assert.Contains("application/json", await DetailAsync(text), StringComparison.Ordinal);

        var json = new StringContent($"\"{new string('x', 200_000)}\"", Encoding.UTF8, "application/json");
        using HttpResponseMessage large = await studio.Http.PostAsync(path, json, Studio.Cancellation);
        Assert.Equal(413, (int)large.StatusCode);

        foreach (int length in new[] { 9_000, 1_000_000 })
        {
            using MultipartFormDataContent form = Studio.Form(("size", new string('9', length)));
            using HttpResponseMessage wrong = await studio.Http.PostAsync("/api/runs", form, Studio.Cancellation);
            Assert.Equal(422, (int)wrong.StatusCode);
            Assert.InRange((await DetailAsync(wrong)).Length, 10, 700);
        }
    }

    [Fact]
    public async Task List_pages_have_every_run_once_though_all_were_created_in_one_millisecond()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunStore store = studio.Service<RunStore>();
        List<Guid> created = [];
        for (int i = 0; i < 7; i++)
            created.Add((await store.AddAsync(TestRuns.Queued() with { Created = 1_000 })).Id);

        List<Guid> listed = [];
        string? next = "";
        while (next is not null)
        {
            string page = await studio.Http.GetStringAsync($"/api/runs?limit=3&before={next}", Studio.Cancellation);
            RunList list = JsonSerializer.Deserialize<RunList>(page, Studio.Json)!;
            listed.AddRange(list.Runs.Select(run => run.Id));
            next = list.Next;
        }

        created.Reverse();
        Assert.Equal(created, listed);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health/live")]
    [InlineData("/api/runs")]
    [InlineData("/api/events")]
    [InlineData("/openapi/v1.json")]
    public async Task Head_has_the_headers_of_get_and_no_body(string path)
    {
        await using Studio studio = await Studio.StartIdleAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        using HttpResponseMessage response = await studio.Http.SendAsync(request, Studio.Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Studio.Cancellation));
    }

    [Fact]
    public async Task Frame_is_asked_for_again_each_time_and_costs_nothing_if_it_is_the_same()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync();
        await studio.Service<IBlobStore>().WriteAsync(run.Id, BlobName.Frame, [1, 2, 3]);
        string path = $"/api/runs/{run.Id}/frame";
        using HttpResponseMessage first = await studio.Http.GetAsync(path, Studio.Cancellation);
        Assert.Equal("no-cache, private", first.Headers.CacheControl!.ToString());

        using HttpResponseMessage same = await AskAsync(first.Headers.ETag!);
        await studio.Service<IBlobStore>().WriteAsync(run.Id, BlobName.Frame, [4]);
        using HttpResponseMessage newer = await AskAsync(first.Headers.ETag!);

        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal([4], await newer.Content.ReadAsByteArrayAsync(Studio.Cancellation));

        async Task<HttpResponseMessage> AskAsync(EntityTagHeaderValue tag)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { tag } } };
            return await studio.Http.SendAsync(request, Studio.Cancellation);
        }
    }

    [Theory]
    [InlineData("studio.example", "https://studio.example", 404)]
    [InlineData("studio.example", "http://studio.example", 404)]
    [InlineData("127.0.0.1:5080", "https://studio.example", 404)]
    [InlineData("studio.example:8443", "https://studio.example:8443", 404)]
    [InlineData("studio.example", "https://studio.example:8443", 404)]
    [InlineData("studio.example", "https://evil.example", 403)]
    [InlineData("studio.example", "https://studio.example.evil.example", 403)]
    [InlineData("127.0.0.1:5080", "http://127.0.0.1:5081", 403)]
    [InlineData("studio.example", "null", 403)]
    public async Task Change_through_a_proxy_comes_from_the_own_page_whatever_the_scheme(
        string host, string origin, int status)
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Hosts = ["studio.example"], Limits = new StudioLimits { RunsAtOnce = 0 },
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/runs/{Guid.NewGuid()}/pause");
        request.Headers.Host = host;
        request.Headers.Add("Origin", origin);

        using HttpResponseMessage response = await studio.Http.SendAsync(request, Studio.Cancellation);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("cancel", "cancelled")]
    [InlineData("pause", "paused")]
    public async Task Events_of_a_run_end_with_the_run_and_are_not_repeated(string verb, string state)
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync();
        string path = $"/api/runs/{run.Id}/events";
        Task<string> stream = studio.Http.GetStringAsync(path, Studio.Cancellation);
        await Task.Delay(300, Studio.Cancellation);

        await studio.PostAsync($"/api/runs/{run.Id}/{verb}");

        string events = await stream.WaitAsync(TimeSpan.FromSeconds(5), Studio.Cancellation);
        Assert.Contains($"\"state\":\"{state}\"", events, StringComparison.Ordinal);
        string again = await studio.Http.GetStringAsync(path, Studio.Cancellation);
        Assert.Contains($"\"state\":\"{state}\"", again, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        string id = again.Split("id: ")[1].Split('\n')[0];
        request.Headers.Add("Last-Event-ID", id);
        using HttpResponseMessage over = await studio.Http.SendAsync(request, Studio.Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, over.StatusCode);
    }

    [Fact]
    public async Task Silent_connections_make_room_for_others()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Limits = new StudioLimits { RunsAtOnce = 0, MaxStreams = 10 },
        });
        List<Socket> silent = [];
        try
        {
            for (int i = 0; i < 560; i++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                silent.Add(socket);
                await socket.ConnectAsync(
                    studio.Server.Address.Host, studio.Server.Address.Port, Studio.Cancellation);
            }

            using var other = new HttpClient { BaseAddress = studio.Server.Address };
            string answer = await other.GetStringAsync("/health/live", Studio.Cancellation)
                .WaitAsync(TimeSpan.FromSeconds(10), Studio.Cancellation);
            Assert.Equal("alive", answer);
        }
        finally
        {
            silent.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Mask_and_start_of_a_run_can_be_had_for_its_command()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        using MultipartFormDataContent form = Studio.Form(("style", "sample:swirls.jpg"), ("regionStyle", "keep"));
        form.Add(Studio.Part(Studio.Encode(TestPictures.Ramp(600, 400))), "region", "a=b.png");
        using HttpResponseMessage response = await studio.Http.PostAsync("/api/runs", form, Studio.Cancellation);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Studio.Cancellation));

        RunDetails run = await studio.GetAsync(answer.RootElement.GetProperty("id").GetGuid());

        Assert.Equal(["swirls.jpg", "a_b.png"], run.CommandFiles.Select(file => file.Name));
        foreach (CommandFile file in run.CommandFiles)
        {
            Assert.Contains(file.Name, run.Command, StringComparison.Ordinal);
            Assert.NotEmpty(await studio.Http.GetByteArrayAsync(file.Address, Studio.Cancellation));
        }

        // The result has 32 pixels; a mask is sent with as many as make a difference.
        byte[] mask = await studio.Http.GetByteArrayAsync($"/api/runs/{run.Run.Id}/regions/0", Studio.Cancellation);
        Assert.InRange(new PictureReader().Decode(mask, "mask").Width, 128, 599);
    }

    [Fact]
    public async Task Wrong_tokens_are_answered_slowly_and_one_after_the_other_and_the_right_one_at_once()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Token = "right", Limits = new StudioLimits { RunsAtOnce = 0 },
        });
        long start = TimeProvider.System.GetTimestamp();
        Task<HttpResponseMessage>[] wrong = [.. Enumerable.Range(0, 3).Select(i => AskAsync($"wrong{i}"))];

        using HttpResponseMessage right = await AskAsync("right");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Contains(wrong, task => !task.IsCompleted);
        foreach (Task<HttpResponseMessage> task in wrong)
        {
            using HttpResponseMessage refused = await task;
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal("Bearer", Assert.Single(refused.Headers.WwwAuthenticate).Scheme);
        }

        // Half a second each.
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 1.4, 60);

        Task<HttpResponseMessage> AskAsync(string token)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/api/runs");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return studio.Http.SendAsync(request, Studio.Cancellation);
        }
    }

    [Fact]
    public async Task Files_are_for_their_owner_only()
    {
        await using Studio studio = await Studio.StartAsync();
        await studio.UntilAsync((await studio.CreateAsync()).Id, "done");

        Assert.DoesNotContain(
            Directory.GetFiles(studio.Settings.DataFolder, "*", SearchOption.AllDirectories),
            file => !file.Contains("/temporary/", StringComparison.Ordinal) && OthersRead(file));
    }

    // Windows has no modes.
    private static bool OthersRead(string file) => !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(file) & (UnixFileMode.OtherRead | UnixFileMode.GroupRead)) != UnixFileMode.None;

    private static async Task<string> DetailAsync(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync(Studio.Cancellation);
        using var answer = JsonDocument.Parse(text);
        return answer.RootElement.GetProperty("detail").GetString()!;
    }
}
