using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Answers;

/// <summary>Answers that HTTP can make shorter: tags, parts, compression, headers alone.</summary>
public sealed class AnswerTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/studio.js")]
    [InlineData("/api/runs")]
    [InlineData("/api/runs/{id}")]
    [InlineData("/api/catalog")]
    [InlineData("/api/samples/cat.jpg")]
    [InlineData("/api/runs/{id}/content")]
    [InlineData("/api/runs/{id}/styles/0")]
    [InlineData("/api/runs/{id}/frame")]
    [InlineData("/api/runs/{id}/result.png")]
    [InlineData("/api/runs/{id}/result.jpg?quality=50")]
    [InlineData("/api/runs/{id}/result.webp")]
    [InlineData("/openapi/v1.json")]
    public async Task Answer_that_the_client_has_is_not_sent_again(string path)
    {
        await using Studio studio = await Studio.StartAsync();
        path = await WithRunAsync(studio, path);

        using HttpResponseMessage first = await SendAsync(studio, HttpMethod.Get, path);
        Assert.NotNull(first.Headers.ETag);
        using HttpResponseMessage same = await SendAsync(
            studio, HttpMethod.Get, path, request => request.Headers.IfNoneMatch.Add(first.Headers.ETag));
        using HttpResponseMessage other = await SendAsync(
            studio, HttpMethod.Get, path, request => request.Headers.IfNoneMatch.Add(new("\"other\"")));
        using HttpResponseMessage head = await SendAsync(studio, HttpMethod.Head, path);

        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Empty(await BytesAsync(same));
        Assert.Equal(first.Headers.ETag, same.Headers.ETag);
        Assert.Equal(await BytesAsync(first), await BytesAsync(other));
        Assert.Equal((HttpStatusCode.OK, first.Headers.ETag), (head.StatusCode, head.Headers.ETag));
        Assert.Empty(await BytesAsync(head));
    }

    [Fact]
    public async Task List_has_another_tag_after_a_change()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync();
        using HttpResponseMessage first = await SendAsync(studio, HttpMethod.Get, "/api/runs");
        await studio.PostAsync($"/api/runs/{run.Id}/pause");

        using HttpResponseMessage second = await SendAsync(
            studio, HttpMethod.Get, "/api/runs", request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        string text = await second.Content.ReadAsStringAsync(Studio.Cancellation);
        Assert.Contains("paused", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/samples/cat.jpg")]
    [InlineData("/api/runs/{id}/content")]
    [InlineData("/api/runs/{id}/frame")]
    [InlineData("/api/runs/{id}/result.tif")]
    [InlineData("/api/runs/{id}/result.webp")]
    public async Task Part_of_a_file_is_sent_if_it_is_asked_for_and_the_file_is_still_the_same(string path)
    {
        await using Studio studio = await Studio.StartAsync();
        path = await WithRunAsync(studio, path);
        using HttpResponseMessage whole = await SendAsync(studio, HttpMethod.Get, path);
        byte[] bytes = await BytesAsync(whole);

        using HttpResponseMessage part = await SendAsync(
            studio, HttpMethod.Get, path, request => request.Headers.Range = new RangeHeaderValue(10, 29));
        using HttpResponseMessage changed = await SendAsync(studio, HttpMethod.Get, path, request =>
        {
            request.Headers.Range = new RangeHeaderValue(10, 29);
            request.Headers.IfRange = new RangeConditionHeaderValue("\"other\"");
        });
        using HttpResponseMessage beyond = await SendAsync(
            studio, HttpMethod.Get, path, request => request.Headers.Range = new RangeHeaderValue(bytes.Length, null));

        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[10..30], await BytesAsync(part));
        Assert.Equal(bytes.Length, part.Content.Headers.ContentRange!.Length);
        Assert.Equal((HttpStatusCode.OK, bytes.Length), (changed.StatusCode, (await BytesAsync(changed)).Length));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        Assert.Equal(bytes.Length, beyond.Content.Headers.ContentRange!.Length);
        JsonElement problem = await beyond.Content.ReadFromJsonAsync<JsonElement>(Studio.Cancellation);
        Assert.Equal("wrong-range", problem.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("/api/catalog", true)]
    [InlineData("/api/runs", true)]
    [InlineData("/studio.js", true)]
    [InlineData("/nothing", true)]
    [InlineData("/openapi/v1.json", true)]
    [InlineData("/api/samples/cat.jpg", false)]
    [InlineData("/api/runs/{id}/result.png", false)]
    public async Task Texts_are_compressed_and_pictures_are_not(string path, bool isCompressed)
    {
        await using Studio studio = await Studio.StartAsync();
        path = await WithRunAsync(studio, path);
        using HttpResponseMessage plain = await SendAsync(studio, HttpMethod.Get, path);

        using HttpResponseMessage answer = await SendAsync(
            studio, HttpMethod.Get, path, request => request.Headers.AcceptEncoding.Add(new("gzip")));

        byte[] bytes = await BytesAsync(answer);
        Assert.Equal(isCompressed, answer.Content.Headers.ContentEncoding.Contains("gzip"));
        Assert.Equal(plain.Headers.ETag, answer.Headers.ETag);
        if (!isCompressed)
            return;
        await using var unpacked = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        string text = await reader.ReadToEndAsync(Studio.Cancellation);
        // Every problem has a number of its own.
        Assert.Equal(
            Encoding.UTF8.GetString(await BytesAsync(plain)).Split("\"traceId\"")[0], text.Split("\"traceId\"")[0]);
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
    }

    [Fact]
    public async Task Events_come_at_once_also_to_a_client_that_takes_compressed_answers()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events");
        request.Headers.AcceptEncoding.Add(new("gzip"));

        using HttpResponseMessage answer = await studio.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, Studio.Cancellation);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Studio.Cancellation));

        string? line = await reader.ReadLineAsync(Studio.Cancellation).AsTask().WaitAsync(
            TimeSpan.FromSeconds(20), Studio.Cancellation);
        Assert.Equal("event: hello", line);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    private static async Task<string> WithRunAsync(Studio studio, string path)
    {
        if (!path.Contains("{id}", StringComparison.Ordinal))
            return path;
        RunView run = await studio.CreateAsync();
        await studio.UntilAsync(run.Id, "done");
        return path.Replace("{id}", $"{run.Id}", StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        Studio studio, HttpMethod method, string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path);
        change?.Invoke(request);
        return await studio.Http.SendAsync(request, Studio.Cancellation);
    }

    private static Task<byte[]> BytesAsync(HttpResponseMessage response) =>
        response.Content.ReadAsByteArrayAsync(Studio.Cancellation);
}
