using System.Globalization;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Torch;

namespace Impasto.Bench.Notebook;

/// <summary>A step of --preset notebook beside a step of the notebook's own loop, alternating in one process.</summary>
internal sealed class NotebookBenchmark : IBenchmark
{
    // One to warm up, and one whose memory is that of all later steps.
    private const int StepsForMemory = 2;

    public string Name => "notebook";

    public string Summary => "time and memory of a step of --preset notebook beside the plain loop";

    public string Title => "A step of `--preset notebook`";

    public string Run(BenchOptions options, Action<string> say)
    {
        IReadOnlyList<Convolution> convolutions = VggShaped.Convolutions();
        Picture content = BenchPictures.Draw(options.Width, options.Height, 1);
        Picture style = BenchPictures.Draw(options.Width, options.Height, 2);
        TorchRuntime.EnsureLoaded(options.Threads);
        var device = new CpuDevice(options.Threads);
        Network network = VggShaped.UpTo(convolutions, LayerName.Parse("conv5_1"));

        say("Memory of our step");
        long? ourPeak = MemoryMeter.PeakOf(() => Stylize(StepsForMemory, null));
        say("Memory of the plain step");
        long? plainPeak = MemoryMeter.PeakOf(() =>
        {
            using var plain = new PlainNotebook(convolutions, content, style);
            for (int step = 0; step < StepsForMemory; step++)
                plain.Step();
        });
        using var other = new PlainNotebook(convolutions, content, style);
        var race = new Race(other.Step, say);
        Stylize(options.Steps + 1, race);
        return Report(options, race, ourPeak, plainPeak);

        void Stylize(int steps, IProgress<StylizeProgress>? progress)
        {
            StylizeOptions preset = Presets.Notebook.Options;
            StylizeOptions recipe = preset with
            {
                Steps = [steps],
                Sizing = preset.Sizing with { Size = Math.Min(options.Width, options.Height) },
            };
            using var stylizer = new Stylizer(network, device);
            stylizer.Run(content, [new WeightedStyle(style)], recipe, progress);
        }
    }

    private static string Report(BenchOptions options, Race race, long? ourPeak, long? plainPeak) =>
        $"""
        Content and style of {options.Width} x {options.Height} pixels, random weights of VGG-19's shape; Impasto with
        its own engine. Medians of {race.Ours.Count} steps each, one of ours and one of the plain loop by turns in one
        process, after one of each to warm up. The plain loop is the notebook's, written with TorchSharp's modules: all
        sixteen convolutions, ReLU in place, autograd from pixels to loss, libtorch's Adam
        (`bench/Impasto.Bench/Notebook/PlainNotebook.cs`). It benefits from two settings that Impasto makes for the
        whole process: the number of threads, and a C library that keeps freed memory.

        | | Impasto | plain loop | plain / Impasto |
        |---|---|---|---|
        {Row("seconds a step, median", race.Ours.Median(), race.Plain.Median(), "0.00")}
        {Row("processor seconds a step, median", race.Ours.MedianProcessor(), race.Plain.MedianProcessor(), "0.0")}
        | fastest, slowest | {Range(race.Ours)} | {Range(race.Plain)} | |
        | peak memory above the start, MB | {MB(ourPeak)} | {MB(plainPeak)} | {Ratio(plainPeak, ourPeak)} |

        Peak memory is the kernel's high-water mark over a run of {StepsForMemory} steps with its targets and its copy
        of the weights, above what the process held before; each was measured alone, before the timing. The losses of
        both differed by at most {race.WorstDifference:0.0e+0} of their value.

        """;

    private static string Row(string name, double ours, double plain, string format) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {ours.ToString(format, null)} | {plain.ToString(format, null)} | {plain / ours:0.00} |");

    private static string Range(Measurement measurement) => $"{measurement.Least():0.00}, {measurement.Most():0.00}";

    private static string Ratio(long? plain, long? ours) =>
        plain is { } above && ours is { } below ? $"{(double)above / below:0.00}" : "";

    private static string MB(long? bytes) => bytes is { } known ? $"{known / 1e6:0}" : "not measured";

    /// <summary>Takes a step of the plain loop after each of ours, and both times.</summary>
    private sealed class Race(Func<double> plainStep, Action<string> say) : IProgress<StylizeProgress>
    {
        private Moment _last = Moment.Now();

        public Measurement Ours { get; } = new();

        public Measurement Plain { get; } = new();

        public double WorstDifference { get; private set; }

        public void Report(StylizeProgress value)
        {
            Moment middle = Moment.Now();
            double loss = plainStep();
            Moment end = Moment.Now();
            WorstDifference = Math.Max(WorstDifference, Math.Abs((value.Loss / loss) - 1));
            double ourSeconds = (middle - _last).Wall, plainSeconds = (end - middle).Wall;
            say($"Step {value.Step}: {ourSeconds:0.00} s, plain {plainSeconds:0.00} s, "
                + $"loss {value.Loss.Total:0}, plain {loss:0}");

            // Our first step also measures the targets, and both warm up.
            if (value.Step > 1)
            {
                Ours.Add(middle - _last);
                Plain.Add(end - middle);
            }

            _last = Moment.Now();
        }
    }
}
