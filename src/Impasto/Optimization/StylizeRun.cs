using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Numerics;
using Impasto.Storage;

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
    private readonly IReadOnlyList<ScalePlan> _plan;
    private readonly string? _folder;
    private readonly List<double> _losses = [];
    private readonly int _totalSteps;
    private readonly double _totalWork;
    private readonly long _start;
    private double _work;

    public StylizeRun(
        IEngine engine,
        Network network,
        TimeProvider clock,
        StylizeJobPlan plan,
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
        _plan = plan.Scales;
        _folder = plan.Folder;
        _totalSteps = _plan.Sum(scale => scale.Steps);
        _totalWork = _plan.Sum(scale => scale.Steps * Work(scale));
        _start = clock.GetTimestamp();
    }

    public StylizeResult Run(CancellationToken cancellation)
    {
        PixelStore? pixels = null;
        PixelBuffer? point = null;
        try
        {
            for (int scale = 0; ; scale++)
            {
                ScalePlan plan = _plan[scale];
                Picture content = Resize(_content, (plan.Width, plan.Height));
                var next = new PixelStore(FolderOf(plan));
                PixelBuffer begun = Begin(next, content, point, scale);
                pixels?.Dispose();
                (pixels, point) = (next, begun);
                StylizeOutcome outcome = RunScale(scale, content, point, cancellation);
                if (outcome != StylizeOutcome.Completed || scale + 1 == _plan.Count)
                    return Result(point, scale, outcome);
            }
        }
        finally
        {
            pixels?.Dispose();
        }
    }

    private PixelBuffer Begin(PixelStore store, Picture content, PixelBuffer? before, int scale)
    {
        PixelBuffer point = store.Create(3L * content.Width * content.Height);
        if (before is null)
            Start(content, point);
        else
            PixelResampler.Enlarge(before, (_plan[scale - 1].Width, _plan[scale - 1].Height), point, (content.Width, content.Height));
        return point;
    }

    private StylizeOutcome RunScale(int scale, Picture content, PixelBuffer point, CancellationToken cancellation)
    {
        ScalePlan plan = _plan[scale];
        if (cancellation.IsCancellationRequested)
            return StylizeOutcome.Cancelled;
        if (plan.Steps == 0)
            return StylizeOutcome.Completed;
        using var store = new PixelStore(FolderOf(plan));
        var layout = new ScaleLayout(plan.Core, store);
        var targets = StyleTargets.Measure(_engine, _network, _space, _options, layout, content, Styles(scale));
        LayerName deepest = targets.Style.Keys.Concat(targets.Content.Keys).Max();
        TileGrid grid = layout.Grid(plan.Width, plan.Height, TileMargins.Of(_network, deepest));
        var objective = new StylizeObjective(_engine, _network, _space, _options, targets, grid);
        IOptimizer optimizer = Optimizer(plan, point.Length, store);
        PixelBuffer good = store.Create(point.Length), before = store.Create(point.Length);
        BufferMath.Copy(point, good);
        for (int step = 0; step < plan.Steps; step++)
        {
            if (cancellation.IsCancellationRequested)
                return StylizeOutcome.Cancelled;
            BufferMath.Copy(point, before);
            double loss = optimizer.Step(objective, point);
            if (!double.IsFinite(loss))
            {
                BufferMath.Copy(good, point);
                return StylizeOutcome.Diverged;
            }

            (good, before) = (before, good);
            _losses.Add(loss);
            _work += Work(plan);
            Report(scale, objective.TermsOf(loss), point);
        }

        // The last step's outcome has not been evaluated: it must at least be finite.
        if (BufferMath.AllFinite(point))
            return StylizeOutcome.Completed;
        BufferMath.Copy(good, point);
        return StylizeOutcome.Diverged;
    }

    private void Report(int scale, LossTerms terms, PixelBuffer point)
    {
        if (_progress is null)
            return;
        double seconds = _clock.GetElapsedTime(_start).TotalSeconds;
        _progress.Report(new StylizeProgress(
            _losses.Count, _totalSteps, scale + 1, _plan.Count, _plan[scale].Width, _plan[scale].Height,
            terms.Total, terms.Content, terms.Style, terms.Tv, seconds, seconds * ((_totalWork / _work) - 1),
            () => ToPicture(point, scale)));
    }

    private static double Work(ScalePlan plan) => (double)plan.Width * plan.Height;

    private string? FolderOf(ScalePlan plan) => plan.OnDisk ? _folder : null;

    private StylizeResult Result(PixelBuffer point, int scale, StylizeOutcome outcome) => new(
        ToPicture(point, scale), outcome, _losses, _clock.GetElapsedTime(_start).TotalSeconds, _engine.Description);

    private Picture ToPicture(PixelBuffer point, int scale)
    {
        (int width, int height) = (_plan[scale].Width, _plan[scale].Height);
        float[]? alpha = _options.KeepAlpha && _content.Alpha is not null ? Resize(_content, (width, height)).Alpha : null;
        return new Picture(width, height, _space.Decode(point), alpha);
    }

    private void Start(Picture content, PixelBuffer point)
    {
        (int Width, int Height) size = (content.Width, content.Height);
        if (_options.Init == StartKind.Noise)
        {
            Noise(point);
            return;
        }

        Picture start = _options.Init switch
        {
            StartKind.Style => Resize(_styles[0].Picture, size),
            StartKind.Picture => Resize(_options.InitPicture!, size),
            _ => content,
        };
        BufferMath.Copy(_space.View(start), point);
    }

    // Box and Muller, 1958.
    private void Noise(PixelBuffer point)
    {
        var random = new Random(_options.Seed);
        for (long at = 0; at < point.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece piece = point.OpenFrom(at, PieceUse.Write);
            foreach (ref float value in piece.Values)
            {
                double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
                double normal = radius * Math.Cos(2 * Math.PI * random.NextDouble());
                value = _space.Middle + (float)(_options.NoiseDeviation * normal);
            }
        }
    }

    private List<WeightedStyle> Styles(int scale) => [.. _styles.Select(style => style with
    {
        Picture = Resize(
            style.Picture,
            Pyramid.Style(_options, style.Picture.Width, style.Picture.Height, (_plan[scale].Width, _plan[scale].Height), (_plan[^1].Width, _plan[^1].Height))),
    })];

    private Picture Resize(Picture picture, (int Width, int Height) size) => _options.Resize == ResizeKind.Pillow
        ? Resampler.ResizeAsPillow(picture, size.Width, size.Height)
        : Resampler.Resize(picture, size.Width, size.Height);

    private IOptimizer Optimizer(ScalePlan plan, long length, PixelStore store) => _options.Optimizer == OptimizerKind.Adam
        ? new Adam(length, _options.LearningRate, _options.Beta1, _options.Beta2, store)
        : new Lbfgs(length, plan.History, _options.LearningRate, _options.LineSearch, store);
}
