using Impasto.Imaging;

namespace Impasto.Tests.Imaging;

public sealed class MaskTests
{
    [Fact]
    public void OfBrightness_white_is_one_black_and_transparent_are_none()
    {
        var picture = new Picture(3, 1, [1, 0, 1, 1, 0, 1, 1, 0, 1], [1, 1, 0]);

        Assert.Equal([1, 0, 0], Mask.OfBrightness(picture).Values, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void OfColor_takes_the_nearest_of_the_named_colours_and_leaves_what_is_far_from_all()
    {
        // Red, a red that JPEG has touched, orange-red nearer to yellow, blue.
        var map = new Picture(4, 1, [1, 0.9f, 1, 0, 0, 0.1f, 0.7f, 0, 0, 0.1f, 0, 1]);

        PictureColor red = new(1, 0, 0), yellow = new(1, 1, 0);
        Assert.Equal([1, 1, 0, 0], Mask.OfColor(map, red, yellow).Values);
        Assert.Equal([0, 0, 1, 0], Mask.OfColor(map, yellow, red).Values);
    }

    [Fact]
    public void Feather_keeps_the_sum_of_an_inner_spot_and_has_the_deviation_asked_for()
    {
        float[] spot = new float[61 * 61];
        spot[(30 * 61) + 30] = 1;

        float[] soft = new Mask(61, 61, spot).Feather(4).Values;

        Assert.Equal(1, soft.Sum(value => (double)value), 1e-5);
        double variance = Enumerable.Range(0, soft.Length).Sum(i => soft[i] * Math.Pow((i % 61) - 30, 2));
        Assert.Equal(4, Math.Sqrt(variance), 0.5);
    }

    [Fact]
    public void Feather_of_a_full_mask_changes_nothing() => Assert.All(
        new Mask(9, 7, [.. Enumerable.Repeat(1f, 63)]).Feather(3).Values, value => Assert.Equal(1, value, 1e-6));

    [Fact]
    public void Feather_is_alike_in_both_directions()
    {
        float[] across = [.. Enumerable.Range(0, 400).Select(i => i % 20 < 10 ? 1f : 0)];
        float[] down = [.. Enumerable.Range(0, 400).Select(i => i / 20 < 10 ? 1f : 0)];

        float[] first = new Mask(20, 20, across).Feather(2).Values, second = new Mask(20, 20, down).Feather(2).Values;

        Assert.All(Enumerable.Range(0, 400), i => Assert.Equal(first[i], second[(i % 20 * 20) + (i / 20)], 1e-6));
    }

    [Fact]
    public void Mask_weights_outside_the_range_or_of_another_number_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Mask(2, 1, [0, 1.1f]));
        Assert.Throws<ArgumentException>(() => new Mask(2, 1, [0, float.NaN]));
        Assert.Throws<ArgumentException>(() => new Mask(2, 1, [0]));
    }
}
