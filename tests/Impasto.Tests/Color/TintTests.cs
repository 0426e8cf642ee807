using Impasto.Color;
using Impasto.Imaging;

namespace Impasto.Tests.Color;

public sealed class TintTests
{
    private static readonly Picture Photo = Muted(40, 30, 1, 0.25f), Result = Muted(40, 30, 2, 0.4f);
    private static readonly Picture Painting = Muted(31, 23, 3, 0.35f);

    [Fact]
    public void Recolor_reaches_mean_and_covariance_of_the_paintings_chroma()
    {
        OklabPicture colors = OklabPicture.Of(Photo);

        Tint.Recolor(colors, null, [Whole(Painting)]);

        ColorStatistics found = ColorStatistics.Of(colors).OfChroma();
        ColorStatistics wanted = ColorStatistics.Of(OklabPicture.Of(Painting)).OfChroma();
        Assert.Equal(wanted.Mean, found.Mean, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(wanted.Covariance, found.Covariance, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Recolor_of_several_paintings_reaches_their_statistics_together()
    {
        // Three times the first painting and once the second are four pictures of one kind.
        Picture other = Muted(31, 23, 4, 0.2f);
        OklabPicture colors = OklabPicture.Of(Photo);
        Palette both = Palette.Blend(
            [(Palette.Of(OklabPicture.Of(Painting)), 3), (Palette.Of(OklabPicture.Of(other)), 1)]);

        Tint.Recolor(colors, null, [new TintPart(null, both)]);

        var together = new Picture(31, 92, [.. Enumerable.Range(0, 3).SelectMany(c => (float[])
            [.. Plane(Painting, c), .. Plane(Painting, c), .. Plane(Painting, c), .. Plane(other, c)])]);
        ColorStatistics wanted = ColorStatistics.Of(OklabPicture.Of(together)).OfChroma();
        Assert.Equal(
            wanted.Covariance, ColorStatistics.Of(colors).OfChroma().Covariance, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Apply_keeps_the_results_lightness_and_the_paintings_range()
    {
        Picture tinted = Tint.Apply(Result, Photo, [Whole(Painting)]);

        Assert.Equal(Lightness(Result), Lightness(tinted), (a, b) => Math.Abs(a - b) < 1e-5);
        Palette range = Palette.Of(OklabPicture.Of(Painting)), found = Palette.Of(OklabPicture.Of(tinted));
        Assert.InRange(found.LeastA, range.LeastA - 1e-5, range.MostA);
        Assert.InRange(found.MostA, range.LeastA, range.MostA + 1e-5);
        Assert.InRange(found.LeastB, range.LeastB - 1e-5, range.MostB);
        Assert.InRange(found.MostB, range.LeastB, range.MostB + 1e-5);
    }

    [Fact]
    public void Apply_of_a_painting_in_greys_is_grey()
    {
        Picture tinted = Tint.Apply(Result, Photo, [Whole(Luminance.Grey(Painting))]);

        Assert.All(Enumerable.Range(0, 1200), i => Assert.Equal(tinted.Pixels[i], tinted.Pixels[1200 + i], 1e-5));
        Assert.All(Enumerable.Range(0, 1200), i => Assert.Equal(tinted.Pixels[i], tinted.Pixels[2400 + i], 1e-5));
    }

    [Theory]
    [InlineData(40, 30)]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    public void Apply_of_a_flat_painting_gives_its_chroma(int width, int height)
    {
        // Chroma that sRGB has at every lightness here.
        Picture flat = new(1, 1, [0.55f, 0.5f, 0.45f]), result = Muted(width, height, 5, 0.2f);

        OklabPicture tinted = OklabPicture.Of(Tint.Apply(result, Muted(width, height, 6, 0.3f), [Whole(flat)]));

        Oklab wanted = OklabPicture.Pixel(flat, 0);
        Assert.All(tinted.A.ToArray(), a => Assert.Equal(wanted.A, a, 1e-5));
        Assert.All(tinted.B.ToArray(), b => Assert.Equal(wanted.B, b, 1e-5));
    }

    [Fact]
    public void Apply_without_a_painting_has_the_photographs_chroma()
    {
        Picture tinted = Tint.Apply(Photo, Photo, []);

        // The filter smooths noise, but keeps what follows the lightness.
        Assert.Equal(Mean(Photo), Mean(tinted), (a, b) => Math.Abs(a - b) < 2e-3);
        static double[] Mean(Picture picture) => ColorStatistics.Of(OklabPicture.Of(picture)).Mean;
    }

    [Fact]
    public void Apply_gives_each_part_its_own_painting()
    {
        float[] left = [.. Enumerable.Range(0, 1200).Select(i => i % 40 < 20 ? 1f : 0)];
        float[] right = [.. left.Select(share => 1 - share)];
        Picture warm = new(1, 1, [0.6f, 0.5f, 0.4f]), cold = new(1, 1, [0.4f, 0.5f, 0.6f]);

        OklabPicture tinted = OklabPicture.Of(Tint.Apply(
            Result, Photo, [Whole(warm) with { Guide = left }, Whole(cold) with { Guide = right }]));

        Assert.Equal(OklabPicture.Pixel(warm, 0).B, tinted.B[0], 1e-4);
        Assert.Equal(OklabPicture.Pixel(cold, 0).B, tinted.B[39], 1e-4);
    }

    [Fact]
    public void Apply_does_not_count_what_is_transparent()
    {
        // The lower half is of one colour, and nobody sees it.
        float[] alpha = [.. Enumerable.Range(0, 1200).Select(i => i < 600 ? 1f : 0)];
        float[] strange = [.. Photo.Pixels.Select((value, i) => i % 1200 < 600 ? value : i < 1200 ? 1f : 0f)];
        OklabPicture half = OklabPicture.Of(new Picture(40, 30, strange));
        OklabPicture alone = OklabPicture.Of(Photo.Crop(0, 0, 40, 15));

        Tint.Recolor(half, alpha, [Whole(Painting)]);
        Tint.Recolor(alone, null, [Whole(Painting)]);

        Assert.Equal(alone.A.ToArray(), half.A[..600].ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Apply_lets_colours_end_where_the_lightness_does()
    {
        Picture photo = Columns(x => x < 32 ? (0.6f, 0.4f, 0.4f) : (0.4f, 0.6f, 0.4f));
        Picture edge = Columns(x => x < 32 ? (0.3f, 0.3f, 0.3f) : (0.7f, 0.7f, 0.7f));
        Picture flat = Columns(_ => (0.5f, 0.5f, 0.5f));

        Assert.True(Step(edge) > 2 * Step(flat), $"{Step(edge)} against {Step(flat)}");

        double Step(Picture result)
        {
            Span<float> a = OklabPicture.Of(Tint.Apply(result, photo, [Whole(photo)])).A;
            return Math.Abs(a[32] - a[31]);
        }
    }

    private static Picture Columns(Func<int, (float Red, float Green, float Blue)> color) => new(64, 8,
        [.. Enumerable.Range(0, 3 * 512).Select(i =>
        {
            (float red, float green, float blue) = color(i % 64);
            return (i / 512) switch { 0 => red, 1 => green, _ => blue };
        })]);

    private static TintPart Whole(Picture painting) => new(null, Palette.Of(OklabPicture.Of(painting)));

    private static float[] Lightness(Picture picture) => OklabPicture.LightnessOf(picture);

    private static float[] Plane(Picture picture, int c) =>
        picture.Pixels[(c * (int)picture.Size.Pixels)..((c + 1) * (int)picture.Size.Pixels)];

    // Noise about middle grey, so that every chroma has room.
    private static Picture Muted(int width, int height, int seed, float spread) => new(width, height,
        [.. TestPictures.Noise(width, height, seed).Pixels.Select((value, i) =>
            0.5f + (spread * (value - 0.5f)) + (0.02f * seed * (i / (width * height) - 1)))]);
}
