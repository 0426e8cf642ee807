using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Impasto.Imaging;
using Impasto.Records;
using Impasto.Studio.Storage;
using Impasto.Studio.Views;
using Impasto.Tests;

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
        await using Studio studio = await Studio.StartAsync();

        RunView run = await studio.UntilAsync(await CreateAsync(studio, Parts(painting: name)), "done", "failed");

        Assert.Equal(("done", ""), (run.State, run.Error));
        RunRecord record = await RecordAsync(studio, run.Id);
        RecordedStyle style = Assert.Single(record.Styles);
        Assert.Equal((name, 1), (style.Picture.Name, style.Weight));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Studio.Painting)), style.Picture.Sha256);
    }

    [Fact]
    public async Task Option_without_effect_is_noted()
    {
        await using Studio studio = await Studio.StartAsync();

        RunView run = await studio.UntilAsync((await studio.CreateAsync(("color-method", "pca"))).Id, "done", "failed");

        Assert.Equal(("done", ""), (run.State, run.Error));
        Assert.Contains("color-method has no effect without color match.", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Result_is_made_as_it_is_asked_for_from_the_same_pixels()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await studio.UntilAsync((await studio.CreateAsync()).Id, "done", "failed");
        byte[] stored = await FileAsync("result.png"), tiff = await FileAsync("result.tif?dpi=254.5");
        byte[] coarse = await FileAsync("result.jpg?quality=20"), fine = await FileAsync("result.jpg?quality=100");
        byte[] webp = await FileAsync("result.webp?dpi=150");

        var reader = new PictureReader();
        Assert.Equal(254.5, Info(tiff).Dpi!.Value, 0.1);
        Assert.Equal((16, "tiff"), (Info(tiff).Bits, Info(tiff).Format));
        Assert.Equal((150, "webp"), (Math.Round(Info(webp).Dpi!.Value), Info(webp).Format));
        Assert.True(coarse.Length < fine.Length);
        Assert.Equal(Info(stored).Parameters, Info(tiff).Parameters);
        Assert.Contains("\"impasto\":2", Info(webp).Parameters, StringComparison.Ordinal);
        float[] png = reader.Decode(stored, "png").Pixels;
        float apart = reader.Decode(tiff, "tiff").Pixels.Zip(png, (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(apart, 0, 0.501 / 255);

        PictureInfo Info(byte[] file) => reader.ReadInfo(new MemoryStream(file), "file");
        Task<byte[]> FileAsync(string path) =>
            studio.Http.GetByteArrayAsync($"/api/runs/{run.Id}/{path}", Studio.Cancellation);
    }

    [Fact]
    public async Task Result_is_stored_once_and_every_other_file_is_made_for_its_request()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await studio.UntilAsync((await studio.CreateAsync()).Id, "done", "failed");
        string folder = Path.Combine(studio.Settings.DataFolder, "runs", run.Id.ToString("N"));
        string[] before = Results();
        Assert.Equal(["result.tif", "thumbnail.jpg"], before);
        byte[] stored = await File.ReadAllBytesAsync(Path.Combine(folder, "result.tif"), Studio.Cancellation);
        Assert.Equal(stored, await FileAsync("result.tif"));

        Dictionary<string, byte[]> made = [];
        foreach (string format in run.Formats)
            made[format] = await FileAsync($"result.{format}");

        Assert.Equal(before, Results());
        var reader = new PictureReader();
        Picture exact = reader.Decode(stored, "tif");
        (string Format, double Most)[] expected = [("png", 0.501 / 255), ("jpg", 0.1), ("webp", 0.1), ("tif", 0)];
        foreach ((string format, double most) in expected)
        {
            PictureInfo info = reader.ReadInfo(new MemoryStream(made[format]), format);
            Assert.Equal(format == "tif" ? 16 : 8, info.Bits);
            Assert.StartsWith(info.Format[..2], format == "jpg" ? "jpeg" : format, StringComparison.Ordinal);
            Picture picture = reader.Decode(made[format], format);
            IEnumerable<float> apart = format == "jpg"
                ? picture.Pixels.Select((value, i) => Math.Abs(value - OnWhite(exact, i)))
                : picture.Pixels.Zip(exact.Pixels, (a, b) => Math.Abs(a - b));
            // A lossy format may miss one pixel by far, and all of them by little.
            Assert.InRange(format is "png" or "tif" ? apart.Max() : apart.Average(), 0, most);
            Assert.Equal(format != "jpg", picture.Alpha is not null);
        }

        // Another time the same file: a download that broke off continues.
        Assert.Equal(made["png"], await FileAsync("result.png"));
        // The small picture is stored, too: the gallery decodes none.
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(folder, "thumbnail.jpg"), Studio.Cancellation),
            await FileAsync("thumbnail"));

        static float OnWhite(Picture picture, int i)
        {
            float alpha = picture.Alpha![i % picture.Alpha.Length];
            return (picture.Pixels[i] * alpha) + 1 - alpha;
        }

        string[] Results() => [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file)!)
            .Where(name => name.StartsWith("result", StringComparison.Ordinal) || name == "thumbnail.jpg")
            .Order(StringComparer.Ordinal)];
        Task<byte[]> FileAsync(string path) =>
            studio.Http.GetByteArrayAsync($"/api/runs/{run.Id}/{path}", Studio.Cancellation);
    }

    [Fact]
    public async Task Result_that_an_earlier_version_stored_in_three_formats_is_sent_as_it_is()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await studio.UntilAsync((await studio.CreateAsync()).Id, "done", "failed");
        string folder = Path.Combine(studio.Settings.DataFolder, "runs", run.Id.ToString("N"));
        // Each file has a colour of its own, so that it is known again.
        (string Name, PictureFormat Format, float Grey)[] files =
            [("png", PictureFormat.Png, 0.2f), ("jpg", PictureFormat.Jpeg, 0.5f), ("tif", PictureFormat.Tiff, 0.8f)];
        foreach ((string name, PictureFormat format, float grey) in files)
        {
            await File.WriteAllBytesAsync(
                Path.Combine(folder, $"result.{name}"),
                PictureWriter.Encode(TestPictures.Flat(32, 27, grey), format),
                Studio.Cancellation);
        }

        File.Delete(Path.Combine(folder, "thumbnail.jpg"));
        await studio.Service<Database>().ExecuteAsync("UPDATE runs SET formats = 'png,jpg,tif'");

        Assert.Equal(["png", "jpg", "tif", "webp"], (await studio.GetAsync(run.Id)).Run.Formats);
        foreach ((string name, PictureFormat _, float grey) in files)
        {
            byte[] sent = await studio.ResultAsync(run.Id, name);
            Assert.Equal(
                await File.ReadAllBytesAsync(Path.Combine(folder, $"result.{name}"), Studio.Cancellation), sent);
            Assert.Equal(grey, new PictureReader().Decode(sent, name).Pixels.Average(), 0.01);
        }

        // What is made comes from the best, the small picture from the one that is read most quickly.
        Assert.Equal(0.8, Grey(await studio.ResultAsync(run.Id, "webp")), 0.01);
        Assert.Equal(0.8, Grey(await studio.ResultAsync(run.Id, "jpg?quality=90")), 0.01);
        Assert.Equal(0.5, Grey(await studio.Http.GetByteArrayAsync(
            $"/api/runs/{run.Id}/thumbnail", Studio.Cancellation)), 0.01);

        static double Grey(byte[] file) => new PictureReader().Decode(file, "file").Pixels.Average();
    }

    [Fact]
    public async Task Results_as_zip_have_the_format_that_is_wanted_made_for_it()
    {
        await using Studio studio = await Studio.StartAsync();
        Guid one = (await studio.CreateAsync()).Id, other = (await studio.CreateAsync(("seed", "2"))).Id;
        await studio.UntilAsync(one, "done");
        await studio.UntilAsync(other, "done");
        foreach (string format in new[] { "png", "jpg", "tif", "webp" })
        {
            byte[] zip = await studio.Http.GetByteArrayAsync(
                $"/api/results.zip?id={one}&id={other}&format={format}", Studio.Cancellation);
            await using var archive = new ZipArchive(new MemoryStream(zip));
            Assert.Equal(
                [$"photo_painting.{format}", $"photo_painting-2.{format}"],
                archive.Entries.Select(entry => entry.FullName));
            using var file = new MemoryStream();
            await using Stream entry = await archive.Entries[0].OpenAsync(Studio.Cancellation);
            await entry.CopyToAsync(file, Studio.Cancellation);
            Assert.Equal(await studio.ResultAsync(one, format), file.ToArray());
        }
    }

    [Theory]
    [InlineData("result.png?quality=80", "quality: png has none; it is for jpg and webp.")]
    [InlineData("result.jpg?quality=0", "quality: expected 1 to 100, got '0'.")]
    [InlineData("result.jpg?quality=80.5", "quality: expected a whole number from 1 to 100, got '80.5'.")]
    [InlineData("result.webp?quality=NaN", "quality: expected 1 to 100, got 'NaN'.")]
    [InlineData("result.tif?dpi=1e5", "dpi: expected 1 to 10000, got '1e5'.")]
    public async Task Result_in_a_way_that_can_not_be_gets_one_sentence(string path, string sentence)
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await studio.UntilAsync((await studio.CreateAsync()).Id, "done", "failed");

        using HttpResponseMessage response = await studio.Http.GetAsync(
            $"/api/runs/{run.Id}/{path}", Studio.Cancellation);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        JsonElement problem = JsonDocument.Parse(
            await response.Content.ReadAsStringAsync(Studio.Cancellation)).RootElement;
        Assert.Equal(sentence, problem.GetProperty("detail").GetString());
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
        await using Studio studio = await Studio.StartAsync();
        using MultipartFormDataContent form = Parts(painting: "a=2.png");
        form.Add(Studio.Part(Studio.Painting), "style", "keep");
        form.Add(Studio.Part(Studio.Photo), "region", "sky=1.png");
        form.Add(Studio.Part(Studio.Photo), "region", "face.png#black");
        foreach (string style in new[] { "1", "2" })
            form.Add(new StringContent(style), "regionStyle");

        RunView run = await studio.UntilAsync(await CreateAsync(studio, form), "done", "failed");

        RunRecord record = await RecordAsync(studio, run.Id);
        Assert.Equal(("done", ""), (run.State, run.Error));
        Assert.Equal(["a=2.png", "keep"], record.Styles.Select(style => style.Picture.Name));
        Assert.Equal(
            [("sky=1.png", null, "a=2.png"), ("face.png#black", null, "keep")],
            record.Regions.Select(region =>
                (region.Mask.Picture.Name, region.Mask.Color, Assert.Single(region.Styles).Picture.Name)));
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

    private static async Task<RunRecord> RecordAsync(Studio studio, Guid id) =>
        RunRecord.Parse(Info(await studio.ResultAsync(id, "png")).Parameters!);

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
