using Impasto.Color;
using Impasto.Imaging;

namespace Impasto.Tests.Color;

public sealed class LuminanceTests
{
    private static readonly Picture First = TestPictures.Noise(6, 5, 1), Second = TestPictures.Noise(6, 5, 2);

    [Fact]
    public void Grey_has_the_same_lightness_in_all_three_planes()
    {
        Picture grey = Luminance.Grey(First);

        Assert.Equal(Lightness(First), Lightness(grey), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(grey.Pixels[..30], grey.Pixels[30..60]);
        Assert.Equal(grey.Pixels[..30], grey.Pixels[60..]);
    }

    [Fact]
    public void Of_primaries_are_their_shares() => Assert.Equal(
        [0.299f, 0.587f, 0.114f, 1f], new Picture(4, 1, [1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1]).Luminance(),
            (a, b) => Math.Abs(a - b) < 1e-6);

    [Theory]
    [InlineData(9, 2, true)]
    [InlineData(9, 0, false)]
    [InlineData(7, 100, false)]
    public void HasColor_is_more_than_8_of_255_at_more_than_1_per_cent(int difference, int pixels, bool expected)
    {
        float[] values = [.. Enumerable.Repeat(0.5f, 300)];
        for (int i = 0; i < pixels; i++)
            values[i] += difference / 255f;

        Assert.Equal(expected, Luminance.HasColor(new Picture(10, 10, values)));
        Assert.False(Luminance.HasColor(new Picture(10, 10, values, new float[100])));
    }

    [Fact]
    public void Join_has_the_brightness_of_one_and_the_chroma_of_the_other()
    {
        Picture joined = Luminance.Join(First, Second);

        Assert.Equal(Lightness(First), Lightness(joined), (a, b) => Math.Abs(a - b) < 1e-5);
        for (int i = 0; i < 30; i++)
        {
            Oklab wanted = OklabPicture.Pixel(Second, i), found = OklabPicture.Pixel(joined, i);
            // The same hue, and the same chroma or the largest that there is.
            Assert.Equal(0, (wanted.A * found.B) - (wanted.B * found.A), 1e-6);
            double chroma = Math.Sqrt(((wanted.A * wanted.A) + (wanted.B * wanted.B)));
            double share = ((wanted.A * found.A) + (wanted.B * found.B)) / (chroma * chroma);
            Assert.InRange(share, 0, 1 + 1e-5);
            if (share < 1 - 1e-5)
                Assert.Contains(joined.Pixels.Where((_, at) => at % 30 == i), value => value is < 1e-3f or > 0.999f);
        }
    }

    [Fact]
    public void Join_with_itself_changes_nothing() =>
        Assert.Equal(First.Pixels, Luminance.Join(First, First).Pixels, (a, b) => Math.Abs(a - b) < 1e-6);

    [Fact]
    public void Match_gives_a_grey_painting_with_the_photographs_mean_and_deviation()
    {
        ColorStatistics found = ColorStatistics.Of(OklabPicture.Of(Luminance.Match(First, Second)));
        ColorStatistics wanted = ColorStatistics.Of(OklabPicture.Of(Second));

        Assert.Equal(wanted.Mean[0], found.Mean[0], 1e-6);
        Assert.Equal(wanted.Covariance[0], found.Covariance[0], 1e-6);
        Assert.Equal([0, 0], new[] { found.Covariance[4], found.Covariance[8] }, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Match_of_a_flat_painting_stays_finite() =>
        Assert.All(
            Luminance.Match(TestPictures.Flat(3, 3, 0), Second).Pixels, value => Assert.True(float.IsFinite(value)));

    private static float[] Lightness(Picture picture) => OklabPicture.LightnessOf(picture);
}
