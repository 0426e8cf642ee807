using System.Text;
using Impasto.Imaging;
using NetVips;

namespace Impasto.Tests.Imaging;

/// <summary>Bitmaps, Netpbm files, drawings, pages, and JPEG files without an end.</summary>
public sealed class PictureKindTests
{
    private static readonly PictureReader Reader = new();

    // 2 x 2 pixels by their rows: red, green; blue, white.
    private static readonly float[] Four = [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1];

    public static TheoryData<string, byte[]> Netpbm => new()
    {
        { "plain", "P3 2 2 255 255 0 0 0 255 0 0 0 255 255 255 255"u8.ToArray() },
        { "comments", "P3 # colours\n2 2\n# most\n5\n5 0 0 0 5 0 0 0 5 5 5 5\n"u8.ToArray() },
        { "bytes", [.. "P6\n2 2\n255\n"u8, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255] },
        { "words", [.. "P6 2 2 65535 "u8, 255, 255, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0,
            0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255] },
        { "PAM", [.. "P7\nWIDTH 2\nHEIGHT 2\nDEPTH 3\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\n"u8,
            255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255] },
        // Rows come from the bottom.
        { "PFM", [.. "PF\n2 2\n-1.0\n"u8, .. TiffFile.Floats(0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 1, 0)] },
    };

    public static TheoryData<string, byte[]> Bitmaps => new()
    {
        { "24 bits", Bmp(24, 0, [], [255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0]) },
        { "24 bits, top down", Bmp(24, 0, [], [0, 0, 255, 0, 255, 0, 0, 0, 255, 0, 0, 255, 255, 255, 0, 0], -2) },
        { "32 bits", Bmp(32, 0, [], [255, 0, 0, 0, 255, 255, 255, 0, 0, 0, 255, 0, 0, 255, 0, 0]) },
        { "16 bits", Bmp(16, 0, [], [0x1F, 0, 0xFF, 0x7F, 0, 0x7C, 0xE0, 0x03]) },
        { "565", Bmp(16, 3, [0, 0xF8, 0, 0, 0xE0, 7, 0, 0, 0x1F, 0, 0, 0], [0x1F, 0, 0xFF, 0xFF, 0, 0xF8, 0xE0, 7]) },
        { "8 bits", Bmp(8, 0, Palette, [2, 3, 0, 0, 0, 1, 0, 0]) },
        { "4 bits", Bmp(4, 0, Palette, [0x23, 0, 0, 0, 0x01, 0, 0, 0]) },
        { "8 bits, runs", Bmp(8, 1, Palette, [1, 2, 1, 3, 0, 0, 1, 0, 1, 1, 0, 1]) },
        { "4 bits, runs", Bmp(4, 2, Palette, [2, 0x23, 0, 0, 2, 0x01, 0, 1]) },
    };

    private static byte[] Palette => [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0];

    [Theory]
    [MemberData(nameof(Netpbm))]
    [MemberData(nameof(Bitmaps))]
    public void Decode_simple_formats_give_their_pixels(string kind, byte[] file)
    {
        Picture picture = Reader.Decode(file, kind);

        Assert.Equal((2, 2), (picture.Width, picture.Height));
        Assert.Null(picture.Alpha);
        float[] rows = [.. Enumerable.Range(0, 12).Select(i => picture.Pixels[(i % 3 * 4) + (i / 3)])];
        Assert.Equal(Four, rows.Select(value => MathF.Round(value, 3)));
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder.File("a"), file);
        Assert.Equal((2, 2), (Reader.ReadInfo(folder.File("a")).Width, Reader.ReadInfo(folder.File("a")).Height));
    }

    [Theory]
    [MemberData(nameof(Netpbm))]
    [MemberData(nameof(Bitmaps))]
    public void Decode_simple_formats_cut_off_anywhere_say_so(string kind, byte[] file)
    {
        // The last bytes fill up a row, end the runs, or are digits of a number.
        for (int length = 3; length < file.Length - 4; length++)
        {
            var failure = Assert.Throws<PictureException>(() => Reader.Decode(file[..length], kind));
            Assert.StartsWith($"'{kind}' can't be read: it", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("P6 60000 60000 255 ")]
    [InlineData("P3 9000 9000 255 1 2 3")]
    public void Decode_simple_formats_that_promise_much_take_no_memory(string text)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<PictureException>(() => Reader.Decode(Encoding.Latin1.GetBytes(text), "a"));

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Theory]
    [InlineData(null, 100, 50)]
    [InlineData(400, 400, 200)]
    [InlineData(33, 33, 17)]
    public void Decode_drawing_has_the_size_asked_for(int? side, int width, int height)
    {
        const string Text = "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='50'>"
            + "<rect width='50' height='50' fill='#f00'/></svg>";

        Picture picture = new PictureReader { VectorSide = side }.Decode(Encoding.UTF8.GetBytes(Text), "a.svg");

        Assert.Equal((width, height), (picture.Width, picture.Height));
        int middle = ((height / 2) * width) + (width / 4);
        Assert.Equal((1f, 0f, 1f), (picture.Pixels[middle], picture.Pixels[(width * height) + middle],
            picture.Alpha![middle]));
        Assert.Equal(0, picture.Alpha[(height / 2 * width) + (width * 3 / 4)]);
    }

    [Fact]
    public void Decode_drawing_loads_no_file()
    {
        using var folder = new ScratchFolder();
        using Image red = Pixels.Flat(10, 10, 255, 0, 0);
        red.Pngsave(folder.File("red.png"));
        string text = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' "
            + $"width='10' height='10'><image xlink:href='file://{folder.File("red.png")}' width='10' height='10'/>"
            + "<image href='red.png' width='10' height='10'/></svg>";
        File.WriteAllText(folder.File("a.svg"), text);

        Assert.All(Reader.Read(folder.File("a.svg")).Alpha!, alpha => Assert.Equal(0, alpha));
    }

    [Theory]
    [InlineData("gif", "frames")]
    [InlineData("webp", "frames")]
    [InlineData("tiff", "pages")]
    public void Read_pages_can_be_chosen_and_are_noted(string format, string what)
    {
        using var folder = new ScratchFolder();
        string path = folder.File($"a.{format}");
        File.WriteAllBytes(path, Pages(format));

        Picture first = Reader.Read(path), second = Reader.Read($"{path}#page=2");

        Assert.True(first.Pixels[0] > 0.9f && second.Pixels[0] < 0.1f);
        Assert.Equal(
            $"'{path}' has 2 {what}: the first one is read; '{path}#page=2' is the next.",
            Assert.Single(first.Origin!.Notes));
        Assert.Empty(second.Origin!.Notes);
        Assert.Empty(Reader.Read($"{path}#page=1").Origin!.Notes);
        Assert.Equal(2, Reader.ReadInfo(path).Pages);
        Assert.Equal(
            $"'{path}#page=3' can't be read: it has no page 3, only 2.",
            Assert.Throws<PictureException>(() => Reader.Read($"{path}#page=3")).Message);
    }

    [Fact]
    public void Read_a_file_that_is_called_like_a_page_is_itself()
    {
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder.File("a.gif#page=2"), Pages("gif"));

        Assert.True(Reader.Read(folder.File("a.gif#page=2")).Pixels[0] > 0.9f);
    }

    [Fact]
    public void Decode_animated_png_is_noted()
    {
        using Image image = Pixels.Image8(9, 7, 3);
        byte[] file = PngFile.With(image.PngsaveBuffer(), ("acTL", [0, 0, 0, 5, 0, 0, 0, 0]));

        Assert.Equal(
            "'a' is an animation of 5 frames: only its still picture is read.",
            Assert.Single(Reader.Decode(file, "a").Origin!.Notes));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Decode_jpeg_without_end_is_read_with_a_note(bool isProgressive)
    {
        using Image image = Pixels.Image8(64, 48, 3);
        byte[] whole = image.JpegsaveBuffer(interlace: isProgressive);

        Picture picture = Reader.Decode(whole[..^2], "a.jpg");

        Assert.Equal(Reader.Decode(whole, "a.jpg").Pixels, picture.Pixels);
        Assert.Equal(
            "'a.jpg': its end marker is missing, and the picture is complete.", Assert.Single(picture.Origin!.Notes));
        Assert.Equal(picture.Pixels, Reader.Decode(whole[..^1], "a.jpg").Pixels);
        foreach (int cut in new[] { 8, 60, whole.Length / 2 })
        {
            Assert.Throws<PictureException>(() => Reader.Decode(whole[..^cut], "a.jpg"));
            Assert.Throws<PictureException>(() => Reader.Decode([.. whole[..^cut], 0xFF, 0xD9], "a.jpg"));
        }
    }

    private static byte[] Pages(string format)
    {
        using Image white = Pixels.Flat(8, 8, 255, 255, 255), black = Pixels.Flat(8, 8, 0, 0, 0);
        using Image joined = white.Join(black, Enums.Direction.Vertical)
            .Mutate(header => header.Set(GValue.GIntType, "page-height", 8));
        return format switch
        {
            "gif" => joined.GifsaveBuffer(),
            "webp" => joined.WebpsaveBuffer(lossless: true),
            _ => joined.TiffsaveBuffer(),
        };
    }

    [Fact]
    public void ReadInfo_bitmap_of_any_size_takes_no_memory()
    {
        byte[] file = Bmp(8, 1, Palette, [1, 2, 1, 3, 0, 0, 1, 0, 1, 1, 0, 1]);
        (file[20], file[24]) = (0x98, 0x98); // 9961474 on each side.
        long before = GC.GetAllocatedBytesForCurrentThread();

        PictureInfo info = new PictureReader(new PictureLimits { MaxPixels = long.MaxValue })
            .ReadInfo(new MemoryStream(file));

        Assert.Equal((2 + (0x98 << 16), 2 + (0x98 << 16)), (info.Width, info.Height));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Decode_bitmap_that_promises_more_pixels_than_it_has_takes_no_memory()
    {
        byte[] file = Bmp(24, 0, [], [255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0]);
        file[21] = 7; // 117440514 x 2 pixels.
        long before = GC.GetAllocatedBytesForCurrentThread();

        PictureException failure = Assert.Throws<PictureException>(
            () => new PictureReader(new PictureLimits { MaxPixels = long.MaxValue }).Decode(file, "a.bmp"));

        Assert.Equal("'a.bmp' can't be read: it is damaged or cut off.", failure.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    // Three million dashes take 580 MB, a tenth of them nothing that anybody notices.
    [Theory]
    [InlineData("stroke-dasharray='0.09%'", false)]
    [InlineData("style='stroke: red; stroke-dasharray: 0.02 0.01'", false)]
    [InlineData("stroke-dasharray='10 5'", true)]
    [InlineData("stroke-dasharray='0'", true)]
    public void Decode_drawing_whose_dashes_would_take_gigabytes_is_refused(string dashes, bool isRead)
    {
        byte[] file = Encoding.UTF8.GetBytes(
            $"<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'>"
            + $"<path d='M 0 0 L 0 283711' stroke='red' {dashes}/></svg>");

        if (isRead)
        {
            Assert.Equal(8, Reader.Decode(file, "a.svg").Width);
            return;
        }

        Assert.Equal(
            "'a.svg' can't be read: its dashes are too fine for its lines, which would take too long.",
            Assert.Throws<PictureException>(() => Reader.Decode(file, "a.svg")).Message);
    }

    private static byte[] Bmp(int bits, int compression, byte[] tables, byte[] pixels, int height = 2)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("BM"u8);
        writer.Write(54 + tables.Length + pixels.Length);
        writer.Write(0);
        writer.Write(54 + tables.Length);
        writer.Write(40);
        writer.Write(2);
        writer.Write(height);
        writer.Write((short)1);
        writer.Write((short)bits);
        writer.Write(compression);
        writer.Write(0);
        writer.Write(0L);
        writer.Write(bits <= 8 ? tables.Length / 4 : 0);
        writer.Write(0);
        writer.Write(tables);
        writer.Write(pixels);
        return file.ToArray();
    }
}
