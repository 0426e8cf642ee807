using System.Net;
using System.Net.Http.Json;
using Impasto.Imaging;
using Impasto.Studio.Answers;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Requests;

/// <summary>POST /api/glance.</summary>
public sealed class GlancePreviewTests
{
    [Fact]
    public async Task Preview_has_the_results_shape_and_at_most_512_pixels_and_stores_nothing()
    {
        await using Studio studio = await Studio.StartIdleAsync();

        Picture small = await PreviewAsync(studio, Studio.Form());
        Picture large = await PreviewAsync(studio, Studio.Form(("size", "2000")));
        Picture framed = await PreviewAsync(studio, Studio.Form(("size", "1000x500")));

        Assert.Equal(new PictureSize(32, 27), small.Size);
        Assert.Equal(new PictureSize(512, 427), large.Size);
        Assert.Equal(new PictureSize(512, 256), framed.Size);
        RunList list = (await studio.Http.GetFromJsonAsync<RunList>("/api/runs", Studio.Json, Studio.Cancellation))!;
        Assert.Empty(list.Runs);
    }

    [Fact]
    public async Task Preview_follows_strength_colours_and_the_shares_of_paintings()
    {
        await using Studio studio = await Studio.StartIdleAsync();

        Picture usual = await PreviewAsync(studio, Sampled());
        Picture gentle = await PreviewAsync(studio, Sampled(("strength", "10")));
        Picture grey = await PreviewAsync(studio, Sampled(("color", "grey")));
        Picture mixed = await PreviewAsync(
            studio, Sampled(("style", "sample:meadow.jpg"), ("weight", "1"), ("weight", "3")));
        Picture again = await PreviewAsync(studio, Sampled());

        Assert.Equal(usual.Pixels, again.Pixels);
        Picture photo = Resampler.Resize(
            new PictureReader().Decode(Samples.Read("cat.jpg")!, "cat"), usual.Width, usual.Height);
        Assert.True(Distance(gentle, photo) < 0.8 * Distance(usual, photo), "Less strength is not nearer.");
        Assert.True(Distance(mixed, usual) > 0.01, "The second painting has no effect.");
        // JPEG keeps greys within a level or two.
        int plane = grey.Width * grey.Height;
        Assert.All(Enumerable.Range(0, plane), i =>
            Assert.InRange(grey.Pixels[i] - grey.Pixels[i + (2 * plane)], -0.02, 0.02));
    }

    [Fact]
    public async Task Preview_follows_the_parts_of_the_photograph()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        byte[] white = PictureWriter.Encode(
            new Picture(8, 8, [.. Enumerable.Repeat(1f, 3 * 64)]), PictureFormat.Png, new PictureWriteOptions());

        Picture whole = await PreviewAsync(studio, Sampled());
        Picture kept = await PreviewAsync(studio, Parted("keep", ""));
        Picture gentle = await PreviewAsync(studio, Parted("all", "5"));
        Picture other = await PreviewAsync(studio, Parted("2", ""));

        Picture photo = Resampler.Resize(
            new PictureReader().Decode(Samples.Read("cat.jpg")!, "cat"), whole.Width, whole.Height);
        Assert.InRange(Distance(kept, photo), 0, 0.02);
        Assert.True(Distance(gentle, photo) < 0.8 * Distance(whole, photo), "The strength of the part has no effect.");
        Assert.True(Distance(other, whole) > 0.01, "The painting of the part has no effect.");

        MultipartFormDataContent Parted(string style, string strength)
        {
            MultipartFormDataContent form = Sampled(
                ("style", "sample:meadow.jpg"), ("weight", "1"), ("weight", "0"), ("regionStyle", style),
                ("regionStrength", strength));
            form.Add(Studio.Part(white), "region", "part.png");
            return form;
        }
    }

    [Fact]
    public async Task Preview_waits_for_no_run()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await studio.CreateAsync(("steps", "100000"));

        await PreviewAsync(studio, Studio.Form());

        RunView now = (await studio.Http.GetFromJsonAsync<RunDetails>(
            $"/api/runs/{run.Id}", Studio.Json, Studio.Cancellation))!.Run;
        Assert.NotEqual("done", now.State);
        using HttpResponseMessage stopped = await studio.Http.PostAsync(
            $"/api/runs/{run.Id}/cancel", null, Studio.Cancellation);
        Assert.True(stopped.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("strength", "200", "strength: expected")]
    [InlineData("sise", "200", "There is no field 'sise'")]
    [InlineData("weight", "0", "Expected at least one painting")]
    public async Task Preview_of_what_can_not_be_painted_is_422(string name, string value, string sentence)
    {
        await using Studio studio = await Studio.StartIdleAsync();

        using HttpResponseMessage response = await studio.Http.PostAsync(
            "/api/glance", Studio.Form((name, value)), Studio.Cancellation);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains(
            sentence, await response.Content.ReadAsStringAsync(Studio.Cancellation), StringComparison.Ordinal);
    }

    private static MultipartFormDataContent Sampled(params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent("sample:cat.jpg"), "content" },
            { new StringContent("sample:swirls.jpg"), "style" },
            { new StringContent("128"), "size" },
        };
        foreach ((string name, string value) in fields)
            form.Add(new StringContent(value), name);
        return form;
    }

    private static async Task<Picture> PreviewAsync(Studio studio, MultipartFormDataContent form)
    {
        using HttpResponseMessage response = await studio.Http.PostAsync("/api/glance", form, Studio.Cancellation);
        Assert.Equal("image/jpeg", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        return new PictureReader().Decode(
            await response.Content.ReadAsByteArrayAsync(Studio.Cancellation), "preview");
    }

    private static double Distance(Picture one, Picture other) =>
        one.Pixels.Zip(other.Pixels, (a, b) => Math.Abs(a - b)).Average();
}
