namespace Impasto.Tests.Quality.Judging;

/// <summary>What measures of a fault planted ever stronger must do.</summary>
internal static class Expected
{
    /// <summary>Each value above the one before.</summary>
    public static void Rising(IReadOnlyList<double> values) => Assert.All(
        values.Zip(values.Skip(1)), pair => Assert.True(pair.First < pair.Second, string.Join(" ", values)));
}
