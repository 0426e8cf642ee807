using Impasto.Imaging;
using NetVips;

namespace Impasto.Tests.Imaging;

public sealed class NeededSideTests
{
    [Theory]
    [InlineData("png", 3)]
    [InlineData("png", 4)]
    [InlineData("jpeg", 3)]
    [InlineData("webp", 3)]
    [InlineData("webp", 4)]
    [InlineData("tiff", 3)]
    public void Decode_needed_side_is_reached_but_hardly_more(string format, int bands)
    {
        using Image image = Pixels.Flat(900, 600, [.. new double[] { 200, 100, 50, 255 }.Take(bands)]);
        byte[] file = format switch
        {
            "png" => image.PngsaveBuffer(),
            "jpeg" => image.JpegsaveBuffer(q: 100),
            "webp" => image.WebpsaveBuffer(lossless: true),
            _ => image.TiffsaveBuffer(),
        };

        Picture picture = new PictureReader { NeededSide = 100 }.Decode(file, "a");

        Assert.InRange(picture.Width, 100, 199);
        Assert.Equal(1.5, (double)picture.Width / picture.Height, 0.05);
        int plane = picture.Width * picture.Height;
        for (int channel = 0; channel < 3; channel++)
            Assert.Equal(new[] { 200, 100, 50 }[channel], picture.Pixels[(channel * plane) + (plane / 2)] * 255, 2.0);
        Assert.Equal(900, new PictureReader { NeededSide = 1000 }.Decode(file, "a").Width);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("webp")]
    public void Decode_thin_picture_keeps_a_line_of_pixels(string format)
    {
        using Image image = Pixels.Flat(9000, 3, 200, 100, 50);
        byte[] file = format switch
        {
            "png" => image.PngsaveBuffer(),
            "jpeg" => image.JpegsaveBuffer(q: 100),
            _ => image.WebpsaveBuffer(lossless: true),
        };

        Picture picture = new PictureReader { NeededSide = 100 }.Decode(file, "a");

        Assert.InRange(picture.Width, 100, 9000);
        Assert.InRange(picture.Height, 1, 3);
        Assert.Equal(200, picture.Pixels[picture.Width / 2] * 255, 2.0);
    }

    [Fact]
    public void Decode_for_a_view_takes_the_memory_of_the_view()
    {
        // A flat picture of 4000 x 4000: 192 MB as floats.
        using Image image = Pixels.Flat(4000, 4000, 200, 100, 50);
        byte[] file = image.PngsaveBuffer();
        long before = GC.GetAllocatedBytesForCurrentThread();

        Picture picture = new PictureReader { NeededSide = 500 }.Decode(file, "a");

        Assert.Equal(500, picture.Width);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000);
    }
}
