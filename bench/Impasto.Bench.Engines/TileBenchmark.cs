using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Objectives;
using Impasto.Optimizers;
using Impasto.Points;
using Impasto.Storage;
using Impasto.Tiles;

namespace Impasto.Bench.Engines;

/// <summary>
/// A whole evaluation, losses and content included, in one piece, in bands and in tiles, alternating in one process;
/// and what optimisers add.
/// </summary>
internal static class TileBenchmark
{
    private const int Core = 512;

    public static void Run(string[] args)
    {
        BenchArguments arguments = BenchArguments.Parse(args);
        int rounds = int.Parse(args.ElementAtOrDefault(4) ?? "7");
        using IEngine engine = new CpuDevice(arguments.Threads).Open(arguments.Network, new EngineSettings());
        float[] point = BenchNetworks.Noise(3 * arguments.Width * arguments.Height), gradient = new float[point.Length];
        (PerceptualObjective whole, _) = Open(engine, arguments, ScaleLayout.Whole, bands: false);
        (PerceptualObjective bands, _) = Open(engine, arguments, ScaleLayout.Whole, bands: true);
        (PerceptualObjective tiled, TileGrid grid) = Open(engine, arguments, Core, bands: false);
        Samples wholeTimes = new(), bandTimes = new(), tiledTimes = new();
        for (int round = -1; round < rounds; round++)
        {
            Time(wholeTimes, () => whole.Evaluate(point, gradient));
            Time(bandTimes, () => bands.Evaluate(point, gradient));
            Time(tiledTimes, () => tiled.Evaluate(point, gradient));

            void Time(Samples samples, Action action)
            {
                // The first round warms up.
                if (round < 0)
                    action();
                else
                    samples.Time(action);
            }
        }

        Console.WriteLine($"{arguments.Network.Name} {arguments.Height} x {arguments.Width}, {engine.Description}");
        Console.WriteLine($"  in one piece  {wholeTimes}");
        Console.WriteLine($"  in bands      {bandTimes}  {Ratios(bandTimes)}");
        Console.WriteLine($"  {grid.Tiles.Count} tiles       {tiledTimes}  {Ratios(tiledTimes)}");
        var room = new OptimizerRoom(point.Length, new PixelStore());
        Optimizer("Adam", new AdamOptions { LearningRate = 1e-9 }.Create(room), 3);
        foreach (int pairs in new[] { 10, 20, 100 })
        {
            foreach (bool rounded in new[] { false, true })
            {
                var options = new LbfgsOptions { History = pairs, LineSearch = LineSearchMode.None };
                var lbfgs = new Lbfgs(options, room, roundsPairs: rounded);
                Optimizer($"L-BFGS, {pairs}{(rounded ? " rounded" : "")} pairs", lbfgs, pairs + 2);
            }
        }

        string Ratios(Samples times) => $"ratio of medians {times.Median / wholeTimes.Median:F2}, "
            + $"of bests {times.Best / wholeTimes.Best:F2}";

        void Optimizer(string name, IOptimizer optimizer, int warmUp)
        {
            var quadratic = new Slopes();
            BenchNetworks.Noise(point.Length).CopyTo(point, 0);
            for (int i = 0; i < warmUp; i++)
                optimizer.Step(quadratic, point);
            Samples times = new();
            for (int i = 0; i < rounds; i++)
                times.Time(() => optimizer.Step(quadratic, point));
            Console.WriteLine($"  {name,-25} {times}  {100 * times.Median / wholeTimes.Median:F1} % of an evaluation");
        }
    }

    private static (PerceptualObjective, TileGrid) Open(IEngine engine, BenchArguments arguments, int core, bool bands)
    {
        var options = new StylizeOptions
        {
            Losses = new()
            {
                StyleLayers = LayerWeights.Parse(string.Join(',', BenchArguments.Style)),
                ContentLayers = LayerWeights.Parse($"{BenchArguments.Content}"),
            },
        };
        var space = new PixelSpace(arguments.Network.Normalization, options.Losses.Convention.Pixels);
        var reader = new FeatureReader(engine, arguments.Network, space);
        var layout = new ScaleLayout(core, new PixelStore()) { InBands = bands };
        var picture =
            new Picture(arguments.Width, arguments.Height, BenchNetworks.Noise(3 * arguments.Width * arguments.Height));
        var content = new ScaledPicture(picture.Pixels, picture.Width, picture.Height);
        var plan = RegionPlan.Divide([], [new WeightedStyle(picture)], 0, picture.Size);
        var styles = StyleScaler.AtOwnSize(new PictureScaler(options.Sizing.Resize, space));
        TileGrid grid = layout.Grid(picture.Width, picture.Height,
            TileMargins.Of(arguments.Network, arguments.Network.Deepest(BenchArguments.Style)));
        return (new PerceptualObjective(
            reader, options.Losses.CreateTerms(), layout, new ObjectiveInputs(content, plan, styles)), grid);
    }

    // Costs next to nothing, and is so badly conditioned that steps stay long enough to be remembered.
    private sealed class Slopes : IObjective
    {
        private static readonly float[] Curvatures = [.. Enumerable.Range(0, 64).Select(i => MathF.Pow(10, -i / 10f))];

        public LossValue Evaluate(PixelBuffer point, PixelBuffer gradient)
        {
            for (long at = 0; at < point.Length; at += PixelBuffer.PieceLength)
            {
                using PixelPiece x = point.OpenFrom(at, PieceUse.Read), g = gradient.OpenFrom(at, PieceUse.Write);
                for (int i = 0; i < x.Values.Length; i++)
                    g.Values[i] = x.Values[i] * Curvatures[i & 63];
            }

            return 1;
        }
    }
}
