using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Impasto.Imaging;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Requests;

/// <summary>What programs ask for: runs from JSON, once each, and answered at their end.</summary>
public sealed class ProgramRequestTests
{
    private static readonly string Photo = $"data:image/png;name=a%20photo.png;base64,{Base64(Studio.Photo)}";
    private static readonly string Painting = $"data:image/png;base64,{Base64(Studio.Painting)}";

    [Fact]
    public async Task Json_makes_the_run_of_the_form()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView form = await studio.CreateAsync(("strength", "40"), ("weight", "2"));

        using HttpResponseMessage response = await studio.Http.PostAsJsonAsync(
            "/api/runs",
            new Dictionary<string, object>
            {
                ["content"] = Photo,
                ["style"] = new[] { Painting },
                ["weight"] = new[] { 2 },
                ["size"] = 32,
                ["steps"] = "2",
                ["min-size"] = 0,
                ["strength"] = 40,
            },
            Studio.Cancellation);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        RunView run = (await response.Content.ReadFromJsonAsync<RunView>(Studio.Json, Studio.Cancellation))!;
        Assert.Equal(form.Options, run.Options);
        Assert.Equal("a photo.png", run.Content);
        Assert.Equal((form.Width, form.Height), (run.Width, run.Height));
        Assert.Equal(
            await studio.Http.GetByteArrayAsync($"/api/runs/{form.Id}/content", Studio.Cancellation),
            await studio.Http.GetByteArrayAsync($"/api/runs/{run.Id}/content", Studio.Cancellation));
    }

    [Theory]
    [InlineData("[]", 400, "Expected an object such as ")]
    [InlineData("{", 400, "The body is not JSON: line 1, byte 2.")]
    [InlineData("""{"content": {"url": "x"}}""", 400, "content: expected a text, a number, true or false")]
    [InlineData("""{"content": "a", "Content": "b"}""", 400, "Content: expected once, got it again.")]
    [InlineData("""{"content": "\ud800"}""", 400, "not Unicode")]
    [InlineData("""{"content": "sample:cat.jpg"}""", 422, "Expected one content and at least one style, got 1 and 0.")]
    [InlineData("""{"content": "data:image/png,abc", "style": "sample:swirls.jpg"}""", 422, "content: expected data:")]
    [InlineData("""{"content": "data:;base64,%%", "style": "sample:swirls.jpg"}""", 422, "content: expected data:")]
    [InlineData("""{"content": "data:;base64,AAAA", "style": "sample:swirls.jpg"}""", 422, "'picture' can't be read")]
    [InlineData("""{"content": "sample:cat.jpg", "style": "sample:swirls.jpg", "size": "x"}""", 422, "size:")]
    [InlineData("""{"content": "sample:cat.jpg", "style": "sample:swirls.jpg", "hue": 1}""", 422, "no field 'hue'")]
    public async Task Json_that_is_wrong_gets_one_sentence_and_a_code(string json, int status, string sentence)
    {
        await using Studio studio = await Studio.StartIdleAsync();

        using HttpResponseMessage response = await studio.Http.PostAsync(
            "/api/runs", new StringContent(json, Encoding.UTF8, "application/json"), Studio.Cancellation);

        Assert.Equal(status, (int)response.StatusCode);
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>(Studio.Cancellation);
        Assert.Contains(sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Matches(
            status == 400 ? "^damaged-request$" : "^invalid-(request|picture|option)$",
            problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Same_idempotency_key_makes_no_second_run_also_at_once()
    {
        await using Studio studio = await Studio.StartIdleAsync();

        RunView[] runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ReadAsync(SendAsync(studio, "k1"))));

        Assert.Single(runs.Select(run => run.Id).Distinct());
        Assert.Single(Directory.GetDirectories(Path.Combine(studio.Settings.DataFolder, "runs")));
        Assert.NotEqual(runs[0].Id, (await ReadAsync(SendAsync(studio, "k2"))).Id);
        await studio.RestartAsync();
        Assert.Equal(runs[0].Id, (await ReadAsync(SendAsync(studio, "k1"))).Id);
    }

    [Fact]
    public async Task Idempotency_key_of_another_request_or_of_other_letters_is_refused()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        await ReadAsync(SendAsync(studio, "k1"));

        using HttpResponseMessage other = await SendAsync(studio, "k1", ("strength", "70"));
        using HttpResponseMessage spaced = await SendAsync(studio, "k 1");
        using HttpResponseMessage endless = await SendAsync(studio, new string('k', 201));

        Assert.Equal((422, 400, 400), ((int)other.StatusCode, (int)spaced.StatusCode, (int)endless.StatusCode));
        Assert.Contains("'k1' came with another request before.",
            await other.Content.ReadAsStringAsync(Studio.Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prefer_wait_answers_when_the_run_is_done()
    {
        await using Studio studio = await Studio.StartAsync();
        using HttpRequestMessage request = Request();
        request.Headers.Add("Prefer", "respond-async, wait=120");

        using HttpResponseMessage response = await studio.Http.SendAsync(request, Studio.Cancellation);

        Assert.Equal("wait=120", Assert.Single(response.Headers.GetValues("Preference-Applied")));
        RunView run = (await response.Content.ReadFromJsonAsync<RunView>(Studio.Json, Studio.Cancellation))!;
        Assert.Equal("done", run.State);
        byte[] png = await studio.Http.GetByteArrayAsync($"/api/runs/{run.Id}/result.png", Studio.Cancellation);
        Assert.Equal(32, new PictureReader().Decode(png, "result").Width);
    }

    [Fact]
    public async Task Prefer_wait_answers_when_the_time_is_over_and_what_is_no_number_waits_for_nothing()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        foreach (string wait in new[] { "wait=1", "wait=soon" })
        {
            using HttpRequestMessage request = Request();
            request.Headers.TryAddWithoutValidation("Prefer", wait);

            using HttpResponseMessage response = await studio.Http.SendAsync(request, Studio.Cancellation);

            RunView run = (await response.Content.ReadFromJsonAsync<RunView>(Studio.Json, Studio.Cancellation))!;
            Assert.Equal("queued", run.State);
            Assert.Equal(wait == "wait=1", response.Headers.Contains("Preference-Applied"));
        }
    }

    [Fact]
    public async Task Description_has_the_json_with_every_option()
    {
        await using Studio studio = await Studio.StartIdleAsync();

        JsonElement document = await studio.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Studio.Cancellation);

        JsonElement schema = document.GetProperty("paths").GetProperty("/api/runs").GetProperty("post")
            .GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        string name = schema.GetProperty("$ref").GetString()!.Split('/')[^1];
        schema = document.GetProperty("components").GetProperty("schemas").GetProperty(name);
        string[] fields = [.. schema.GetProperty("properties").EnumerateObject().Select(field => field.Name)];
        Assert.Equal(
            ["content", "style"], schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.Empty(StylizeOptionCatalog.All.Select(option => option.Name).Except(fields));
        Assert.Contains("regionStrength", fields);
        Assert.Contains("frameSteps", fields);
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);

    private static HttpRequestMessage Request(params (string Name, string Value)[] fields) =>
        new(HttpMethod.Post, "/api/runs") { Content = Studio.Form(fields) };

    private static async Task<HttpResponseMessage> SendAsync(
        Studio studio, string key, params (string Name, string Value)[] fields)
    {
        using HttpRequestMessage request = Request(fields);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await studio.Http.SendAsync(request, Studio.Cancellation);
    }

    private static async Task<RunView> ReadAsync(Task<HttpResponseMessage> sending)
    {
        using HttpResponseMessage response = await sending;
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<RunView>(Studio.Json, Studio.Cancellation))!;
    }
}
