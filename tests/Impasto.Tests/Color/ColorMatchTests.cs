using Impasto.Color;
using Impasto.Imaging;

namespace Impasto.Tests.Color;

public sealed class ColorMatchTests
{
    // Narrow enough that no value needs clipping.
    private static readonly Picture Painting = Tinted(17, 13, 1, 0.1f), Photo = Tinted(12, 20, 2, 0.06f);

    public static TheoryData<ColorMatchMode> Kinds => [.. Enum.GetValues<ColorMatchMode>()];

    public static TheoryData<ColorMatchMode> Linear =>
        [ColorMatchMode.Symmetric, ColorMatchMode.Pca, ColorMatchMode.Cholesky];

    [Theory]
    [MemberData(nameof(Linear))]
    public void Between_gives_exactly_the_wanted_mean_and_covariance(ColorMatchMode kind)
    {
        ColorStatistics to = Statistics(Photo);
        OklabPicture picture = OklabPicture.Of(Painting);

        LinearColorMap.Between(Statistics(Painting), to, kind).Apply(picture);

        ColorStatistics found = ColorStatistics.Of(picture);
        Assert.Equal(to.Mean, found.Mean, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(to.Covariance, found.Covariance, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [MemberData(nameof(Linear))]
    public void Between_symmetric_changes_the_picture_least(ColorMatchMode kind)
    {
        ColorStatistics from = Statistics(Painting), to = Statistics(Photo);

        Assert.True(Change(ColorMatchMode.Symmetric) <= Change(kind) * (1 + 1e-6));

        double Change(ColorMatchMode each)
        {
            OklabPicture before = OklabPicture.Of(Painting), after = OklabPicture.Of(Painting);
            LinearColorMap.Between(from, to, each).Apply(after);
            return after.Planes.Zip(before.Planes, (a, b) => (double)(a - b) * (a - b)).Sum();
        }
    }

    [Fact]
    public void Between_symmetric_map_is_symmetric_and_the_triangular_one_is_triangular()
    {
        ColorStatistics from = Statistics(Painting), to = Statistics(Photo);

        double[] symmetric = LinearColorMap.Between(from, to, ColorMatchMode.Symmetric).Matrix;
        double[] triangular = LinearColorMap.Between(from, to, ColorMatchMode.Cholesky).Matrix;

        Assert.Equal(
            [symmetric[3], symmetric[6], symmetric[7]],
            [symmetric[1], symmetric[2], symmetric[5]],
            (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal([0, 0, 0], new[] { triangular[1], triangular[2], triangular[5] });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_gives_the_wanted_mean_and_covariance(ColorMatchMode kind)
    {
        ColorStatistics to = Statistics(Photo);

        ColorStatistics found = Statistics(ColorMatch.Apply(Painting, Photo, kind));

        Differences.AssertClose(to.Mean, found.Mean, 0.01);
        Differences.AssertClose(to.Covariance, found.Covariance, 0.05);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_to_a_picture_with_these_colours_changes_nothing(ColorMatchMode kind)
    {
        Picture found = ColorMatch.Apply(Photo, Photo, kind);

        Assert.Equal(Photo.Pixels, found.Pixels, (a, b) => Math.Abs(a - b) < 2e-3);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_grey_flat_or_black_pictures_stays_finite_and_in_range(ColorMatchMode kind)
    {
        Picture[] flat = [TestPictures.Flat(5, 5, 0.5f), TestPictures.Flat(4, 4, 0), TestPictures.Flat(1, 1, 1)];
        Picture[] pictures = [Painting, Luminance.Grey(Painting), .. flat];
        foreach (Picture picture in pictures)
        {
            foreach (Picture wanted in pictures)
                Assert.All(ColorMatch.Apply(picture, wanted, kind).Pixels, value => Assert.InRange(value, 0, 1));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_flat_picture_becomes_the_wanted_mean(ColorMatchMode kind)
    {
        if (kind == ColorMatchMode.Histogram)
            return;
        Picture found = ColorMatch.Apply(TestPictures.Flat(3, 3, 0.9f), Photo, kind);

        double[] wanted = Statistics(Photo).Mean;
        double[] mean = Statistics(found).Mean;
        Assert.Equal(wanted, mean, (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.All(Enumerable.Range(0, 27), i => Assert.Equal(found.Pixels[i / 9 * 9], found.Pixels[i]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_weights_leave_out_pixels_of_either_side(ColorMatchMode kind)
    {
        // Below the painting and the photograph lies something else, which counts nothing.
        Picture painting = Above(Painting, 0), photo = Above(Photo, 1);

        Picture found = ColorMatch.Apply(painting, photo, kind, Upper(painting), Upper(photo));

        Picture alone = ColorMatch.Apply(Painting, Photo, kind);
        int half = Painting.Width * Painting.Height;
        // Of a few hundred pixels, quantiles fall a little otherwise when counted by weight.
        double tolerance = kind == ColorMatchMode.Histogram ? 0.04 : 1e-5;
        for (int c = 0; c < 3; c++)
        {
            for (int i = 0; i < half; i++)
                Assert.Equal(alone.Pixels[(c * half) + i], found.Pixels[(c * 2 * half) + i], tolerance);
        }
    }

    [Fact]
    public void Apply_histogram_carries_over_more_than_covariances()
    {
        // Half black and half white against a ramp of the same mean: only the histogram has no value in between.
        Picture ramp = Row(64, i => i / 63f), steps = Row(64, i => i < 32 ? 0 : 1);

        Assert.All(
            ColorMatch.Apply(ramp, steps, ColorMatchMode.Histogram).Pixels,
            value => Assert.True(value is < 0.02f or > 0.98f, $"{value}"));
        Assert.Contains(
            ColorMatch.Apply(ramp, steps, ColorMatchMode.Symmetric).Pixels, value => value is > 0.4f and < 0.6f);
    }

    [Fact]
    public void Apply_histogram_carries_over_how_colours_go_together()
    {
        // Red and green rise together in one and against each other in the other; each alone is spread alike.
        float[] ramp = [.. Enumerable.Range(0, 256).Select(i => i / 255f)];
        float[] falling = [.. ramp.Reverse()], flat = new float[256];
        var together = new Picture(16, 16, [.. ramp, .. ramp, .. flat]);
        var against = new Picture(16, 16, [.. ramp, .. falling, .. flat]);
        var noisy = new Picture(
            16, 16, [.. together.Pixels.Zip(TestPictures.Noise(16, 16, 3).Pixels, (a, b) => (0.9f * a) + (0.1f * b))]);

        double[] found = Statistics(ColorMatch.Apply(noisy, against, ColorMatchMode.Histogram)).Covariance;

        double[] wanted = Statistics(against).Covariance;
        Assert.Equal(wanted[4], found[4], 0.1 * wanted[4]);
        Assert.Equal(wanted[5], found[5], 0.1 * wanted[4]);
    }

    [Fact]
    public void Apply_of_a_picture_in_greys_does_not_make_colours_of_its_noise()
    {
        // One step of 255 between the channels, as a compressed photograph in greys has it.
        var random = new Random(5);
        float[] pixels = [.. Luminance.Grey(Painting).Pixels.Select(value => value + (random.Next(-1, 2) / 255f))];
        var noisy = new Picture(Painting.Width, Painting.Height, pixels);

        ColorStatistics found = Statistics(ColorMatch.Apply(noisy, Photo, ColorMatchMode.Symmetric));

        Assert.True(found.Covariance[4] < 0.5 * Statistics(Photo).Covariance[4], $"{found.Covariance[4]}");
    }

    private static ColorStatistics Statistics(Picture picture) => ColorStatistics.Of(OklabPicture.Of(picture));

    private static Picture Row(int width, Func<int, float> value) =>
        new(width, 1, [.. Enumerable.Range(0, 3 * width).Select(i => value(i % width))]);

    private static Picture Above(Picture picture, float below)
    {
        int plane = picture.Width * picture.Height;
        float[] rest = [.. Enumerable.Repeat(below, plane)];
        return new Picture(picture.Width, 2 * picture.Height,
            [
                .. picture.Pixels[..plane], .. rest,
                .. picture.Pixels[plane..(2 * plane)], .. rest,
                .. picture.Pixels[(2 * plane)..], .. rest,
            ]);
    }

    private static float[] Upper(Picture picture) =>
        [.. Enumerable.Range(0, (int)picture.Size.Pixels).Select(i => i < picture.Size.Pixels / 2 ? 1f : 0f)];

    // Correlated colours about a colour of their own.
    private static Picture Tinted(int width, int height, int seed, float spread)
    {
        var random = new Random(seed);
        int plane = width * height;
        float[] pixels = new float[3 * plane];
        for (int i = 0; i < plane; i++)
        {
            float common = Next(), warm = Next(), other = Next();
            pixels[i] = 0.5f + (0.1f * seed) + (spread * (common + warm));
            pixels[plane + i] = 0.45f + (spread * (common + (0.3f * other)));
            pixels[(2 * plane) + i] = 0.6f - (0.1f * seed) + (spread * (common - (0.5f * warm)));
        }

        return new Picture(width, height, pixels);

        float Next() => (2 * random.NextSingle()) - 1;
    }
}
