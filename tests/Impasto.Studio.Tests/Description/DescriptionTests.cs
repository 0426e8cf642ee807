using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Impasto.Studio.Answers;
using Impasto.Studio.Tests.Batches;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Description;

/// <summary>The description of the service, as generators and people read it.</summary>
public sealed class DescriptionTests
{
    [Fact]
    public async Task Document_has_no_errors_by_the_linter()
    {
        string json = await DescribeAsync();

        Assert.Empty(DescriptionLinter.Errors(json));
    }

    [Theory]
    [InlineData("\"operationId\":\"listRuns\"", "\"operationId\":\"getRun\"", "is not unique")]
    [InlineData("\"summary\":\"Whether the program answers.\",", "", "has no summary")]
    [InlineData("#/components/schemas/RunProgress\"", "#/components/schemas/Nothing\"", "Nothing")]
    [InlineData("\"maximum\":200,", "\"maximum\":\"200\",", "maximum")]
    [InlineData("\"title\":\"Impasto Studio\",", "", "title")]
    [InlineData("\"strength\":60", "\"strength\":\"sixty\"", "example")]
    [InlineData("\"default\":50,", "\"default\":500,", "default")]
    [InlineData("\"description\":\"The run.\",", "", "has no description")]
    [InlineData("\"content\":{\"image/jpeg\":{", "\"x-content\":{\"image/jpeg\":{", "has no body")]
    public async Task Linter_finds_an_error_that_was_put_in(string good, string bad, string error)
    {
        string json = JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(await DescribeAsync()));
        Assert.Contains(good, json, StringComparison.Ordinal);

        IReadOnlyList<string> errors = DescriptionLinter.Errors(json.Replace(good, bad, StringComparison.Ordinal));

        Assert.Contains(errors, found => found.Contains(error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Options_have_their_ranges_words_defaults_and_help()
    {
        using var document = JsonDocument.Parse(await DescribeAsync());
        foreach (string name in new[] { "NewRun", "RunOptions" })
        {
            JsonElement fields = document.RootElement.GetProperty("components").GetProperty("schemas")
                .GetProperty(name).GetProperty("properties");
            foreach (StylizeOption option in StylizeOptionCatalog.All)
            {
                JsonElement field = fields.GetProperty(option.Name);
                Assert.StartsWith(option.Help, field.GetProperty("description").GetString(), StringComparison.Ordinal);
                AssertDefaults(option, field.GetProperty("x-defaults"));
                if (option.Numbers is { TakesTexts: false, Word: null } numbers)
                {
                    Assert.Equal(numbers.IsWhole ? "integer" : "number", field.GetProperty("type").GetString());
                    Assert.Equal(numbers.Least, field.GetProperty("minimum").GetDouble());
                    Assert.Equal(numbers.Most, field.GetProperty("maximum").GetDouble());
                }
                else if (option.Choices.Count > 0 && option.Choices is not ["on", "off"])
                {
                    Assert.Equal(
                        option.Choices, field.GetProperty("enum").EnumerateArray().Select(word => word.GetString()));
                }
            }
        }
    }

    [Fact]
    public void Ranges_of_numbers_are_those_that_the_help_names()
    {
        foreach (StylizeOption option in StylizeOptionCatalog.All)
        {
            bool beginsWithNumber = option.Range.Length > 0
                && (char.IsAsciiDigit(option.Range[0]) || option.Range[0] == '-');
            Assert.Equal((option.Name, beginsWithNumber), (option.Name, option.Numbers is not null));
            if (option.Numbers is not { } numbers)
                continue;
            string[] words = option.Range.Split(' ', ',');
            Assert.Equal(numbers.Least, double.Parse(words[0], CultureInfo.InvariantCulture));
            Assert.Equal(numbers.Most, double.Parse(words[2], CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task Failures_that_come_are_described()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Token = "right", Hosts = ["studio.example"],
            Limits = new StudioLimits { RunsAtOnce = 0, MaxQueued = 1, MaxStreams = 0, MaxUploadBytes = 50_000 },
        });
        studio.Http.DefaultRequestHeaders.Authorization = new("Bearer", "right");
        JsonElement paths = (await studio.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Studio.Cancellation))
            .GetProperty("paths");
        Guid id = (await studio.CreateAsync()).Id;
        (string Path, string Method, string Address, string? Body, int Status)[] requests =
        [
            ("/api/runs", "get", "/api/runs?before=x", null, 400),
            ("/api/runs", "post", "/api/runs", "{", 400),
            ("/api/runs", "post", "/api/runs", """{"content": "sample:cat.jpg"}""", 422),
            ("/api/runs", "post", "/api/runs", """{"content": "sample:cat.jpg", "style": ["sample:cat.jpg"]}""", 429),
            ("/api/runs", "post", "/api/runs", $"\"{new string('x', 60_000)}\"", 413),
            ("/api/runs/{id}", "get", $"/api/runs/{Guid.Empty}", null, 404),
            ("/api/runs/{id}/pause", "post", $"/api/runs/{Guid.Empty}/pause", null, 404),
            ("/api/runs/{id}/stop", "post", $"/api/runs/{id}/stop", null, 409),
            ("/api/runs/{id}/again", "post", $"/api/runs/{id}/again", "[]", 400),
            ("/api/runs/{id}/again", "post", $"/api/runs/{id}/again", "{}", 429),
            ("/api/runs/{id}/content", "get", $"/api/runs/{id}/content", "Range: bytes=9999999-", 416),
            ("/api/runs/{id}/result.png", "get", $"/api/runs/{id}/result.png", null, 404),
            ("/api/samples/{name}", "get", "/api/samples/none.jpg", null, 404),
            ("/api/events", "get", "/api/events", null, 429),
            ("/api/runs/{id}", "delete", $"/api/runs/{id}", "Origin: https://evil.example", 403),
            ("/api/catalog", "get", "/api/catalog", "Host: evil.example", 403),
            ("/api/catalog", "get", "/api/catalog", "Authorization: Bearer wrong", 401),
        ];
        foreach ((string path, string method, string address, string? body, int status) in requests)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), address);
            if (method == "post")
                request.Content = new StringContent(body ?? "", System.Text.Encoding.UTF8, "application/json");
            else if (body?.Split(": ") is [var header, var value])
                request.Headers.TryAddWithoutValidation(header, value);
            using HttpResponseMessage response = await studio.Http.SendAsync(request, Studio.Cancellation);

            Assert.Equal((address, status), (address, (int)response.StatusCode));
            JsonElement described = paths.GetProperty(path).GetProperty(method).GetProperty("responses");
            Assert.True(described.TryGetProperty($"{status}", out _), $"{method} {path} lacks {status}");
            JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>(Studio.Cancellation);
            Assert.Contains(problem.GetProperty("code").GetString(), ProblemCode.All);
        }
    }

    [Fact]
    public async Task Answers_have_the_properties_that_are_described()
    {
        await using Studio studio = await Studio.StartAsync();
        JsonElement document = await studio.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Studio.Cancellation);
        RunView run = await studio.CreateAsync();
        await studio.UntilAsync(run.Id, "done");
        BatchView batch = await studio.CreateBatchAsync(["photo.png"], ["painting.png"]);
        foreach ((string name, string address) in new[]
        {
            ("RunList", "/api/runs"), ("RunDetails", $"/api/runs/{run.Id}"), ("Catalog", "/api/catalog"),
            ("Batch", batch.Links.Self),
        })
        {
            JsonElement answer = await studio.Http.GetFromJsonAsync<JsonElement>(address, Studio.Cancellation);
            Assert.Empty(DescriptionLinter.Differences(document, name, answer));
        }
    }

    internal static async Task<string> DescribeAsync()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        return await studio.Http.GetStringAsync("/openapi/v1.json", Studio.Cancellation);
    }

    private static void AssertDefaults(StylizeOption option, JsonElement defaults)
    {
        foreach (Preset preset in Presets.All)
        {
            string? value = option.Read(preset.Options);
            string? described = !defaults.TryGetProperty(preset.Name, out JsonElement found) ? null
                : found.ValueKind switch
                {
                    JsonValueKind.True => "on",
                    JsonValueKind.False => "off",
                    JsonValueKind.String => found.GetString(),
                    _ => found.GetRawText(),
                };
            bool isSame = value == described
                || (double.TryParse(value, CultureInfo.InvariantCulture, out double number)
                    && number == found.GetDouble());
            Assert.True(isSame, $"{option.Name} of {preset.Name}: {described} for {value}");
        }
    }
}
