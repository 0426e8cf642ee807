using Impasto.Color;
using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Numerics;
using Impasto.Storage;

namespace Impasto.Optimization;

/// <summary>One run of the optimisation: scale after scale, step after step.</summary>
internal sealed class StylizeRun
{
    private readonly FeatureReader _reader;
    private readonly TimeProvider _clock;
    private readonly Picture _content;
    private RunPictures _pictures;
    private readonly StylizeOptions _options;
    private readonly IProgress<StylizeProgress>? _progress;
    private readonly PixelSpace _space;
    private readonly PictureScaler _scaler;
    private readonly IReadOnlyList<StylizePlanScale> _plan;
    private readonly string _folder;
    private readonly long _memoryLimit;
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
        StylizePlan plan,
        Picture content,
        IReadOnlyList<WeightedStyle> styles,
        StylizeOptions options,
        IProgress<StylizeProgress>? progress)
    {
        _clock = clock;
        _content = content;
        _pictures = RunPictures.Prepare(content, styles, options);
        _options = options;
        _progress = progress;
        _space = new PixelSpace(network.Normalization, options.Convention);
        _scaler = new PictureScaler(options, _space);
        _reader = new FeatureReader(engine, network, _space);
        _plan = plan.Scales;
        _folder = plan.Folder;
        _memoryLimit = plan.MemoryLimit;
        _totalSteps = _plan.Sum(scale => scale.Steps);
        _totalWork = _plan.Sum(scale => scale.Steps * Work(scale));
        _start = clock.GetTimestamp();
    }

    public StylizeResult Run(CancellationToken cancellation)
    {
        _pictures = _pictures.WithStyles(style => Mixed(style, cancellation));
        PixelStore? pixels = null, next = null;
        PixelBuffer? point = null;
        try
        {
            StylizeOutcome outcome = StylizeOutcome.Completed;
            for (int scale = 0; scale < _plan.Count && outcome == StylizeOutcome.Completed; scale++)
            {
                next = new PixelStore(FolderOf(scale));
                ScaledPicture content = _scaler.Scale(_pictures.Content, SizeOf(scale), next);
                PixelBuffer begun = next.Create(content.Point.Length);
                if (point is null)
                    Start(content, begun, next);
                else
                    PixelResampler.Resize(point, SizeOf(scale - 1), begun, SizeOf(scale));
                pixels?.Dispose();
                (pixels, point) = (next, begun);
                RegionPlan plan = RegionPlan.Divide(_pictures.Regions, _pictures.Styles, _options.Feather, SizeOf(scale));
                _shown = new ShownPicture(_space, _scaler, _options, _content, SizeOf(scale), plan.Kept);
                outcome = RunScale(scale, (content, plan), point, cancellation);
            }

            return new StylizeResult(
                _shown!.Of(point!), outcome, _losses, _clock.GetElapsedTime(_start).TotalSeconds, _reader.Engine.Description) { Notes = _notes };
        }
        finally
        {
            next?.Dispose();
            pixels?.Dispose();
        }
    }

    private StylizeOutcome RunScale(
        int scale, (ScaledPicture Content, RegionPlan Plan) what, PixelBuffer point, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return StylizeOutcome.Cancelled;
        if (_plan[scale].Steps == 0)
            return StylizeOutcome.Completed;
        using var store = new PixelStore(FolderOf(scale));
        var layout = new ScaleLayout(_plan[scale].Core, store);
        var styles = new StyleScaler(_scaler, style => StyleSize(style, scale), FolderOf(scale));
        var targets = StyleTargets.Measure(_reader, _options, layout, what.Content, what.Plan, styles);
        if (scale == _plan.Count - 1)
            _notes.AddRange(targets.Notes);
        var objective = new StylizeObjective(_reader, _options, targets, layout, (what.Content, what.Plan.Kept));
        return Descend(scale, objective, (point, store), cancellation);
    }

    private StylizeOutcome Descend(
        int scale, StylizeObjective objective, (PixelBuffer Point, PixelStore Store) pixels, CancellationToken cancellation)
    {
        PixelBuffer point = pixels.Point, before = pixels.Store.Create(point.Length);
        var guard = new DivergenceGuard(point, pixels.Store);
        using var room = new PixelStore(FolderOf(scale));
        IOptimizer optimizer = Optimizer(scale, point.Length, 1, room);
        int left = _plan[scale].Steps;
        while (left > 0)
        {
            if (cancellation.IsCancellationRequested)
                return StylizeOutcome.Cancelled;
            BufferMath.Copy(point, before);
            double loss = optimizer.Step(objective, point);
            // What the last step leads to is not evaluated: it must at least be finite.
            bool endsBroken = left == 1 && !BufferMath.AllFinite(point);
            if (!guard.Accept(loss, before) || endsBroken)
            {
                _notes.Add($"After step {_losses.Count} the loss was {OptionText.Of(loss)}: {guard.NextTry}.");
                if (!guard.RollBack(point))
                    return StylizeOutcome.Diverged;
                room.Dispose();
                optimizer = Optimizer(scale, point.Length, guard.StepFactor, room);
                continue;
            }

            left--;
            _losses.Add(loss);
            _work += Work(_plan[scale]);
            Report(scale, objective.TermsOf(loss), point);
            if (optimizer is Lbfgs { IsAtRest: true } && left > 0)
            {
                _notes.Add($"After step {_losses.Count} nothing lower could be found at {_plan[scale].Width} x {_plan[scale].Height}: the other {left} steps there were left out.");
                break;
            }
        }

        return StylizeOutcome.Completed;
    }

    // Its own plan: the pictures of this run lie in memory beside it, but nothing else does yet.
    private WeightedStyle Mixed(WeightedStyle style, CancellationToken cancellation)
    {
        (int width, int height) = StyleSize(style, _plan.Count - 1);
        if (style.FineStrokes is not { } strokes || StyleMixing.Options(_options, Math.Max(width, height)) is not { } options)
            return style;
        WeightedStyle[] styles = [new(strokes)];
        StylizePlan plan = new RunPlanner(_reader.Engine, _reader.Network, options, PlanSizes.Of(style.Picture, styles, options))
            .Plan(_memoryLimit) with { Folder = _folder };
        var run = new StylizeRun(_reader.Engine, _reader.Network, _clock, plan, style.Picture, styles, options, null);
        return style with { Picture = run.Run(cancellation).Picture };
    }

    private void Report(int scale, LossTerms terms, PixelBuffer point)
    {
        if (_progress is null)
            return;
        double seconds = _clock.GetElapsedTime(_start).TotalSeconds;
        _progress.Report(new StylizeProgress(
            _losses.Count, _totalSteps, scale + 1, _plan.Count, _plan[scale].Width, _plan[scale].Height,
            terms.Total, terms.Content, terms.Style, terms.Tv, seconds, seconds * ((_totalWork / _work) - 1),
            () => _shown!.Of(point)));
    }

    private static double Work(StylizePlanScale plan) => (double)plan.Width * plan.Height;

    private (int Width, int Height) SizeOf(int scale) => (_plan[scale].Width, _plan[scale].Height);

    private string? FolderOf(int scale) => _plan[scale].OnDisk ? _folder : null;

    private void Start(ScaledPicture content, PixelBuffer point, PixelStore store)
    {
        (int Width, int Height) size = (content.Width, content.Height);
        if (_options.Init == StartKind.Noise)
        {
            Noise(point);
        }
        else
        {
            ScaledPicture start = _options.Init switch
            {
                StartKind.Style => _scaler.Scale(_pictures.Styles[0].Picture, size, store),
                StartKind.Picture => _scaler.Scale(_options.InitPicture!, size, store),
                _ => content,
            };
            BufferMath.Copy(start.Point, point);
        }

        // Where only brightness is optimised it must begin without chroma.
        if (_options.Color == ColorMode.Content && _options.Init is (StartKind.Noise or StartKind.Picture))
            BufferMath.Copy(_space.View(Luminance.Grey(new Picture(size.Width, size.Height, _space.Decode(point)))), point);
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

    private (int Width, int Height) StyleSize(WeightedStyle style, int scale) =>
        Pyramid.Style(_options, style.Picture.Width, style.Picture.Height, SizeOf(scale), SizeOf(_plan.Count - 1));

    private IOptimizer Optimizer(int scale, long length, double factor, PixelStore room) => _options.Optimizer == OptimizerKind.Adam
        ? new Adam(length, factor * _options.LearningRate, _options.Beta1, _options.Beta2, room)
        : new Lbfgs(length, Math.Max(1, _plan[scale].History), factor * _options.LearningRate, _options.LineSearch, room);
}
