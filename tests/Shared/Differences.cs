namespace Impasto.Tests;

/// <summary>Derivatives by central differences, to check those that are computed.</summary>
internal static class Differences
{
    /// <summary>The derivative with respect to each value, which is moved there and back.</summary>
    public static double[] Of(double[] values, double step, Func<double> function) => Of(
        values.Length, step, (i, change) => values[i] += change, function);

    /// <summary>
    /// The derivative with respect to each value; the step must be one that single precision holds exactly.
    /// </summary>
    public static double[] Of(float[] values, float step, Func<double> function) => Of(
        values.Length, step, (i, change) => values[i] += (float)change, function);

    private static double[] Of(int count, double step, Action<int, double> move, Func<double> function)
    {
        double[] result = new double[count];
        for (int i = 0; i < count; i++)
        {
            move(i, step);
            double above = function();
            move(i, -2 * step);
            double below = function();
            move(i, step);
            result[i] = (above - below) / (2 * step);
        }

        return result;
    }

    /// <summary>Asserts that the largest difference is small beside the largest value.</summary>
    public static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<double> found, double relative)
    {
        Assert.Equal(expected.Count, found.Count);
        double size = expected.Max(Math.Abs);
        Assert.True(size > 0, "all expected values are zero: nothing was checked");
        double worst = expected.Zip(found, (e, f) => Math.Abs(e - f)).Max();
        Assert.True(worst <= relative * size, $"off by {worst} where the largest is {size}");
    }

    public static void AssertClose(IReadOnlyList<double> expected, float[] found, double relative) =>
        AssertClose(expected, [.. found.Select(value => (double)value)], relative);
}
