using Impasto.Color;
using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;

namespace Impasto.Optimization;

/// <summary>One run of the optimisation: scale after scale, step after step.</summary>
internal sealed class StylizeRun
{
    private readonly IEngine _engine;
    private readonly Network _network;
    private readonly TimeProvider _clock;
    private readonly Picture _content;
    private RunPictures _pictures;
    private readonly StylizeOptions _options;
    private readonly IProgress<StylizeProgress>? _progress;
    private readonly PixelSpace _space;
    private readonly IReadOnlyList<(int Width, int Height)> _scales;
    private readonly List<double> _losses = [];
    private readonly List<string> _notes = [];
    private readonly int _totalSteps;
    private readonly double _totalWork;
    private readonly long _start;
    private double _work;
    private ShownPicture? _shown;

    public StylizeRun(
        IEngine engine,
        Network network,
        TimeProvider clock,
        Picture content,
        IReadOnlyList<WeightedStyle> styles,
        StylizeOptions options,
        IProgress<StylizeProgress>? progress)
    {
        _engine = engine;
        _network = network;
        _clock = clock;
        _content = content;
        _pictures = RunPictures.Prepare(content, styles, options);
        _options = options;
        _progress = progress;
        _space = new PixelSpace(network.Normalization, options.Convention);
        _scales = Pyramid.Scales(options, content.Width, content.Height);
        _totalSteps = Enumerable.Range(0, _scales.Count).Sum(Steps);
        _totalWork = Enumerable.Range(0, _scales.Count).Sum(scale => Steps(scale) * Work(scale));
        _start = clock.GetTimestamp();
    }

    public StylizeResult Run(CancellationToken cancellation)
    {
        float[]? point = null;
        StylizeOutcome outcome = StylizeOutcome.Completed;
        _pictures = _pictures.WithStyles(style => Mixed(style, cancellation));
        for (int scale = 0; scale < _scales.Count && outcome == StylizeOutcome.Completed; scale++)
        {
            Picture content = Resize(_pictures.Content, _scales[scale]);
            point = point is null ? Start(content) : Enlarge(point, _scales[scale - 1], _scales[scale]);
            RegionPlan plan = Plan(scale);
            _shown = new ShownPicture(_space, _options, Resize(_content, _scales[scale]), plan.Kept);
            outcome = RunScale(scale, (content, plan), point, cancellation);
        }

        return new StylizeResult(
            _shown!.Of(point!), outcome, _losses, _clock.GetElapsedTime(_start).TotalSeconds, _engine.Description) { Notes = _notes };
    }

    private StylizeOutcome RunScale(
        int scale, (Picture Content, RegionPlan Plan) what, float[] point, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return StylizeOutcome.Cancelled;
        if (Steps(scale) == 0)
            return StylizeOutcome.Completed;
        var targets = StyleTargets.Measure(_engine, _network, _space, _options, what.Content, what.Plan);
        if (scale == _scales.Count - 1)
            _notes.AddRange(targets.Notes);
        var objective = new StylizeObjective(_engine, _network, _space, _options, targets, (what.Content, what.Plan.Kept));
        return Descend(scale, objective, point, cancellation);
    }

    private StylizeOutcome Descend(int scale, StylizeObjective objective, float[] point, CancellationToken cancellation)
    {
        var guard = new DivergenceGuard(point);
        IOptimizer optimizer = Optimizer(point.Length, 1);
        float[] before = new float[point.Length];
        int left = Steps(scale);
        while (left > 0)
        {
            if (cancellation.IsCancellationRequested)
                return StylizeOutcome.Cancelled;
            point.AsSpan().CopyTo(before);
            double loss = optimizer.Step(objective, point);
            // What the last step leads to is not evaluated: it must at least be finite.
            bool endsBroken = left == 1 && !Array.TrueForAll(point, float.IsFinite);
            if (!guard.Accept(loss, before) || endsBroken)
            {
                _notes.Add($"After step {_losses.Count} the loss was {OptionText.Of(loss)}: {guard.NextTry}.");
                if (!guard.RollBack(point))
                    return StylizeOutcome.Diverged;
                optimizer = Optimizer(point.Length, guard.StepFactor);
                continue;
            }

            left--;
            _losses.Add(loss);
            _work += Work(scale);
            Report(scale, objective.TermsOf(loss), point);
            if (optimizer is Lbfgs { IsAtRest: true } && left > 0)
            {
                _notes.Add($"After step {_losses.Count} nothing lower could be found at {_scales[scale].Width} x {_scales[scale].Height}: the other {left} steps there were left out.");
                break;
            }
        }

        return StylizeOutcome.Completed;
    }

    private WeightedStyle Mixed(WeightedStyle style, CancellationToken cancellation)
    {
        (int width, int height) = Pyramid.Style(_options, style.Picture.Width, style.Picture.Height, _scales[^1], _scales[^1]);
        return style.FineStrokes is { } strokes && StyleMixing.Options(_options, Math.Max(width, height)) is { } options
            ? style with
            {
                Picture = new StylizeRun(_engine, _network, _clock, style.Picture, [new WeightedStyle(strokes)], options, null)
                    .Run(cancellation).Picture,
            }
            : style;
    }

    private RegionPlan Plan(int scale)
    {
        var plan = RegionPlan.Divide(_pictures.Regions, _pictures.Styles, _options.Feather, _scales[scale]);
        return plan with { Parts = [.. plan.Parts.Select(part => part with { Styles = AtScale(part.Styles, scale) })] };
    }

    private void Report(int scale, LossTerms terms, float[] point)
    {
        if (_progress is null)
            return;
        double seconds = _clock.GetElapsedTime(_start).TotalSeconds;
        _progress.Report(new StylizeProgress(
            _losses.Count, _totalSteps, scale + 1, _scales.Count, _scales[scale].Width, _scales[scale].Height,
            terms.Total, terms.Content, terms.Style, terms.Tv, seconds, seconds * ((_totalWork / _work) - 1),
            () => _shown!.Of(point)));
    }

    private int Steps(int scale) => _options.Steps[Math.Min(scale, _options.Steps.Count - 1)];

    private double Work(int scale) => (double)_scales[scale].Width * _scales[scale].Height;

    private float[] Start(Picture content)
    {
        (int Width, int Height) size = (content.Width, content.Height);
        return _options.Init switch
        {
            StartKind.Noise => Grey(Noise(content.Pixels.Length), size),
            StartKind.Style => _space.Encode(Resize(_pictures.Styles[0].Picture, size)),
            StartKind.Picture => Grey(_space.Encode(Resize(_options.InitPicture!, size)), size),
            _ => _space.Encode(content),
        };
    }

    // Where only brightness is optimised it must begin without chroma.
    private float[] Grey(float[] point, (int Width, int Height) size) => _options.Color == ColorMode.Content
        ? _space.Encode(Luminance.Grey(new Picture(size.Width, size.Height, _space.Decode(point))))
        : point;

    // Box and Muller, 1958.
    private float[] Noise(int length)
    {
        var random = new Random(_options.Seed);
        float[] point = new float[length];
        for (int i = 0; i < length; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            double normal = radius * Math.Cos(2 * Math.PI * random.NextDouble());
            point[i] = _space.Middle + (float)(_options.NoiseDeviation * normal);
        }

        return point;
    }

    private static float[] Enlarge(float[] point, (int Width, int Height) from, (int Width, int Height) to) =>
        Resampler.Resize(point, 3, from.Width, from.Height, to.Width, to.Height, ResampleFilter.Bicubic);

    private WeightedStyle[] AtScale(IReadOnlyList<WeightedStyle> styles, int scale) => [.. styles.Select(style =>
    {
        (int Width, int Height) size = Pyramid.Style(_options, style.Picture.Width, style.Picture.Height, _scales[scale], _scales[^1]);
        return style with { Picture = Resize(style.Picture, size), Mask = style.Mask?.Resize(size.Width, size.Height) };
    })];

    private Picture Resize(Picture picture, (int Width, int Height) size) => _options.Resize == ResizeKind.Pillow
        ? Resampler.ResizeAsPillow(picture, size.Width, size.Height)
        : Resampler.Resize(picture, size.Width, size.Height);

    private IOptimizer Optimizer(int length, double factor) => _options.Optimizer == OptimizerKind.Adam
        ? new Adam(length, factor * _options.LearningRate, _options.Beta1, _options.Beta2)
        : new Lbfgs(length, _options.History, factor * _options.LearningRate, _options.LineSearch);
}
