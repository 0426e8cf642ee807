using Impasto.Imaging;
using NetVips;

namespace Impasto.Tests.Imaging;

public sealed class PictureReaderTests
{
    private const int Width = 5;
    private const int Height = 4;

    private static readonly PictureReader Reader = new();

    [Fact]
    public void Decode_png_of_8_bits_gives_v_over_255()
    {
        using Image image = Pixels.Image8(Width, Height, 3);

        Picture picture = Reader.Decode(image.PngsaveBuffer(), "test");

        Assert.Equal((Width, Height), (picture.Width, picture.Height));
        Assert.Equal(Pixels.Planes(Pixels.Bytes(Width, Height, 3), 3, value => value / 255f), picture.Pixels);
        Assert.Null(picture.Alpha);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("tiff")]
    public void Decode_16_bits_gives_v_over_65535(string format)
    {
        using Image image = Pixels.Image16(Width, Height, 3);

        Picture picture = Reader.Decode(format == "png" ? image.PngsaveBuffer() : image.TiffsaveBuffer(), "test");

        Assert.Equal(Pixels.Planes(Pixels.Words(Width, Height, 3), 3, value => value / 65535f), picture.Pixels);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Decode_grey_gives_three_planes_alike(int bits)
    {
        using Image image = bits == 8 ? Pixels.Image8(Width, Height, 1) : Pixels.Image16(Width, Height, 1);
        float[] grey = bits == 8
            ? Pixels.Planes(Pixels.Bytes(Width, Height, 1), 1, value => value / 255f)
            : Pixels.Planes(Pixels.Words(Width, Height, 1), 1, value => value / 65535f);

        Picture picture = Reader.Decode(image.PngsaveBuffer(), "test");

        Assert.Equal([.. grey, .. grey, .. grey], picture.Pixels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Decode_alpha_comes_apart_and_leaves_the_colours_alone(int colours)
    {
        using Image image = Pixels.Image8(Width, Height, colours + 1);
        float[] planes = Pixels.Planes(Pixels.Bytes(Width, Height, colours + 1), colours + 1, value => value / 255f);

        Picture picture = Reader.Decode(image.PngsaveBuffer(), "test");

        int plane = Width * Height;
        Assert.Equal(planes[^plane..], picture.Alpha);
        Assert.Equal(planes[..plane], picture.Pixels[..plane]);
        Assert.Equal(planes[((colours - 1) * plane)..(colours * plane)], picture.Pixels[^plane..]);
    }

    [Fact]
    public void Decode_alpha_of_16_bits_gives_v_over_65535()
    {
        using Image image = Pixels.Image16(Width, Height, 4);

        Picture picture = Reader.Decode(image.TiffsaveBuffer(), "test");

        Assert.Equal(
            Pixels.Planes(Pixels.Words(Width, Height, 4), 4, value => value / 65535f)[^(Width * Height)..],
            picture.Alpha);
    }

    [Fact]
    public void Decode_palette_png_gives_its_colours()
    {
        using Image left = Pixels.Flat(3, 2, 200, 10, 30);
        using Image right = Pixels.Flat(3, 2, 0, 90, 255);
        using Image both = left.Join(right, Enums.Direction.Horizontal);
        byte[] file = both.PngsaveBuffer(palette: true, dither: 0);
        Assert.Equal(3, file[25]); // IHDR's colour type: indexed.

        Picture picture = Reader.Decode(file, "test");

        Assert.Equal([200 / 255f, 200 / 255f, 200 / 255f, 0, 0, 0], picture.Pixels[..6]);
        Assert.Equal([30 / 255f, 30 / 255f, 30 / 255f, 1, 1, 1], picture.Pixels[^6..]);
    }

    [Fact]
    public void Decode_png_of_1_bit_is_black_and_white()
    {
        using Image image = Image.NewFromMemory(new byte[] { 0, 255, 255, 0 }, 4, 1, 1, Enums.BandFormat.Uchar).Copy(
            interpretation: Enums.Interpretation.Bw);

        Picture picture = Reader.Decode(image.PngsaveBuffer(bitdepth: 1), "test");

        Assert.Equal([0, 1, 1, 0], picture.Pixels[..4]);
    }

    [Theory]
    [InlineData("gif")]
    [InlineData("webp")]
    public void Decode_animation_gives_the_first_frame(string format)
    {
        using Image first = Pixels.Flat(8, 6, 255, 0, 0);
        using Image second = Pixels.Flat(8, 6, 0, 0, 255);
        using Image frames = Image.Arrayjoin([first, second], across: 1).Mutate(
            image => image.Set(GValue.GIntType, "page-height", 6));

        Picture picture = Reader.Decode(
            format == "gif" ? frames.GifsaveBuffer() : frames.WebpsaveBuffer(lossless: true), "test");

        Assert.Equal((8, 6), (picture.Width, picture.Height));
        Assert.All(picture.Pixels[..48], red => Assert.Equal(1f, red));
        Assert.All(picture.Pixels[48..], other => Assert.Equal(0f, other));
    }

    [Fact]
    public void Decode_tiff_of_two_pages_gives_the_first()
    {
        using Image first = Pixels.Flat(8, 6, 255, 0, 0);
        using Image second = Pixels.Flat(8, 6, 0, 0, 255);
        using Image pages = Image.Arrayjoin([first, second], across: 1).Mutate(
            image => image.Set(GValue.GIntType, "page-height", 6));

        Picture picture = Reader.Decode(pages.TiffsaveBuffer(), "test");

        Assert.Equal((8, 6, 1f), (picture.Width, picture.Height, picture.Pixels[0]));
    }

    // Rows come as the file gives them: in blocks of its own height, all at once, or in passes.
    [Theory]
    [InlineData("png")]
    [InlineData("interlaced")]
    [InlineData("strips of 14 rows")]
    [InlineData("tiles")]
    [InlineData("webp")]
    public void Decode_more_rows_than_a_block_of_any_format_gives_every_value(string format)
    {
        using Image image = Pixels.Image8(70, 300, 3);

        byte[] file = format switch
        {
            "png" => image.PngsaveBuffer(),
            "interlaced" => image.PngsaveBuffer(interlace: true),
            "strips of 14 rows" => image.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw, tileHeight: 14),
            "tiles" => image.TiffsaveBuffer(
                compression: Enums.ForeignTiffCompression.Deflate, tile: true, tileWidth: 16, tileHeight: 32),
            _ => image.WebpsaveBuffer(lossless: true),
        };

        Assert.Equal(
            Pixels.Planes(Pixels.Bytes(70, 300, 3), 3, value => value / 255f), Reader.Decode(file, "test").Pixels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Decode_jpeg_comes_within_two_levels(int bands)
    {
        // A gradient, which JPEG keeps well, unlike the noise of the other tests.
        using Image ramp = Image.Xyz(64, 48)[0] * 3;
        using Image grey = ramp.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Bw);
        using Image image = bands == 1 ? grey.Copy() : grey.Bandjoin(grey, grey).Copy(
            interpretation: Enums.Interpretation.Srgb);

        Picture picture = Reader.Decode(image.JpegsaveBuffer(q: 98), "test");

        for (int x = 0; x < 64; x++)
            Assert.Equal(3 * x / 255f, picture.Pixels[(64 * 20) + x], 2 / 255f);
    }

    [Fact]
    public void Decode_cmyk_jpeg_gives_the_inks_colours()
    {
        // Full cyan ink is a blue with little red, no ink is white, all black ink nearly black.
        Picture cyan = Cmyk(255, 0, 0, 0), white = Cmyk(0, 0, 0, 0), black = Cmyk(0, 0, 0, 255);

        Assert.True(
            cyan.Pixels[0] < 0.2f && cyan.Pixels[64] > 0.55f && cyan.Pixels[128] > 0.8f, $"cyan is {Colour(cyan)}");
        Assert.True(white.Pixels.Min() > 0.98f, $"white is {Colour(white)}");
        Assert.True(black.Pixels.Max() < 0.25f, $"black is {Colour(black)}");
    }

    // Row by row as a viewer should see the picture 1 2 3 / 4 5 6. Source: Exif 2.32, tag 0x0112.
    [Theory]
    [InlineData(1, 3, "123456")]
    [InlineData(2, 3, "321654")]
    [InlineData(3, 3, "654321")]
    [InlineData(4, 3, "456123")]
    [InlineData(5, 2, "142536")]
    [InlineData(6, 2, "415263")]
    [InlineData(7, 2, "635241")]
    [InlineData(8, 2, "362514")]
    public void Decode_exif_orientation_turns_the_picture_upright(int orientation, int width, string expected)
    {
        using Image stored = Image.NewFromMemory(new byte[] { 10, 20, 30, 40, 50, 60 }, 3, 2, 1, Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Bw)
            .Mutate(image => image.Set(GValue.GIntType, "orientation", orientation));

        Picture picture = Reader.Decode(stored.TiffsaveBuffer(), "test");

        Assert.Equal(width, picture.Width);
        Assert.Equal(
            expected, string.Concat(picture.Pixels[..6].Select(value => (char)('0' + (int)Math.Round(value * 25.5)))));
    }

    [Fact]
    public void Decode_orientation_in_a_jpeg_is_applied_and_turns_alpha_too()
    {
        using Image jpeg = Pixels.Flat(8, 3, 9, 9, 9).Mutate(image => image.Set(GValue.GIntType, "orientation", 6));
        using Image png = Pixels.Flat(8, 3, 9, 9, 9, 128).Mutate(image => image.Set(GValue.GIntType, "orientation", 6));

        Picture first = Reader.Decode(jpeg.JpegsaveBuffer(), "test"), second = Reader.Decode(
            png.PngsaveBuffer(), "test");

        Assert.Equal((3, 8), (first.Width, first.Height));
        Assert.Equal((3, 8, 24), (second.Width, second.Height, second.Alpha?.Length));
    }

    [Fact]
    public void Decode_floating_point_tiff_gives_its_values_in_srgb()
    {
        // scRGB is linear: 0.2158605 is the linear value of 0.5.
        using Image image = (Image.Black(4, 4, bands: 3) + new[] { 0, 0.2158605, 1 })
            .Cast(Enums.BandFormat.Float).Copy(interpretation: Enums.Interpretation.Scrgb);

        Picture picture = Reader.Decode(image.TiffsaveBuffer(), "test");

        Assert.Equal(0f, picture.Pixels[0], 0.002f);
        Assert.Equal(0.5f, picture.Pixels[16], 0.002f);
        Assert.Equal(1f, picture.Pixels[32], 0.002f);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4000)]
    [InlineData(4000, 1)]
    public void Decode_thin_pictures_are_pictures_too(int width, int height)
    {
        using Image image = Pixels.Image8(width, height, 3);

        Picture picture = Reader.Decode(image.PngsaveBuffer(), "test");

        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.Equal(Pixels.Planes(Pixels.Bytes(width, height, 3), 3, value => value / 255f), picture.Pixels);
    }

    [Fact]
    public async Task ReadAsync_hyphen_reads_standard_input()
    {
        using Image image = Pixels.Image8(Width, Height, 3);
        using var input = new MemoryStream(image.PngsaveBuffer());

        Picture picture = await new PictureReader(standardInput: input).ReadAsync(
            "-", TestContext.Current.CancellationToken);

        Assert.Equal(Pixels.At(0, 0, 1) / 255f, picture.Pixels[Width * Height]);
    }

    [Theory]
    [InlineData("plain.png")]
    [InlineData("two words & more.png")]
    [InlineData("page[1].png")]
    [InlineData("@home.png")]
    [InlineData("größe 写真.png")]
    public async Task ReadAsync_file_of_any_name_is_read(string name)
    {
        using var folder = new ScratchFolder();
        using Image image = Pixels.Image8(Width, Height, 3);
        await File.WriteAllBytesAsync(folder.File(name), image.PngsaveBuffer(), TestContext.Current.CancellationToken);

        Picture picture = await Reader.ReadAsync(folder.File(name), TestContext.Current.CancellationToken);

        Assert.Equal(Width, picture.Width);
    }

    [Fact]
    public void ReadInfo_tells_what_the_header_says()
    {
        using var folder = new ScratchFolder();
        string path = folder.File("a.tif");
        using Image image = Pixels.Image16(Width, Height, 4).Mutate(header =>
        {
            header.Set(GValue.GIntType, "orientation", 6);
            header.Set(GValue.BlobType, "icc-profile-data", Image.ProfileLoad("p3"));
        });
        File.WriteAllBytes(path, image.TiffsaveBuffer());

        PictureInfo info = Reader.ReadInfo(path);

        var expected = new PictureInfo
        {
            Format = "tiff",
            Size = new PictureSize(Width, Height),
            Bits = 16,
            ColorSpace = "rgb16",
            HasAlpha = true,
            Profile = info.Profile,
            Orientation = 6,
        };
        Assert.Equal(expected, info);
        Assert.Equal(new PictureSize(Height, Width), info.UprightSize);
        Assert.Contains("P3", info.Profile, StringComparison.Ordinal);
    }

    private static Picture Cmyk(params double[] inks)
    {
        using Image image = (Image.Black(8, 8, bands: 4) + inks).Cast(Enums.BandFormat.Uchar).Copy(
            interpretation: Enums.Interpretation.Cmyk);
        byte[] file = image.JpegsaveBuffer(q: 100);
        int frame = Jpeg.Find(file, 0xC0);
        Assert.Equal(4, file[frame + 9]); // SOF's number of components.
        return Reader.Decode(file, "test");
    }

    private static string Colour(Picture picture) =>
        $"{picture.Pixels[0]}, {picture.Pixels[64]}, {picture.Pixels[128]}";
}
