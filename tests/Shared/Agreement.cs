namespace Impasto.Tests;

/// <summary>How near single precision must come to the reference.</summary>
internal static class Agreement
{
    public static void Close(float[] expected, float[] found, double tolerance = 2e-5) =>
        Close([.. expected.Select(value => (double)value)], [.. found.Select(value => (double)value)], tolerance);

    /// <summary>Every value is as near as <paramref name="tolerance"/> times the values' root mean square.</summary>
    public static void Close(double[] expected, double[] found, double tolerance = 2e-5)
    {
        Assert.Equal(expected.Length, found.Length);
        double size = Math.Sqrt(expected.Average(value => value * value));
        Assert.True(size > 0, "the reference is all zero: nothing was checked");
        double worst = expected.Zip(found, (e, f) => Math.Abs(e - f)).Max();
        Assert.True(worst < tolerance * size, $"off by {worst} where values are {size}");
    }
}
