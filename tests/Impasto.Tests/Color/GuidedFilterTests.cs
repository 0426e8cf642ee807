using Impasto.Color;
using Impasto.Imaging;

namespace Impasto.Tests.Color;

public sealed class GuidedFilterTests
{
    [Theory]
    [InlineData(9, 7, 2)]
    [InlineData(5, 3, 10)]
    [InlineData(1, 1, 1)]
    public void Apply_is_a_line_in_the_guide_averaged_over_all_windows(int width, int height, int radius)
    {
        // The definition, window by window.
        const double Contrast = 0.01;
        int count = width * height;
        float[] pixels = TestPictures.Noise(width, height, 8).Pixels;
        float[] guide = pixels[..count], plane = pixels[count..(2 * count)];
        double[] expected = new double[count], windows = new double[count];
        for (int at = 0; at < count; at++)
        {
            int[] window = [.. Enumerable.Range(0, count).Where(i =>
                Math.Abs((i % width) - (at % width)) <= radius && Math.Abs((i / width) - (at / width)) <= radius)];
            double mean = window.Average(i => guide[i]), other = window.Average(i => plane[i]);
            double slope = window.Average(i => (guide[i] - mean) * (plane[i] - other))
                / (window.Average(i => (guide[i] - mean) * (guide[i] - mean)) + Contrast);
            foreach (int i in window)
                (expected[i], windows[i]) = (expected[i] + (slope * (guide[i] - mean)) + other, windows[i] + 1);
        }

        new GuidedFilter(guide, new PictureSize(width, height), radius, Contrast).Apply(plane);

        Assert.All(Enumerable.Range(0, count), i => Assert.Equal(expected[i] / windows[i], plane[i], 1e-5));
    }
}
