using System.Net;
using System.Text.Json;
using Impasto.Cli.Commands;
using Impasto.Imaging;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests;

/// <summary>A finished picture is kept, whatever its files are called, even if one format can't store it.</summary>
public sealed class ResultTests
{
    [Theory]
    [InlineData("version=0")]
    [InlineData("a=-1")]
    [InlineData("a=NaN")]
    [InlineData("a=Infinity")]
    public async Task Painting_whose_name_ends_like_a_weight_gives_a_result(string name)
    {
        await using Studio studio = await DescribingAsync();

        RunView run = await studio.UntilAsync(await CreateAsync(studio, Parts(painting: name)), "done", "failed");

        Assert.Equal(("done", ""), (run.State, run.Error));
        using JsonDocument record = await RecordAsync(studio, run.Id);
        JsonElement style = Assert.Single(Items(record, "styles"));
        Assert.Equal((name, 1), (Text(style, "picture"), style.GetProperty("weight").GetDouble()));
    }

    [Fact]
    public async Task Run_that_can_not_be_described_gives_a_result_without_a_record()
    {
        await using Studio studio = await Studio.StartAsync(
            settings => settings with { Describe = _ => throw new InvalidOperationException("No words for it.") });

        RunView run = await studio.UntilAsync((await studio.CreateAsync()).Id, "done", "failed");

        Assert.Equal(("done", ""), (run.State, run.Error));
        Assert.Contains("No words for it", run.Notes, StringComparison.Ordinal);
        Assert.Null(Info(await studio.ResultAsync(run.Id, "png")).Parameters);
    }

    [Fact]
    public async Task Result_too_wide_for_jpeg_is_kept_in_the_other_formats()
    {
        await using Studio studio = await Studio.StartAsync();
        byte[] wide = Studio.Encode(new Picture(65_600, 8, new float[3 * 65_600 * 8]));
        using var form = new MultipartFormDataContent
        {
            { Studio.Part(wide), "content", "wide.png" }, { Studio.Part(Studio.Painting), "style", "painting.png" },
        };
        (string Name, string Value)[] quick =
        [
            ("size", "original"), ("style-size", "32"), ("min-size", "0"), ("steps", "1"),
            ("content-layers", "conv1_1"), ("style-layers", "conv1_1"),
        ];
        foreach ((string name, string value) in quick)
            form.Add(new StringContent(value), name);

        RunView run = await studio.UntilAsync(await CreateAsync(studio, form), "done", "failed");

        Assert.Equal(("done", ""), (run.State, run.Error));
        Assert.Contains("There is no jpg file", run.Notes, StringComparison.Ordinal);
        Assert.Equal(["png", "tif"], run.Formats);
        Assert.DoesNotContain(studio.Settings.DataFolder, run.Notes, StringComparison.Ordinal);
        Assert.Equal((65_600, 8), Size(await studio.ResultAsync(run.Id, "png")));
        Assert.Equal((65_600, 8), Size(await studio.ResultAsync(run.Id, "tif")));
        string missing = $"/api/runs/{run.Id}/result.jpg";
        using HttpResponseMessage jpeg = await studio.Http.GetAsync(missing, Studio.Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, jpeg.StatusCode);
    }

    [Fact]
    public async Task Record_inside_a_result_keeps_masks_and_paintings_apart_whatever_their_names()
    {
        await using Studio studio = await DescribingAsync();
        using MultipartFormDataContent form = Parts(painting: "a=2.png");
        form.Add(Studio.Part(Studio.Painting), "style", "keep");
        form.Add(Studio.Part(Studio.Photo), "region", "sky=1.png");
        form.Add(Studio.Part(Studio.Photo), "region", "face.png#black");
        foreach (string style in new[] { "1", "2" })
            form.Add(new StringContent(style), "regionStyle");

        RunView run = await studio.UntilAsync(await CreateAsync(studio, form), "done", "failed");

        using JsonDocument record = await RecordAsync(studio, run.Id);
        string?[] styles = [.. Items(record, "styles").Select(style => Text(style, "picture"))];
        (string?, string?, string?)[] regions = [.. Items(record, "regions")
            .Select(region => (Text(region, "mask"), Text(region, "style"), Text(region, "styleMask")))];
        Assert.Equal(("done", ""), (run.State, run.Error));
        Assert.Equal(2, styles.Length);
        Assert.Equal([("sky_1.png", styles[0], null), ("face.png_black", styles[1], null)], regions);
    }

    private static MultipartFormDataContent Parts(string painting)
    {
        var form = new MultipartFormDataContent
        {
            { Studio.Part(Studio.Photo), "content", "photo.png" }, { Studio.Part(Studio.Painting), "style", painting },
        };
        foreach ((string name, string value) in new[] { ("size", "32"), ("steps", "2"), ("min-size", "0") })
            form.Add(new StringContent(value), name);
        return form;
    }

    private static async Task<Guid> CreateAsync(Studio studio, MultipartFormDataContent form)
    {
        using HttpResponseMessage response = await studio.Http.PostAsync("/api/runs", form, Studio.Cancellation);
        string answer = await response.Content.ReadAsStringAsync(Studio.Cancellation);
        Assert.True(response.StatusCode == HttpStatusCode.Created, answer);
        using var run = JsonDocument.Parse(answer);
        return run.RootElement.GetProperty("id").GetGuid();
    }

    private static Task<Studio> DescribingAsync() =>
        Studio.StartAsync(settings => settings with { Describe = StudioArguments.Describe });

    private static async Task<JsonDocument> RecordAsync(Studio studio, Guid id) =>
        JsonDocument.Parse(Info(await studio.ResultAsync(id, "png")).Parameters!);

    private static JsonElement.ArrayEnumerator Items(JsonDocument record, string name) =>
        record.RootElement.GetProperty(name).EnumerateArray();

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();

    private static (int Width, int Height) Size(byte[] file)
    {
        PictureInfo info = Info(file);
        return (info.Width, info.Height);
    }

    private static PictureInfo Info(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return new PictureReader().ReadInfo(stream);
    }
}
