namespace Impasto.Numerics;

/// <summary>Random numbers of the normal distribution.</summary>
internal static class NormalDistribution
{
    /// <summary>A number of mean 0 and deviation 1; takes two numbers from the generator.</summary>
    /// <remarks>sqrt(-2 ln u) cos(2 pi v), u and v uniform. Source: Box and Muller, 1958.</remarks>
    /// <param name="random">The generator.</param>
    public static double NextNormal(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
