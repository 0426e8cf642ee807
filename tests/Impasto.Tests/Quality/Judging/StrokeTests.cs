using Impasto.Bench.Quality.Judging;
using Impasto.Imaging;

namespace Impasto.Tests.Quality.Judging;

public sealed class StrokeTests
{
    [Theory]
    [InlineData("swirls", "cat")]
    [InlineData("mosaic", "rocket")]
    [InlineData("waves", "cat")]
    [InlineData("meadow", "rocket")]
    public void Patches_are_farther_from_itself_to_blurred_to_another_by_the_same_hand_to_a_photograph(
        string painting, string photograph)
    {
        Picture paint = Samples.Named(painting);
        double itself = NearestPatches.Distance(paint, paint);
        double blurred = NearestPatches.Distance(Planted.Blur(paint, 1), paint);
        double another = NearestPatches.Distance(Samples.Left(paint), Samples.Right(paint));
        double photo = NearestPatches.Distance(Samples.Named(photograph), paint);

        Assert.Equal(0, itself);
        Assert.InRange(blurred, 0.1, 0.9 * another);
        Assert.InRange(another, 0, 0.8 * photo);
    }

    // A blurred painting has lost its fine strokes altogether, which another painting by the same hand has.
    [Theory]
    [InlineData("swirls", "cat")]
    [InlineData("mosaic", "rocket")]
    [InlineData("waves", "cat")]
    [InlineData("meadow", "rocket")]
    public void Wasserstein_orders_paintings_by_the_same_hand_before_a_photograph_and_blurs_by_strength(
        string painting, string photograph)
    {
        Picture paint = Samples.Named(painting);
        double[] blurs =
            [.. new[] { 0, 0.5, 1, 2 }.Select(blur => SlicedWasserstein.Distance(Planted.Blur(paint, blur), paint))];
        double another = SlicedWasserstein.Distance(Samples.Left(paint), Samples.Right(paint));
        double photo = SlicedWasserstein.Distance(Samples.Named(photograph), paint);

        Assert.Equal(0, blurs[0]);
        Expected.Rising(blurs);
        Assert.InRange(another, 0.01, 0.5 * photo);
        Assert.InRange(blurs[1], 0.01, 0.5 * photo);
    }

    // Every patch against every other, without bounds and without an order.
    [Fact]
    public void Patches_are_found_as_a_search_through_all_finds_them()
    {
        Picture result = TestPictures.Noise(24, 20, 1), painting = Planted.Blur(TestPictures.Noise(20, 22, 2), 1);
        Patches mine = new(result), theirs = new(painting);
        float[][] all = [.. Enumerable.Range(0, theirs.Count).Select(index => Copy(theirs, index))];
        double expected = mine.Spread(1000).Average(index =>
        {
            float[] patch = Copy(mine, index);
            float[] nearest = all.MinBy(other => Square(patch, other))!;
            return Math.Sqrt(
                Square(patch, nearest) / (Contrast(patch) + Contrast(nearest) + (147 * Math.Pow(8 / 255.0, 2))));
        });

        Assert.Equal(expected, NearestPatches.Distance(result, painting), 4);
    }

    // Only the last of two bands differs: by a step of every value. The sum of a random unit vector's 147 values has
    // mean square 1, its root over 48 vectors lies within 25 %. Both pictures are flat, so the divisor is 2/255.
    [Fact]
    public void Wasserstein_of_two_flat_pictures_is_their_difference()
    {
        double distance = SlicedWasserstein.Distance(TestPictures.Flat(32, 32, 0.5f), TestPictures.Flat(32, 32, 0.4f));

        Assert.Equal(1, distance / (0.1 * 255 / 2 / 2), 0.25);
    }

    private static float[] Copy(Patches patches, int index)
    {
        float[] copy = new float[Patches.Padded];
        patches.Copy(index, copy);
        return copy[..Patches.Values];
    }

    private static double Square(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Pow(x - y, 2)).Sum();

    private static double Contrast(float[] patch) => patch.Chunk(49).Sum(channel =>
    {
        double mean = channel.Average(value => (double)value);
        return channel.Sum(value => Math.Pow(value - mean, 2));
    });
}
