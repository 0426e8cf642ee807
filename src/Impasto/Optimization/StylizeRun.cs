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
    private readonly IReadOnlyList<WeightedStyle> _styles;
    private readonly StylizeOptions _options;
    private readonly IProgress<StylizeProgress>? _progress;
    private readonly PixelSpace _space;
    private readonly IReadOnlyList<(int Width, int Height)> _scales;
    private readonly List<double> _losses = [];
    private readonly int _totalSteps;
    private readonly double _totalWork;
    private readonly long _start;
    private double _work;

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
        _styles = styles;
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
        for (int scale = 0; scale < _scales.Count && outcome == StylizeOutcome.Completed; scale++)
        {
            Picture content = Resize(_content, _scales[scale]);
            point = point is null ? Start(content) : Enlarge(point, _scales[scale - 1], _scales[scale]);
            outcome = RunScale(scale, content, point, cancellation);
            if (outcome != StylizeOutcome.Completed)
                return Result(point, scale, outcome);
        }

        return Result(point!, _scales.Count - 1, outcome);
    }

    private StylizeOutcome RunScale(int scale, Picture content, float[] point, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return StylizeOutcome.Cancelled;
        if (Steps(scale) == 0)
            return StylizeOutcome.Completed;
        (int width, int height) = _scales[scale];
        var targets = StyleTargets.Measure(_engine, _network, _space, _options, content, Styles(scale));
        var objective = new StylizeObjective(_engine, _network, _space, _options, targets, width, height);
        IOptimizer optimizer = Optimizer(point.Length);
        float[] good = [.. point];
        for (int step = 0; step < Steps(scale); step++)
        {
            if (cancellation.IsCancellationRequested)
                return StylizeOutcome.Cancelled;
            float[] before = [.. point];
            double loss = optimizer.Step(objective, point);
            if (!double.IsFinite(loss))
            {
                good.AsSpan().CopyTo(point);
                return StylizeOutcome.Diverged;
            }

            good = before;
            _losses.Add(loss);
            _work += Work(scale);
            Report(scale, objective.TermsOf(loss), point);
        }

        // The last step's outcome has not been evaluated: it must at least be finite.
        if (Array.TrueForAll(point, float.IsFinite))
            return StylizeOutcome.Completed;
        good.AsSpan().CopyTo(point);
        return StylizeOutcome.Diverged;
    }

    private void Report(int scale, LossTerms terms, float[] point)
    {
        if (_progress is null)
            return;
        double seconds = _clock.GetElapsedTime(_start).TotalSeconds;
        _progress.Report(new StylizeProgress(
            _losses.Count, _totalSteps, scale + 1, _scales.Count, _scales[scale].Width, _scales[scale].Height,
            terms.Total, terms.Content, terms.Style, terms.Tv, seconds, seconds * ((_totalWork / _work) - 1),
            () => ToPicture(point, scale)));
    }

    private int Steps(int scale) => _options.Steps[Math.Min(scale, _options.Steps.Count - 1)];

    private double Work(int scale) => (double)_scales[scale].Width * _scales[scale].Height;

    private StylizeResult Result(float[] point, int scale, StylizeOutcome outcome) => new(
        ToPicture(point, scale), outcome, _losses, _clock.GetElapsedTime(_start).TotalSeconds, _engine.Description);

    private Picture ToPicture(float[] point, int scale)
    {
        (int width, int height) = _scales[scale];
        float[]? alpha = _options.KeepAlpha && _content.Alpha is not null ? Resize(_content, _scales[scale]).Alpha : null;
        return new Picture(width, height, _space.Decode(point), alpha);
    }

    private float[] Start(Picture content)
    {
        (int Width, int Height) size = (content.Width, content.Height);
        return _options.Init switch
        {
            StartKind.Noise => Noise(content.Pixels.Length),
            StartKind.Style => _space.Encode(Resize(_styles[0].Picture, size)),
            StartKind.Picture => _space.Encode(Resize(_options.InitPicture!, size)),
            _ => _space.Encode(content),
        };
    }

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

    private List<WeightedStyle> Styles(int scale) => [.. _styles.Select(style => style with
    {
        Picture = Resize(
            style.Picture,
            Pyramid.Style(_options, style.Picture.Width, style.Picture.Height, _scales[scale], _scales[^1])),
    })];

    private Picture Resize(Picture picture, (int Width, int Height) size) => _options.Resize == ResizeKind.Pillow
        ? Resampler.ResizeAsPillow(picture, size.Width, size.Height)
        : Resampler.Resize(picture, size.Width, size.Height);

    private IOptimizer Optimizer(int length) => _options.Optimizer == OptimizerKind.Adam
        ? new Adam(length, _options.LearningRate, _options.Beta1, _options.Beta2)
        : new Lbfgs(length, _options.History, _options.LearningRate, _options.LineSearch);
}
