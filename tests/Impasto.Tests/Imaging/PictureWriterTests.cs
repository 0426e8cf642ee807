using Impasto.Imaging;

namespace Impasto.Tests.Imaging;

public sealed class PictureWriterTests : IDisposable
{
    private static readonly PictureReader Reader = new();

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.png", 8, false)]
    [InlineData("a.png", 8, true)]
    [InlineData("a.png", 16, false)]
    [InlineData("a.png", 16, true)]
    [InlineData("a.tif", 8, true)]
    [InlineData("a.tiff", 16, false)]
    [InlineData("A.TIF", 16, true)]
    public void Write_without_loss_reads_back_to_the_bit(string name, int depth, bool alpha)
    {
        Picture picture = Pixels.Picture(23, 17, alpha, depth);

        PictureWriter.Write(picture, _folder.File(name), new PictureWriteOptions { Depth = depth });

        Picture again = Reader.Read(_folder.File(name));
        Assert.Equal(picture.Pixels, again.Pixels);
        Assert.Equal(picture.Alpha, again.Alpha);
        Assert.Equal(depth, Reader.ReadInfo(_folder.File(name)).Bits);
    }

    [Theory]
    [InlineData("a.png", 8)]
    [InlineData("a.tif", 16)]
    [InlineData("a.jpg", 8)]
    [InlineData("a.webp", 8)]
    public void Write_depth_unsaid_is_16_for_tiff_and_8_for_the_rest(string name, int bits)
    {
        PictureWriter.Write(Pixels.Picture(9, 7), _folder.File(name));

        Assert.Equal(bits, Reader.ReadInfo(_folder.File(name)).Bits);
    }

    [Fact]
    public void Write_values_out_of_range_are_clipped_and_rounded()
    {
        float[] values = [-1, 2, float.NaN, float.PositiveInfinity, 0.4999f / 255, 0.5001f / 255];

        PictureWriter.Write(new Picture(6, 1, [.. values, .. values, .. values]), _folder.File("a.png"));

        Assert.Equal([0, 1, 0, 1, 0, 1 / 255f], Reader.Read(_folder.File("a.png")).Pixels[..6]);
    }

    [Fact]
    public void Write_jpeg_is_4_4_4()
    {
        PictureWriter.Write(Pixels.Picture(40, 30), _folder.File("a.jpg"));

        byte[] file = File.ReadAllBytes(_folder.File("a.jpg"));
        int frame = Jpeg.Find(file, 0xC0);
        Assert.Equal([0x11, 0x11, 0x11], new[] { file[frame + 11], file[frame + 14], file[frame + 17] });
    }

    [Theory]
    [InlineData(null, 10)]
    [InlineData(50, 100)]
    [InlineData(100, 100)]
    public void Write_jpeg_has_the_quality_asked_for_and_95_unasked(int? quality, int scale)
    {
        PictureWriteOptions options = quality is { } wanted ? new() { Quality = wanted } : new();

        PictureWriter.Write(Pixels.Picture(40, 30), _folder.File("a.jpg"), options);

        // T.81's example table begins with 16; at a quality above 50 it is divided by 50 / (100 - quality): 16 * 0.1
        // = 2 at 95.
        byte[] file = File.ReadAllBytes(_folder.File("a.jpg"));
        int expected = quality == 100 ? 1 : ((16 * scale) + 50) / 100;
        Assert.Equal(expected, file[Jpeg.Find(file, 0xDB) + 5]);
    }

    [Fact]
    public void Write_jpeg_lays_transparency_on_white()
    {
        float[] black = new float[3 * 64];

        PictureWriter.Write(new Picture(8, 8, black, new float[64]), _folder.File("a.jpg"));

        Assert.All(Reader.Read(_folder.File("a.jpg")).Pixels, value => Assert.Equal(1f, value, 0.01f));
    }

    [Fact]
    public void Write_webp_keeps_alpha_and_the_colours_under_it()
    {
        Picture half = new(
            16, 16, [.. Enumerable.Repeat(0.8f, 768)], [.. Enumerable.Repeat(0f, 128), .. Enumerable.Repeat(1f, 128)]);

        PictureWriter.Write(half, _folder.File("a.webp"));

        Picture again = Reader.Read(_folder.File("a.webp"));
        Assert.Equal(half.Alpha, again.Alpha);
        Assert.All(again.Pixels, value => Assert.Equal(0.8f, value, 0.03f));
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    [InlineData("a.webp")]
    [InlineData("a.tif")]
    public void Write_embeds_an_srgb_profile(string name)
    {
        PictureWriter.Write(Pixels.Picture(9, 7), _folder.File(name));

        Assert.Contains("sRGB", Reader.ReadInfo(_folder.File(name)).Profile, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    [InlineData("a.webp")]
    [InlineData("a.tif")]
    public void Write_parameters_come_back_letter_by_letter(string name)
    {
        const string Text = "{\"content\": \"a \\\"b\\\" <c> & ]]> größe 写真 🎨.jpg\",\n\t'x': 1}\r\n  end ";

        PictureWriter.Write(Pixels.Picture(9, 7), _folder.File(name), new PictureWriteOptions { Parameters = Text });

        Assert.Equal(Text, Reader.ReadInfo(_folder.File(name)).Parameters);
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    [InlineData("a.webp")]
    [InlineData("a.tif")]
    public void Write_parameters_of_100_KB_come_back(string name)
    {
        string text = string.Concat(
            Enumerable.Range(0, 2500).Select(i => $"{{\"picture\": \"größe {i * i}.jpg\", \"weight\": {i}}},\n"));
        Assert.True(text.Length > 100_000);

        PictureWriter.Write(Pixels.Picture(9, 7), _folder.File(name), new PictureWriteOptions { Parameters = text });

        Assert.Equal(text, Reader.ReadInfo(_folder.File(name)).Parameters);
    }

    [Fact]
    public void Check_parameters_that_no_jpeg_holds_are_refused_before_the_work()
    {
        var random = new Random(1);
        string noise = string.Concat(Enumerable.Range(0, 150_000).Select(_ => (char)random.Next(' ', '~')));

        var failure = Assert.Throws<PictureException>(() =>
            PictureWriter.Check(_folder.File("a.jpg"), new PictureWriteOptions { Parameters = noise }));

        Assert.Contains("150000 characters", failure.Message, StringComparison.Ordinal);
        PictureWriter.Check(_folder.File("a.png"), new PictureWriteOptions { Parameters = noise });
    }

    [Fact]
    public void ReadInfo_without_parameters_gives_none()
    {
        PictureWriter.Write(Pixels.Picture(9, 7), _folder.File("a.png"));

        Assert.Null(Reader.ReadInfo(_folder.File("a.png")).Parameters);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4000)]
    [InlineData(4000, 1)]
    public void Write_thin_pictures_in_every_format(int width, int height)
    {
        foreach (string name in new[] { "a.png", "a.jpg", "a.webp", "a.tif" })
        {
            PictureWriter.Write(Pixels.Picture(width, height), _folder.File(name));
            Picture again = Reader.Read(_folder.File(name));
            Assert.Equal((width, height), (again.Width, again.Height));
        }
    }

    [Fact]
    public void Write_leaves_nothing_but_the_picture()
    {
        PictureWriter.Write(Pixels.Picture(9, 7), _folder.File("a.png"));

        Assert.Equal(["a.png"], _folder.Names());
    }

    [Fact]
    public void Write_existing_file_is_replaced_only_when_asked()
    {
        File.WriteAllText(_folder.File("a.png"), "mine");

        var failure = Assert.Throws<FileException>(
            () => PictureWriter.Write(Pixels.Picture(9, 7), _folder.File("a.png")));

        Assert.Equal($"'{_folder.File("a.png")}' exists already.", failure.Message);
        Assert.Equal((_folder.File("a.png"), true), (failure.Path, failure.AlreadyExists));
        Assert.Equal("mine", File.ReadAllText(_folder.File("a.png")));
        PictureWriter.Write(Pixels.Picture(9, 7), _folder.File("a.png"), new PictureWriteOptions { Overwrite = true });
        Assert.Equal(9, Reader.Read(_folder.File("a.png")).Width);
    }

    [Theory]
    [InlineData(
        "a.gif", null, 95,
        "expected a name that ends in .png, .jpg, .jpeg, .jfif, .jpe, .webp, .tif, .tiff, got '.gif'")]
    [InlineData("a", null, 95, "got no ending")]
    [InlineData("a.jpg", 16, 95, "16 bits a channel; use .png or .tif.")]
    [InlineData("a.webp", 16, 95, "16 bits a channel; use .png or .tif.")]
    [InlineData("a.png", 12, 95, "depth: expected 8 or 16 bits a channel, got ")]
    [InlineData("a.jpg", null, 0, "quality: expected 1 to 100, got ")]
    [InlineData("a.jpg", null, 101, "quality: expected 1 to 100, got ")]
    public void CheckOptions_impossible_ones_are_named(string name, int? depth, int quality, string sentence)
    {
        var failure = Assert.ThrowsAny<ImpastoException>(() =>
            PictureWriter.CheckOptions(name, new PictureWriteOptions { Depth = depth, Quality = quality }));

        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.webp", "WebP", 16_384)]
    [InlineData("a.jpg", "JPEG", 65_501)]
    public void Check_side_beyond_the_format_is_refused(string name, string format, int side)
    {
        var failure = Assert.Throws<PictureException>(
            () => PictureWriter.Check(_folder.File(name), new PictureWriteOptions(), new PictureSize(side, 10)));

        Assert.Equal(
            $"'{_folder.File(name)}' can't be written: {format} is limited to {side - 1} pixels a side, "
            + $"the picture has {side} x 10.",
            failure.Message);
        PictureWriter.Check(_folder.File(name), new PictureWriteOptions(), new PictureSize(side - 1, 10));
    }
}
