using System.Diagnostics;

namespace Impasto.Bench.Engines;

/// <summary>
/// Time from opening the engine to the end of the first step, and peak memory above the process's own.
/// </summary>
internal static class MemoryBenchmark
{
    public static void Run(string[] args)
    {
        BenchArguments arguments = BenchArguments.Parse(args);
        float[] pixels = BenchNetworks.Noise(3 * arguments.Width * arguments.Height);
        double before = Peak();
        long start = Stopwatch.GetTimestamp();
        using var ours = new SimdStep(arguments, bands: args.ElementAtOrDefault(4) == "bands");
        ours.Run(pixels);
        double first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        ours.Run(pixels);
        Console.WriteLine(
            $"{arguments.Network.Name} {arguments.Height} x {arguments.Width}: first step after {first:F0} ms, "
            + $"peak {Peak() - before:F0} MB above {before:F0} MB");
    }

    private static double Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }
}
