using Impasto.Imaging;
using NetVips;

namespace Impasto.Tests.Imaging.Profiles;

public sealed class OutputColorsTests
{
    // Display P3's (200, 100, 50) is sRGB's (214.9, 92.6, 31.0) by the matrices of both spaces.
    [Theory]
    [InlineData(OutputColors.DisplayP3, "Display P3", 200, 100, 50)]
    [InlineData(OutputColors.Srgb, "sRGB", 214.9, 92.6, 31)]
    public void Encode_stores_values_of_the_space(
        OutputColors colors, string name, double red, double green, double blue)
    {
        byte[] file = Encode(Pixels.Constant(8, 8, 214.9f / 255, 92.6f / 255, 31f / 255), colors);
        using Image image = Image.NewFromBuffer(file);
        double[] stored = image.Getpoint(3, 3);

        Assert.Equal(red, stored[0], 0.6);
        Assert.Equal(green, stored[1], 0.6);
        Assert.Equal(blue, stored[2], 0.6);
        Assert.Contains(name, new PictureReader().ReadInfo(new MemoryStream(file)).Profile!, StringComparison.Ordinal);
    }

    // The reader converts by the embedded profile with Little CMS, which does not know how it was made; its grid of 33
    // points a side is off by a few levels at the darkest values.
    [Theory]
    [InlineData(OutputColors.DisplayP3)]
    [InlineData(OutputColors.AdobeRgb)]
    public void Encode_is_read_as_the_same_picture(OutputColors colors)
    {
        Picture picture = Pixels.Picture(40, 30);

        Picture again = new PictureReader().Decode(
            PictureWriter.Encode(picture, PictureFormat.Png, new() { Depth = 16, Colors = colors }), "again");

        AssertNear(picture, again);
    }

    [Theory]
    [InlineData(OutputColors.DisplayP3, "p3")]
    public void Encode_profile_is_that_of_libvips(OutputColors colors, string known)
    {
        byte[] file = Encode(Pixels.Picture(40, 30), colors);
        using Image image = Image.NewFromBuffer(file);
        using Image other = image.Mutate(header =>
            header.Set(GValue.BlobType, "icc-profile-data", Image.ProfileLoad(known)));

        Picture own = new PictureReader().Decode(file, "own");
        Picture theirs = new PictureReader().Decode(other.PngsaveBuffer(), "theirs");

        AssertNear(theirs, own);
    }

    private static void AssertNear(Picture expected, Picture actual)
    {
        float[] differences = [.. expected.Pixels.Zip(actual.Pixels, (left, right) => Math.Abs(left - right) * 255)];
        Assert.True(differences.Average() < 0.25, $"mean {differences.Average()}");
        Assert.True(differences.Max() < 10, $"largest {differences.Max()}");
    }

    private static byte[] Encode(Picture picture, OutputColors colors) =>
        PictureWriter.Encode(picture, PictureFormat.Png, new PictureWriteOptions { Colors = colors });
}
