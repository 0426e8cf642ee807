using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Networks;
using Impasto.Objectives;
using Impasto.Optimizers;
using Impasto.Points;
using Impasto.Runs;
using Impasto.Storage;

namespace Impasto.Tests.Runs;

/// <summary>A run against its parts, put together by hand.</summary>
public sealed class StylizeRunTests
{
    private static readonly StylizeOptions Options = new()
    {
        Losses = new()
        {
            StyleLayers = LayerWeights.Parse("conv1_1,conv2_1"),
            Content = ContentMode.Photo,
            ContentLayers = LayerWeights.Parse("conv2_1"),
        },
        Optimizer = new LbfgsOptions { History = 3 },
    };

    private static readonly Picture Content = TestPictures.Noise(20, 14, 1);
    private static readonly WeightedStyle Style = new(TestPictures.Noise(20, 14, 2));
    private static readonly Network Network = TestNetworks.Shallow();

    [Fact]
    public void Run_is_its_scales_one_after_the_other()
    {
        StylizePlanScale[] scales = [Scale(10, 7, 4), Scale(20, 14, 3)];
        var engine = new TrimmedEngine(new ReferenceEngine(Network, new EngineSettings()));

        StylizeResult result = Run(engine, scales);

        PixelBuffer point = Resampled(Content.Pixels, Content.Size, scales[0].Size);
        List<double> losses = Descend(point, scales[0]);
        point = Resampled(point, scales[0].Size, scales[1].Size);
        losses.AddRange(Descend(point, scales[1]));
        Assert.Equal(losses, result.Losses);
        Assert.Equal(point.ToArray(), result.Picture.Pixels);
        Assert.Equal(StylizeOutcome.Completed, result.Outcome);
    }

    [Fact]
    public void Run_with_split_steps_ends_with_targets_of_each_layer_by_itself()
    {
        StylizeOptions options = Options with
        {
            Losses = Options.Losses with
            {
                Content = ContentMode.Match,
                MatchLayers = LayerWeights.Parse("conv2_1"),
                SplitLayers = LayerWeights.Parse("conv1_1,conv2_1"),
            },
        };
        StylizePlanScale scale = Scale(20, 14, 6) with { SplitSteps = 2 };

        StylizeResult result = Run(new ReferenceEngine(Network, new EngineSettings()), [scale], options: options);

        PixelBuffer point = Resampled(Content.Pixels, Content.Size, scale.Size);
        using var store = new PixelStore();
        ObjectiveInputs inputs = Inputs(scale) with { MatchVariety = options.Losses.MatchVariety, Matches = new() };
        IOptimizer optimizer = scale.Optimizer.Create(new OptimizerRoom(point.Length, store) { Size = scale.Size });
        List<double> losses = Steps(options.Losses.CreateTerms(), inputs, 4);
        optimizer.ForgetValues();
        losses.AddRange(Steps(
            options.Losses.CreateSplitTerms(hasStyles: true, wraps: false),
            inputs with { IsSplit = true, SoFar = point },
            2));
        Assert.Equal(losses, result.Losses);
        Assert.Equal(point.ToArray(), result.Picture.Pixels);

        List<double> Steps(IReadOnlyList<ILossTerm> terms, ObjectiveInputs with, int steps)
        {
            using var objective = new PerceptualObjective(
                Reader, terms, new ScaleLayout(ScaleLayout.Whole, store), with);
            return [.. Enumerable.Range(0, steps).Select(_ => optimizer.Step(objective, point).Total)];
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void Run_begins_a_larger_scale_with_the_paintings_detail(double share)
    {
        StylizeOptions options = Options with
        {
            Losses = Options.Losses with
            {
                Content = ContentMode.Match, MatchLayers = LayerWeights.Parse("conv2_1"), MatchDetail = share,
            },
        };
        StylizePlanScale[] scales = [Scale(10, 7, 2), Scale(20, 14, 3)];

        StylizeResult result = Run(new ReferenceEngine(Network, new EngineSettings()), scales, options: options);

        using var store = new PixelStore();
        var matches = new ContentMatches();
        PixelBuffer point = Resampled(Content.Pixels, Content.Size, scales[0].Size);
        List<double> losses = Steps(scales[0], soFar: null);
        point = Resampled(point, scales[0].Size, scales[1].Size);
        losses.AddRange(Steps(scales[1], point));
        Assert.Equal(losses, result.Losses);
        Assert.Equal(point.ToArray(), result.Picture.Pixels);

        List<double> Steps(StylizePlanScale scale, PixelBuffer? soFar)
        {
            ObjectiveInputs inputs = Inputs(scale) with
            {
                MatchVariety = options.Losses.MatchVariety, Matches = matches, SoFar = soFar,
            };
            using var objective = new PerceptualObjective(
                Reader, options.Losses.CreateTerms(), new ScaleLayout(ScaleLayout.Whole, store), inputs);
            if (soFar is not null && share > 0)
            {
                // The painting's own detail: what is left of its pixels after the coarser size.
                PixelBuffer matched = objective.MatchedPixels();
                PixelBuffer smooth = Resampled(
                    Resampled(matched, scale.Size, scales[0].Size), scales[0].Size, scale.Size);
                float[] start = point.ToArray(), fine = matched.ToArray(), coarse = smooth.ToArray();
                for (int i = 0; i < start.Length; i++)
                    start[i] += (float)(share * fine[i]);
                for (int i = 0; i < start.Length; i++)
                    start[i] += (float)(-share * coarse[i]);
                point.Write(0, start);
            }

            IOptimizer optimizer = scale.Optimizer.Create(new OptimizerRoom(point.Length, store) { Size = scale.Size });
            return [.. Enumerable.Range(0, scale.Steps).Select(_ => optimizer.Step(objective, point).Total)];
        }
    }

    [Fact]
    public void Run_frees_the_engines_memory_before_it_begins()
    {
        var engine = new TrimmedEngine(new ReferenceEngine(Network, new EngineSettings()));

        Run(engine, [Scale(20, 14, 1)]);

        Assert.Equal(["trim", "pass"], engine.Calls.Take(2));
    }

    [Fact]
    public void Run_without_steps_gives_the_start_at_the_last_size()
    {
        var engine = new TrimmedEngine(new ReferenceEngine(Network, new EngineSettings()));

        StylizeResult result = Run(engine, [Scale(10, 7, 0), Scale(20, 14, 0)]);

        PixelBuffer small = Resampled(Content.Pixels, Content.Size, new(10, 7));
        Assert.Equal(Resampled(small, new(10, 7), new(20, 14)).ToArray(), result.Picture.Pixels);
        Assert.Empty(result.Losses);
        Assert.DoesNotContain("pass", engine.Calls);
    }

    [Fact]
    public void Run_that_fails_leaves_no_file_behind()
    {
        using var folder = new ScratchFolder();
        IEngine engine = new WatchedEngine(
            new ReferenceEngine(Network, new EngineSettings()), () => throw new InvalidOperationException("no"));
        StylizePlanScale scale = Scale(20, 14, 3) with { OnDisk = true };

        Assert.Throws<InvalidOperationException>(() => Run(engine, [scale], folder.Path));

        Assert.Empty(folder.Names());
    }

    private static StylizeResult Run(
        IEngine engine, StylizePlanScale[] scales, string folder = "", StylizeOptions? options = null)
    {
        var plan = new StylizePlan(scales, [], long.MaxValue) { Folder = folder };
        var setting = new RunSetting(engine, Network, TimeProvider.System);
        var run = new StylizeRun(setting, plan, new StylizeTask(Content, [Style], options ?? Options), null);
        return run.Run(null, TestContext.Current.CancellationToken);
    }

    private static StylizePlanScale Scale(int width, int height, int steps) =>
        new(new(width, height), steps) { Core = ScaleLayout.Whole, Optimizer = Options.Optimizer };

    private static PixelBuffer Resampled(PixelBuffer source, PictureSize from, PictureSize to)
    {
        if (from == to)
            return source;
        float[] target = new float[3 * to.Pixels];
        PixelResampler.Resize(source, from, target, to);
        return target;
    }

    // The steps of one scale. L-BFGS starts anew at each scale.
    private static List<double> Descend(PixelBuffer point, StylizePlanScale scale)
    {
        using var store = new PixelStore();
        using var objective = new PerceptualObjective(
            Reader, Options.Losses.CreateTerms(), new ScaleLayout(ScaleLayout.Whole, store), Inputs(scale));
        IOptimizer optimizer = scale.Optimizer.Create(new OptimizerRoom(point.Length, store) { Size = scale.Size });
        return [.. Enumerable.Range(0, scale.Steps).Select(_ => optimizer.Step(objective, point).Total)];
    }

    private static FeatureReader Reader => new(
        new ReferenceEngine(Network, new EngineSettings()),
        Network,
        new PixelSpace(Network.Normalization, PixelScaleMode.Rgb));

    private static ObjectiveInputs Inputs(StylizePlanScale scale) => new(
        new ScaledPicture(
            Resampled(Content.Pixels, Content.Size, scale.Size), scale.Size.Width, scale.Size.Height),
        RegionPlan.Divide([], [Style], 0, scale.Size),
        new StyleScaler(new PictureScaler(ResizeMode.Smooth, Reader.Space), _ => scale.Size, null));

    private sealed class TrimmedEngine(IEngine inner) : IEngine
    {
        public List<string> Calls { get; } = [];

        public string Description => inner.Description;

        public long BytesFor(int width, int height, FeatureRequest request) => 0;

        public Features Forward(NetworkInput input, FeatureRequest request, Features? into = null)
        {
            Calls.Add("pass");
            return inner.Forward(input, request, into);
        }

        public void Backward(FeatureGradients gradients, float[] inputGradient) =>
            inner.Backward(gradients, inputGradient);

        public void Trim() => Calls.Add("trim");

        public void Dispose() => inner.Dispose();
    }
}
