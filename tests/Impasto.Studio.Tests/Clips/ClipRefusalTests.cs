using System.Net;
using System.Text;
using System.Text.Json;

namespace Impasto.Studio.Tests.Clips;

/// <summary>Clips that the studio does not take: a status and one sentence, and nothing is stored.</summary>
public sealed class ClipRefusalTests
{
    private static readonly StudioLimits s_idle = new() { RunsAtOnce = 0 };

    [Fact]
    public async Task Clip_of_more_bytes_than_allowed_is_413() => await RefusedAsync(
        s_idle with { MaxClipBytes = 1000 },
        TestClips.Make(),
        HttpStatusCode.RequestEntityTooLarge,
        "too-large",
        "The clip 'my clip.mp4' has 0.0 MB, and the limit is 0.0.");

    [Fact]
    public async Task Clip_of_more_pixels_than_allowed_is_422() => await RefusedAsync(
        s_idle with { MaxClipPixels = 3071 },
        TestClips.Make(frames: 2),
        HttpStatusCode.UnprocessableEntity,
        "invalid-request",
        "The clip 'my clip.mp4' has frames of 64 x 48 pixels, and the limit is 3071: make it smaller.");

    [Fact]
    public async Task Clip_of_more_seconds_than_allowed_is_422() => await RefusedAsync(
        s_idle with { MaxClipSeconds = 1 },
        TestClips.Make(frames: 12),
        HttpStatusCode.UnprocessableEntity,
        "invalid-request",
        "The clip 'my clip.mp4' lasts 1.5 s, and the limit is 1: choose a part with from and to.");

    [Fact]
    public async Task Clip_of_more_frames_than_allowed_is_422() => await RefusedAsync(
        s_idle with { MaxClipFrames = 7 },
        TestClips.Make(),
        HttpStatusCode.UnprocessableEntity,
        "invalid-request",
        "The clip 'my clip.mp4' has 8 frames, and the limit is 7: choose a part with from and to.");

    [Fact]
    public async Task Part_of_a_clip_is_within_the_limits()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Limits = s_idle with { MaxClipFrames = 4, MaxClipSeconds = 1 },
        });

        await TestClips.CreateAsync(studio, TestClips.Make(frames: 16), ("from", "1"), ("to", "1.5"));
    }

    // The file of a clip may state another length than it has.
    [Fact]
    public async Task Clip_that_is_longer_than_it_states_fails_while_its_frames_are_counted()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Limits = new StudioLimits { MaxClipFrames = 5 },
        });
        byte[] clip = TestClips.Make(frames: 8, ending: ".mkv");
        // Segment/Info/Duration in Matroska: 44 89, the size, and a float of 8 bytes: a millisecond of 500.
        int at = clip.AsSpan().IndexOf<byte>([0x44, 0x89, 0x88]);
        Assert.True(at > 0, "The length was not found.");
        System.Buffers.Binary.BinaryPrimitives.WriteDoubleBigEndian(clip.AsSpan(at + 3), 500);

        Guid id = (await TestClips.CreateAsync(studio, clip)).Id;

        Assert.Equal(
            "The clip 'my clip.mp4' has more than 5 frames, which is the limit: choose a part with from and to.",
            await FailureAsync(studio, id));
    }

    [Theory]
    [InlineData("from", "soon", "from: expected a time such as 12.5, 1:30 or 0:01:30, got 'soon'.")]
    [InlineData("frameSteps", "0", "frameSteps: expected 1 to 1000, got '0'.")]
    [InlineData("quick", "yes", "quick: expected on or off, got 'yes'.")]
    [InlineData("quick", "on", "Expected quick or frameSteps, got both.")]
    [InlineData("color", "tint", "color: expected another for a clip, got 'tint'.")]
    [InlineData("time", "90s", "time: expected none for a clip; a smaller size, quick or frameSteps makes it shorter.")]
    [InlineData("from", "9", "The clip 'my clip.mp4' can't be read: it has no frames in that time.")]
    public async Task Wrong_field_of_a_clip_is_422(string name, string value, string sentence) => await RefusedAsync(
        s_idle, TestClips.Make(frames: 2), HttpStatusCode.UnprocessableEntity, null, sentence, (name, value));

    [Fact]
    public async Task Region_of_a_clip_is_422()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        using MultipartFormDataContent form = TestClips.Form(TestClips.Make(frames: 2), ("regionStyle", "keep"));
        form.Add(Studio.Part(Studio.Photo), "region", "mask.png");

        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity,
                "region: expected none for a clip, whose parts would have to move."),
            await PostAsync(studio, form));
    }

    [Fact]
    public async Task Field_of_a_clip_for_a_photograph_is_422()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        using MultipartFormDataContent form = Studio.Form(("from", "1"));

        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, "from: only a clip has it, and 'photo.png' is none."),
            await PostAsync(studio, form));
    }

    [Fact]
    public async Task File_that_only_begins_like_a_clip_is_one_sentence_without_a_path()
    {
        _ = TestClips.Tools;
        byte[] damaged = [0, 0, 0, 24, .. "ftypisom"u8, .. Encoding.ASCII.GetBytes(new string('x', 500))];
        await using Studio studio = await Studio.StartIdleAsync();
        using MultipartFormDataContent form = TestClips.Form(damaged);

        (HttpStatusCode status, string sentence) = await PostAsync(studio, form);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.StartsWith("The clip 'my clip.mp4' can't be read: ffmpeg says: ", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(studio.Settings.DataFolder, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clip_without_ffmpeg_is_one_sentence_that_says_what_to_install()
    {
        byte[] clip = [0, 0, 0, 24, .. "ftypisom"u8, .. new byte[500]];
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Limits = s_idle, FfmpegPath = settings.DataFolder,
        });
        using MultipartFormDataContent form = TestClips.Form(clip);

        (HttpStatusCode status, string sentence) = await PostAsync(studio, form);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.StartsWith(
            "Clips need ffmpeg, which is not installed: install it (", sentence, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.Combine(studio.Settings.DataFolder, "runs")));
    }

    private static async Task RefusedAsync(
        StudioLimits limits,
        byte[] clip,
        HttpStatusCode status,
        string? code,
        string sentence,
        params (string Name, string Value)[] fields)
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with { Limits = limits });
        using MultipartFormDataContent form = TestClips.Form(clip, fields);

        using HttpResponseMessage response = await studio.Http.PostAsync("/api/runs", form, Studio.Cancellation);

        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Studio.Cancellation));
        Assert.Equal(sentence, problem.RootElement.GetProperty("detail").GetString());
        Assert.Equal(status, response.StatusCode);
        if (code is not null)
            Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
        Assert.Empty(Directory.GetDirectories(Path.Combine(studio.Settings.DataFolder, "runs")));
    }

    private static async Task<(HttpStatusCode Status, string Sentence)> PostAsync(
        Studio studio, MultipartFormDataContent form)
    {
        using HttpResponseMessage response = await studio.Http.PostAsync("/api/runs", form, Studio.Cancellation);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Studio.Cancellation));
        return (response.StatusCode, problem.RootElement.GetProperty("detail").GetString()!);
    }

    private static async Task<string> FailureAsync(Studio studio, Guid id)
    {
        while ((await studio.GetAsync(id)).Run is { State: not "failed" } run)
        {
            Assert.NotEqual("done", run.State);
            await Task.Delay(30, Studio.Cancellation);
        }

        return (await studio.GetAsync(id)).Run.Error;
    }
}
