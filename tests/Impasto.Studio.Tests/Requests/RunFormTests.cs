using System.Net;
using System.Text.Json;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Requests;

/// <summary>Fields of the form beyond options: parts with a strength, a time limit, variations.</summary>
public sealed class RunFormTests
{
    private const string Stylize = "impasto stylize photo.png painting.png --size 32 --min-size 0 --steps 2";

    [Theory]
    [InlineData("all", "30", "--region mask.png=30")]
    [InlineData("1", "70", "--region mask.png=70")]
    [InlineData("1", "", "--region mask.png=painting.png")]
    [InlineData("keep", "", "--region mask.png=keep")]
    public async Task Create_part_with_a_strength_is_painted_as_the_command_does(
        string style, string strength, string expected)
    {
        await using Studio studio = await Studio.StartAsync();

        RunView run = await CreateAsync(studio, ("regionStyle", style), ("regionStrength", strength));

        RunView over = await studio.UntilAsync(run.Id, "done", "failed");
        Assert.Equal(("done", ""), (over.State, over.Error));
        Assert.Equal($"{Stylize} {expected}", (await studio.GetAsync(run.Id)).Command);
    }

    [Theory]
    [InlineData("keep", "30", "regionStrength: a region with regionStyle keep has none, got '30'.")]
    [InlineData("all", "", "regionStrength: expected 0 to 100 for a region with regionStyle all.")]
    [InlineData("1", "101", "regionStrength: expected 0 to 100, got '101'.")]
    [InlineData("1", "much", "regionStrength: expected 0 to 100, got 'much'.")]
    [InlineData("2", "30",
        "regionStyle: expected keep, all, or a painting's number from 1 to 1 for every region, got '2'.")]
    public async Task Create_part_with_an_invalid_strength_is_refused(string style, string strength, string expected)
    {
        await using Studio studio = await Studio.StartIdleAsync();

        Assert.Equal(expected, await RefusalAsync(studio, ("regionStyle", style), ("regionStrength", strength)));
    }

    [Fact]
    public async Task Create_with_a_time_limit_is_done_by_then()
    {
        await using Studio studio = await Studio.StartAsync();

        RunView run = await CreateAsync(studio, ("time", "1s"), ("steps", "10000"), ("regionStyle", "keep"));

        RunView over = await studio.UntilAsync(run.Id, "done", "failed");
        Assert.Equal(("done", 1.0), (over.State, over.TimeLimit));
        Assert.InRange(over.Progress!.Step, 1, 9999);
        Assert.Contains("the time of 32 x 27 was over", over.Notes, StringComparison.Ordinal);
        Assert.Contains(" --time 1s", (await studio.GetAsync(run.Id)).Command, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "")]
    [InlineData("2", " --init varied --seed 1")]
    [InlineData("4", " --init varied --seed 3")]
    public async Task Create_variation_has_the_start_of_the_commands_variation(string number, string expected)
    {
        await using Studio studio = await Studio.StartIdleAsync();

        RunView run = await CreateAsync(studio, ("variation", number), ("regionStyle", "keep"));

        string command = (await studio.GetAsync(run.Id)).Command;
        Assert.Equal($"{Stylize}{expected} --region mask.png=keep".Split(' ').Order(), command.Split(' ').Order());
    }

    [Theory]
    [InlineData("time", "5 days", "time: expected a time from 1s to 720h, such as 90s, 5m or 1h30m, got '5 days'.")]
    [InlineData("variation", "0", "variation: expected 1 to 1000, got '0'.")]
    [InlineData("variation", "two", "variation: expected 1 to 1000, got 'two'.")]
    public async Task Create_with_an_invalid_field_is_refused(string field, string value, string expected)
    {
        await using Studio studio = await Studio.StartIdleAsync();

        Assert.Equal(expected, await RefusalAsync(studio, (field, value), ("regionStyle", "keep")));
    }

    [Fact]
    public async Task Create_variation_of_a_fixed_start_is_refused()
    {
        await using Studio studio = await Studio.StartIdleAsync();

        Assert.Equal(
            "Variations: expected init content, varied or noise, got a fixed picture.",
            await RefusalAsync(studio, ("variation", "2"), ("init", "style"), ("regionStyle", "keep")));
    }

    private static async Task<RunView> CreateAsync(Studio studio, params (string Name, string Value)[] fields)
    {
        using HttpResponseMessage response = await PostAsync(studio, fields);
        string text = await response.Content.ReadAsStringAsync(Studio.Cancellation);
        Assert.True(response.StatusCode == HttpStatusCode.Created, text);
        return JsonSerializer.Deserialize<RunView>(text, Studio.Json)!;
    }

    private static async Task<string> RefusalAsync(Studio studio, params (string Name, string Value)[] fields)
    {
        using HttpResponseMessage response = await PostAsync(studio, fields);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Studio.Cancellation));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        return problem.RootElement.GetProperty("detail").GetString()!;
    }

    private static async Task<HttpResponseMessage> PostAsync(Studio studio, (string Name, string Value)[] fields)
    {
        using MultipartFormDataContent form = Studio.Form(fields);
        form.Add(Studio.Part(Studio.Photo), "region", "mask.png");
        return await studio.Http.PostAsync("/api/runs", form, Studio.Cancellation);
    }
}
