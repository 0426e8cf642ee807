using Impasto.Imaging;
using NetVips;

namespace Impasto.Tests.Imaging;

public sealed class PictureProfileTests
{
    private static readonly PictureReader Reader = new();

    [Fact]
    public void Decode_adobe_rgb_is_converted_as_the_matrices_say()
    {
        double[] stored = [140, 110, 70];

        float[] colour = Read(IccBuilder.Rgb("Wide by test", IccBuilder.AdobeRgb, 563 / 256.0), stored);

        double[] expected = ToSrgb(IccBuilder.AdobeRgb, 563 / 256.0, stored);
        Assert.True(expected[0] - (stored[0] / 255) > 0.02, "The test colour does not tell the two spaces apart.");
        for (int channel = 0; channel < 3; channel++)
            Assert.Equal((float)expected[channel], colour[channel], 0.002f);
    }

    [Fact]
    public void Decode_display_p3_is_converted()
    {
        // P3's (200, 100, 50) is redder than sRGB's: 214.9, 92.6, 31.0 by the matrices of both spaces (D65, the same
        // curve).
        float[] colour = Read(Image.ProfileLoad("p3"), [200, 100, 50]);

        Assert.Equal(214.9f / 255, colour[0], 1f / 255);
        Assert.Equal(92.6f / 255, colour[1], 1f / 255);
        Assert.Equal(31f / 255, colour[2], 1.5f / 255);
    }

    [Fact]
    public void Decode_srgb_is_not_touched()
    {
        using Image image = Pixels.Image8(16, 16, 3).Mutate(
            header => header.Set(GValue.BlobType, "icc-profile-data", Image.ProfileLoad("srgb")));

        Picture picture = Reader.Decode(image.PngsaveBuffer(), "test");

        Assert.Equal(Pixels.Planes(Pixels.Bytes(16, 16, 3), 3, value => value / 255f), picture.Pixels);
    }

    [Fact]
    public void Decode_profile_that_only_calls_itself_srgb_is_converted()
    {
        // Linear light with sRGB's primaries, as painting programs name it.
        float[] colour = Read(IccBuilder.Rgb("Linear sRGB", IccBuilder.Srgb, 1), [55, 55, 55]);

        Assert.All(colour, value => Assert.Equal(0.5017f, value, 0.004f));
    }

    [Fact]
    public void Decode_grey_with_a_profile_is_converted()
    {
        using Image image = Pixels.Flat(4, 4, 55).Mutate(
            header => header.Set(GValue.BlobType, "icc-profile-data", IccBuilder.Grey("Linear grey", 1)));

        Picture picture = Reader.Decode(image.PngsaveBuffer(), "test");

        Assert.All(picture.Pixels, value => Assert.Equal(0.5017f, value, 0.004f));
    }

    [Fact]
    public void Decode_grey_with_a_profile_for_colours_is_taken_as_it_is()
    {
        using Image image = Pixels.Flat(4, 4, 55).Mutate(header => header.Set(
            GValue.BlobType, "icc-profile-data", IccBuilder.Rgb("Wide", IccBuilder.AdobeRgb, 2.2)));

        Picture picture = Reader.Decode(image.TiffsaveBuffer(), "test");

        Assert.All(picture.Pixels, value => Assert.Equal(55 / 255f, value, 1e-6f));
    }

    [Fact]
    public void Decode_damaged_profile_is_passed_over()
    {
        byte[] profile = IccBuilder.Rgb("Wide", IccBuilder.AdobeRgb, 2.2);
        profile.AsSpan(128).Fill(0xEE);

        float[] colour = Read(profile, [140, 110, 70]);

        Assert.Equal([140 / 255f, 110 / 255f, 70 / 255f], colour);
    }

    [Fact]
    public void Decode_profile_with_alpha_converts_the_colours_only()
    {
        using Image image = Pixels.Flat(4, 4, 140, 110, 70, 100).Mutate(header => header.Set(
            GValue.BlobType, "icc-profile-data", IccBuilder.Rgb("Wide", IccBuilder.AdobeRgb, 2.2)));

        Picture picture = Reader.Decode(image.PngsaveBuffer(), "test");

        Assert.NotEqual(140 / 255f, picture.Pixels[0], 0.01f);
        Assert.All(picture.Alpha!, value => Assert.Equal(100 / 255f, value));
    }

    private static float[] Read(byte[] profile, double[] colour)
    {
        using Image image = Pixels.Flat(4, 4, colour).Mutate(
            header => header.Set(GValue.BlobType, "icc-profile-data", profile));
        Picture picture = Reader.Decode(image.TiffsaveBuffer(), "test");
        return [picture.Pixels[0], picture.Pixels[16], picture.Pixels[32]];
    }

    // Both spaces are given against D50, so that no white point has to be adapted.
    private static double[] ToSrgb(double[][] columns, double gamma, double[] stored)
    {
        double[] linear = [.. stored.Select(value => Math.Pow(value / 255, gamma))];
        double[] xyz =
            [.. Enumerable.Range(0, 3).Select(row => Enumerable.Range(0, 3).Sum(i => columns[i][row] * linear[i]))];
        return [.. Solve(IccBuilder.Srgb, xyz).Select(Encode)];

        static double Encode(double value) =>
            value <= 0.0031308 ? 12.92 * value : (1.055 * Math.Pow(value, 1 / 2.4)) - 0.055;
    }

    // Cramer's rule.
    private static double[] Solve(double[][] columns, double[] right)
    {
        double whole = Determinant(columns[0], columns[1], columns[2]);
        return
        [
            Determinant(right, columns[1], columns[2]) / whole,
            Determinant(columns[0], right, columns[2]) / whole,
            Determinant(columns[0], columns[1], right) / whole,
        ];
    }

    private static double Determinant(double[] a, double[] b, double[] c) =>
        (a[0] * ((b[1] * c[2]) - (b[2] * c[1]))) - (b[0] * ((a[1] * c[2]) - (a[2] * c[1]))) + (
            c[0] * ((a[1] * b[2]) - (a[2] * b[1])));
}
