namespace Impasto.Bench.Engines;

/// <summary>
/// Whole steps, alternating in one process: ours, libtorch as a notebook runs it, libtorch with channels last.
/// </summary>
internal static class StepBenchmark
{
    public static void Run(string[] args)
    {
        BenchArguments arguments = BenchArguments.Parse(args);
        int rounds = int.Parse(args.ElementAtOrDefault(4) ?? "7");
        bool torch = args.ElementAtOrDefault(5) != "alone";
        float[] pixels = BenchNetworks.Noise(3 * arguments.Width * arguments.Height);
        using var ours = new SimdStep(arguments);
        TorchLoop? planar = torch ? new TorchLoop(arguments.Network, arguments.Threads, channelsLast: false) : null;
        TorchLoop? last = torch ? new TorchLoop(arguments.Network, arguments.Threads, channelsLast: true) : null;
        Samples own = new(), planarTimes = new(), lastTimes = new();
        for (int round = -1; round < rounds; round++)
        {
            // The first round warms up.
            Time(own, () => ours.Run(pixels));
            Time(planarTimes, () =>
                planar?.Step(pixels, arguments.Width, arguments.Height, BenchArguments.Style, BenchArguments.Content));
            Time(lastTimes, () =>
                last?.Step(pixels, arguments.Width, arguments.Height, BenchArguments.Style, BenchArguments.Content));

            void Time(Samples samples, Action action)
            {
                if (round < 0)
                    action();
                else
                    samples.Time(action);
            }
        }

        double work = 2 * 2 * WorkPerStep(arguments) / 1e9;
        Console.WriteLine($"{arguments.Network.Name} {arguments.Height} x {arguments.Width}, {ours.Description}");
        Console.WriteLine(
            $"  ours                    {own}  {work / own.Median * 1e3:F0} GFLOP/s counted as direct convolution");
        if (!torch)
            return;
        Console.WriteLine(
            $"  libtorch                {planarTimes}  ratio of medians {planarTimes.Median / own.Median:F2}, of "
            + $"bests {planarTimes.Best / own.Best:F2}");
        Console.WriteLine(
            $"  libtorch, channels last {lastTimes}  ratio of medians {lastTimes.Median / own.Median:F2}, of "
            + $"bests {lastTimes.Best / own.Best:F2}");
    }

    // Multiplications of all convolutions, forward.
    private static double WorkPerStep(BenchArguments arguments) => arguments.Network.Convolutions.Sum(convolution =>
        9.0 * convolution.Inputs * convolution.Outputs
        * (arguments.Height / arguments.Network.StrideOf(convolution.Layer)) * (
            arguments.Width / arguments.Network.StrideOf(convolution.Layer)));
}
