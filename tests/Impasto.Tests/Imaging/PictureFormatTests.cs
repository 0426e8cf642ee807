using Impasto.Imaging;

namespace Impasto.Tests.Imaging;

/// <summary>What the table of formats says is what reader and writer do.</summary>
public sealed class PictureFormatTests
{
    private static readonly PictureReader Reader = new();

    public static TheoryData<string> Writable => [.. PictureFormat.Writable.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Writable))]
    public void Depths_are_those_that_files_have(string name)
    {
        PictureFormat format = Find(name);

        foreach (int depth in (int[])[8, 16])
        {
            var options = new PictureWriteOptions { Depth = depth };
            if (format.Depths.Contains(depth))
                Assert.Equal(depth, Info(PictureWriter.Encode(Pixels.Picture(9, 7), format, options)).Bits);
            else
                Assert.Throws<PictureException>(() => PictureWriter.Encode(Pixels.Picture(9, 7), format, options));
        }

        Assert.Equal(format.DefaultDepth, Info(PictureWriter.Encode(Pixels.Picture(9, 7), format)).Bits);
    }

    [Theory]
    [MemberData(nameof(Writable))]
    public void HasAlpha_says_whether_transparency_is_kept(string name)
    {
        PictureFormat format = Find(name);

        Picture again = Reader.Decode(PictureWriter.Encode(Pixels.Picture(9, 7, alpha: true), format), "a");

        Assert.Equal(format.HasAlpha, again.Alpha is not null);
    }

    [Theory]
    [MemberData(nameof(Writable))]
    public void HasQuality_says_whether_quality_changes_the_file(string name)
    {
        PictureFormat format = Find(name);

        byte[] rough = PictureWriter.Encode(Pixels.Picture(40, 30), format, new PictureWriteOptions { Quality = 30 });
        byte[] fine = PictureWriter.Encode(Pixels.Picture(40, 30), format, new PictureWriteOptions { Quality = 95 });

        Assert.Equal(format.HasQuality, rough.Length < fine.Length);
    }

    [Theory]
    [InlineData("JPEG")]
    [InlineData("WebP")]
    public void MaxSide_is_the_longest_that_the_encoder_takes(string name)
    {
        PictureFormat format = Find(name);
        int longest = format.MaxSide;

        byte[] file = PictureWriter.Encode(new Picture(longest, 2, new float[6 * longest]), format);

        Assert.Equal(new PictureSize(longest, 2), Info(file).Size);
        Assert.True(format.Fits(new PictureSize(2, longest)));
        Assert.False(format.Fits(new PictureSize(2, longest + 1)));
    }

    [Fact]
    public void Check_names_picture_format_limit_and_size()
    {
        var failure = Assert.Throws<PictureException>(
            () => PictureFormat.Jpeg.Check(new PictureSize(70_000, 32), "x.jpg"));

        Assert.Equal(
            "'x.jpg' can't be written: JPEG is limited to 65500 pixels a side, the picture has 70000 x 32.",
            failure.Message);
        Assert.Equal("x.jpg", failure.PictureName);
        PictureFormat.Jpeg.Check(new PictureSize(65_500, 65_500));
        PictureFormat.Png.Check(new PictureSize(70_000, 32));
    }

    [Theory]
    [InlineData("a.png", "image/png")]
    [InlineData("photos/A.JPEG", "image/jpeg")]
    [InlineData("a.b.jpg", "image/jpeg")]
    [InlineData("a.webp", "image/webp")]
    [InlineData("a.tif", "image/tiff")]
    [InlineData("a.tiff", "image/tiff")]
    public void Of_finds_the_format_by_the_ending(string path, string mediaType) =>
        Assert.Equal(mediaType, PictureFormat.Of(path).MediaType);

    [Fact]
    public void Of_other_endings_lists_what_is_possible()
    {
        Assert.Equal(
            "'a.gif' can't be written: expected a name that ends in .png, .jpg, .jpeg, .jfif, .jpe, .webp, .tif, "
            + ".tiff, got '.gif'.",
            Assert.Throws<PictureException>(() => PictureFormat.Of("a.gif")).Message);
        Assert.EndsWith(
            "got no ending.",
            Assert.Throws<PictureException>(() => PictureFormat.Of("a")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PictureFormat.Of(""));
    }

    [Fact]
    public void All_formats_differ_and_those_that_are_written_come_first()
    {
        Assert.Distinct(PictureFormat.All.SelectMany(format => format.Extensions));
        Assert.Distinct(PictureFormat.All.Select(format => format.MediaType));
        Assert.Equal(PictureFormat.Writable, PictureFormat.All.Take(PictureFormat.Writable.Count));
        Assert.All(
            PictureFormat.All,
            format => Assert.All(format.Extensions, ending => Assert.Matches("^\\.[a-z0-9]+$", ending)));
    }

    [Fact]
    public void Formats_that_are_only_read_are_read()
    {
        using NetVips.Image image = Pixels.Image8(16, 16, 3);

        Assert.Equal("gif", Info(image.GifsaveBuffer()).Format);
        Assert.Equal("heif", Info(image.HeifsaveBuffer(compression: NetVips.Enums.ForeignHeifCompression.Av1)).Format);
    }

    private static PictureFormat Find(string name) => PictureFormat.Writable.Single(format => format.Name == name);

    private static PictureInfo Info(byte[] file) => Reader.ReadInfo(new MemoryStream(file));
}
