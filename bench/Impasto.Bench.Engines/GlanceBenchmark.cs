using Impasto.Imaging;

namespace Impasto.Bench.Engines;

/// <summary>A glance beside one step of a run at the same size, alternating in one process.</summary>
internal static class GlanceBenchmark
{
    public static void Run(string[] args)
    {
        BenchArguments arguments = BenchArguments.Parse(args);
        int rounds = int.Parse(args.ElementAtOrDefault(4) ?? "7");
        (int width, int height) = (arguments.Width, arguments.Height);
        using var step = new SimdStep(arguments);
        using var glance = new Glance(args[5], new CpuDevice(arguments.Threads));
        Picture photo = Drawn(width, height, 1);
        var known = new WeightedStyle(Drawn(width, height, 2));
        StylizeOptions options = new() { Sizing = new() { Size = Math.Max(width, height) } };
        Samples steps = new(), cached = new(), fresh = new();
        for (int round = -1; round < rounds; round++)
        {
            var unknown = new WeightedStyle(Drawn(width, height, 3 + round));
            Time(steps, () => step.Run(photo.Pixels));
            Time(cached, () => glance.Paint(new StylizeTask(photo, [known], options)));
            Time(fresh, () => glance.Paint(new StylizeTask(photo, [unknown], options)));

            // The first round warms up.
            void Time(Samples samples, Action action)
            {
                if (round < 0)
                    action();
                else
                    samples.Time(action);
            }
        }

        Console.WriteLine($"{height} x {width}, {step.Description}");
        Console.WriteLine($"  a step, without its losses  {steps}");
        Print("glance, painting known", cached);
        Print("glance, painting new", fresh);

        void Print(string name, Samples samples) => Console.WriteLine(
            $"  {name,-26}  {samples}  in steps: median {samples.Median / steps.Median:F2}, best "
            + $"{samples.Best / steps.Best:F2}, on processors {samples.ProcessorMedian / steps.ProcessorMedian:F2}");
    }

    private static Picture Drawn(int width, int height, int seed)
    {
        var random = new Random(seed);
        float[] pixels = new float[3 * width * height];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = random.NextSingle();
        return new Picture(width, height, pixels);
    }
}
