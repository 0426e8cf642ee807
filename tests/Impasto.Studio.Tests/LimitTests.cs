using System.Net;
using System.Text.Json;

namespace Impasto.Studio.Tests;

/// <summary>A request beyond a limit is refused with the right status and a sentence.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Create_full_queue_is_429() => await RefusedAsync(
        new StudioLimits { RunsAtOnce = 0, MaxQueued = 1 },
        HttpStatusCode.TooManyRequests,
        "1 runs are waiting already",
        first: true);

    [Fact]
    public async Task Create_too_many_bytes_is_413() => await RefusedAsync(
        new StudioLimits { MaxUploadBytes = 2000 },
        HttpStatusCode.RequestEntityTooLarge,
        "more bytes than this studio takes");

    [Fact]
    public async Task Create_too_many_pixels_is_422() => await RefusedAsync(
        new StudioLimits { MaxPixels = 1000 }, HttpStatusCode.UnprocessableEntity, "'photo.png' is too large: 48 x 40");

    [Fact]
    public async Task Create_too_large_a_result_is_422() => await RefusedAsync(
        new StudioLimits { MaxResultPixels = 500 },
        HttpStatusCode.UnprocessableEntity,
        "The result would have 32 x 27 pixels");

    [Fact]
    public async Task Create_too_many_pictures_is_422() => await RefusedAsync(
        new StudioLimits { MaxPictures = 0 },
        HttpStatusCode.UnprocessableEntity,
        "at most 0 paintings and masks, got 1");

    [Fact]
    public async Task Create_no_disk_left_is_507() => await RefusedAsync(
        new StudioLimits { MaxDiskBytes = 1000 }, HttpStatusCode.InsufficientStorage, "There is no room left");

    [Theory]
    [InlineData("size", "0", "size: expected 1 to 100000")]
    [InlineData("strength", "hot", "strength: expected 0 to 100, got 'hot'")]
    [InlineData("color", "green", "color: expected auto, style")]
    [InlineData("preset", "none", "Unknown preset 'none'")]
    [InlineData("sise", "3", "There is no field 'sise'")]
    [InlineData("init", "picture", "init: expected content, style or noise, got 'picture'")]
    [InlineData("weight", "-1", "weight: expected 0 to 1e6")]
    [InlineData("weight", "0", "at least one painting with a weight above 0")]
    [InlineData("style", "sample:none.jpg", "There is no sample 'none.jpg'")]
    public async Task Create_wrong_field_is_one_sentence(string name, string value, string expected) =>
        await RefusedAsync(
            new StudioLimits { RunsAtOnce = 0 }, HttpStatusCode.UnprocessableEntity, expected, field: (name, value));

    [Fact]
    public async Task Events_more_streams_than_allowed_is_429()
    {
        var limits = new StudioLimits { MaxStreams = 1 };
        await using Studio studio = await Studio.StartAsync(settings => settings with { Limits = limits });
        using HttpResponseMessage first = await OpenAsync();

        using HttpResponseMessage second = await OpenAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));

        Task<HttpResponseMessage> OpenAsync() =>
            studio.Http.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead, Studio.Cancellation);
    }

    [Fact]
    public async Task Start_second_studio_on_the_same_folder_is_refused()
    {
        await using Studio studio = await Studio.StartAsync();

        ImpastoException failure = await Assert.ThrowsAsync<ImpastoException>(
            () => StudioServer.StartAsync(studio.Settings, Studio.Cancellation));

        Assert.Contains("is another studio running on it?", failure.Message, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(
        StudioLimits limits,
        HttpStatusCode status,
        string sentence,
        bool first = false,
        (string Name, string Value)? field = null)
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with { Limits = limits });
        if (first)
            await studio.CreateAsync();
        using MultipartFormDataContent form = field is { } wrong ? Studio.Form(wrong) : Studio.Form();

        using HttpResponseMessage response = await studio.Http.PostAsync("/api/runs", form, Studio.Cancellation);

        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Studio.Cancellation));
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(sentence, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(first ? 1 : 0, Directory.GetDirectories(Path.Combine(studio.Settings.DataFolder, "runs")).Length);
    }
}
