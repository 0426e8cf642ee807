using Impasto.Imaging;
using Impasto.Video.Following;

namespace Impasto.Video.Tests.Following;

public sealed class NeighborhoodTests
{
    private static readonly PictureSize s_size = new(6, 5);

    // A 0 at (2, 1) reaches one pixel around it: columns 1 to 3, rows 0 to 2.
    [Fact]
    public void Least_value_spreads_by_the_radius()
    {
        float[] values = [.. Enumerable.Repeat(1f, 30)];
        values[(1 * 6) + 2] = 0;

        float[] least = Neighborhood.Least(values, s_size, 1);

        Assert.Equal(
            Enumerable.Range(0, 30).Select(k => k % 6 is >= 1 and <= 3 && k / 6 <= 2 ? 0f : 1f), least);
    }

    // 9 at the corner: beyond the edges it is seen again, four times in the 3 x 3 pixels around it.
    [Fact]
    public void Mean_takes_the_nearest_pixel_beyond_the_edges()
    {
        float[] values = new float[30];
        values[0] = 9;

        float[] mean = Neighborhood.Mean(values, s_size, 1);

        Assert.Equal([4f, 2f, 0f], mean.Take(3).Select(value => MathF.Round(value, 4)));
    }
}
