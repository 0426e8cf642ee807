using System.Net.Http.Json;
using System.Text.Json;
using Impasto.Imaging;
using Impasto.Studio.Looks;
using Impasto.Studio.Tests.Clips;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Looks;

/// <summary>What the studio says of a file that was chosen, before anything is painted.</summary>
public sealed class FileLookTests
{
    [Fact]
    public async Task Picture_that_browsers_do_not_show_has_its_size_and_a_small_view()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        byte[] tiff = PictureWriter.Encode(TestPictures.Flat(600, 300, 0.4f), PictureFormat.Tiff);

        ChosenFile seen = await SeeAsync(studio, "scan.tif", tiff);

        Assert.Equal(("scan.tif", "picture", 600, 300), (seen.Name, seen.Kind, seen.Width, seen.Height));
        Picture view = new PictureReader().Decode(Convert.FromBase64String(seen.View), "view");
        Assert.Equal((480, 240), (view.Width, view.Height));
        Assert.Equal(0.4, view.Pixels.Average(), 0.01);
        Assert.Equal(("", null, null, null), (seen.Remarks, seen.Frames, seen.Rate, seen.Seconds));
        Assert.Empty((await studio.ListAsync()).Runs);
    }

    [Fact]
    public async Task Transparency_is_mentioned()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        var picture = new Picture(4, 4, new float[48], [.. Enumerable.Repeat(0.5f, 16)]);

        ChosenFile seen = await SeeAsync(studio, "glass.png", Studio.Encode(picture));

        Assert.Equal("The picture: it has transparent parts.", seen.Remarks);
    }

    [Fact]
    public async Task Photograph_that_lies_on_its_side_has_the_size_that_people_see()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        byte[] upright = PictureWriter.Encode(TestPictures.Ramp(64, 32), PictureFormat.Jpeg);

        ChosenFile seen = await SeeAsync(studio, "phone.jpg", [.. upright[..2], .. Turned, .. upright[2..]]);

        Assert.Equal((32, 64), (seen.Width, seen.Height));
        Assert.Equal("The picture: it is turned upright.", seen.Remarks);
    }

    [Fact]
    public async Task Clip_has_its_frames_and_may_be_longer_than_a_part_may_be()
    {
        byte[] clip = TestClips.Make(frames: 24);
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Limits = new StudioLimits { RunsAtOnce = 0, MaxClipSeconds = 1, MaxClipFrames = 5 },
        });

        ChosenFile seen = await SeeAsync(studio, "my clip.mp4", clip);

        Assert.Equal(("clip", 64, 48, 24, 8.0), (seen.Kind, seen.Width, seen.Height, seen.Frames, seen.Rate!.Value));
        Assert.Equal(3, seen.Seconds!.Value, 0.1);
        Assert.Equal(64, new PictureReader().Decode(Convert.FromBase64String(seen.View), "view").Width);
    }

    [Theory]
    [InlineData("holiday.heic", "'holiday.heic' can't be read: it is a HEIC file, which is not supported here")]
    [InlineData("a/b/holiday.heic", "'holiday.heic' can't be read: it is a HEIC file, which is not supported here")]
    public async Task Heic_is_refused_with_what_it_is(string name, string sentence)
    {
        await using Studio studio = await Studio.StartIdleAsync();

        using HttpResponseMessage response = await PostAsync(studio, name, Heic);

        Assert.Equal(422, (int)response.StatusCode);
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>(Studio.Cancellation);
        Assert.StartsWith(sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("invalid-picture", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Picture_beyond_the_limit_is_refused()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Limits = new StudioLimits { RunsAtOnce = 0, MaxPixels = 1000 },
        });

        using HttpResponseMessage response = await PostAsync(studio, "photo.png", Studio.Photo);

        Assert.Equal(422, (int)response.StatusCode);
        string answer = await response.Content.ReadAsStringAsync(Studio.Cancellation);
        Assert.Contains("1000", answer, StringComparison.Ordinal);
    }

    /// <summary>The head of a HEIC file: its brand, without a picture.</summary>
    internal static byte[] Heic { get; } =
        [.. "\0\0\0\u0018ftypheic\0\0\0\0mif1heic"u8, .. new byte[64]];

    // A segment of Exif with the one entry that the picture is to be turned by a quarter (tag 0x112, a short, 6).
    private static byte[] Turned { get; } =
    [
        0xFF, 0xE1, 0, 34, .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0,
    ];

    private static async Task<HttpResponseMessage> PostAsync(Studio studio, string name, byte[] file)
    {
        using var body = new ByteArrayContent(file);
        return await studio.Http.PostAsync(
            $"/api/look?name={Uri.EscapeDataString(name)}", body, Studio.Cancellation);
    }

    private static async Task<ChosenFile> SeeAsync(Studio studio, string name, byte[] file)
    {
        using HttpResponseMessage response = await PostAsync(studio, name, file);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Studio.Cancellation));
        return (await response.Content.ReadFromJsonAsync<ChosenFile>(Studio.Json, Studio.Cancellation))!;
    }
}
