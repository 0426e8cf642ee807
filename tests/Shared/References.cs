using System.Globalization;

namespace Impasto.Tests;

/// <summary>Numbers that another program computed, one line for each step.</summary>
internal static class References
{
    /// <summary>Reads a file that was copied beside the tests.</summary>
    public static double[][] Read(params string[] path) =>
        [.. File.ReadLines(Path.Combine([AppContext.BaseDirectory, .. path]))
        .Select(line =>
            line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())];

    /// <summary>The largest relative difference, of values that are not all but zero.</summary>
    public static double Worst(IEnumerable<double> expected, IEnumerable<double> found) => expected
        .Zip(found, (e, f) => Math.Abs(e) < 1e-12 ? Math.Abs(f) : Math.Abs(f - e) / Math.Abs(e))
        .Max();
}
