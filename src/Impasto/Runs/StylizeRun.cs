using Impasto.Checkpoints;
using Impasto.Imaging;
using Impasto.Objectives;
using Impasto.Optimizers;
using Impasto.Options;
using Impasto.Storage;
using Impasto.Text;

namespace Impasto.Runs;

/// <summary>One run of the optimisation: scale after scale, step after step.</summary>
internal sealed class StylizeRun
{
    private readonly RunSetting _setting;
    private readonly MixingRuns _mixing;
    private readonly FeatureReader _reader;
    private readonly Picture _content;
    private RunPictures _pictures;
    private readonly StylizeOptions _options;
    private readonly IProgress<StylizeProgress>? _progress;
    private readonly PixelSpace _space;
    private readonly PictureScaler _scaler;
    private readonly BeginningPoint _beginning;
    private readonly IReadOnlyList<StylizePlanScale> _plan;
    private readonly string _folder;
    private readonly List<double> _losses = [];
    private readonly List<string> _notes = [];
    private readonly int _totalSteps;
    private readonly double _totalWork;
    private readonly long _start;
    private RunState? _from;
    private double _secondsBefore;
    private double _secondsAtSteps;
    private double _workAtSteps;
    private double _work;
    private int _scale;
    private int _done;
    private ShownPicture? _shown;
    private AdamMemory? _carried;
    private PixelStore? _carriedRoom;

    /// <summary>Prepares a run.</summary>
    /// <param name="setting">What it works with.</param>
    /// <param name="plan">How its scales are done.</param>
    /// <param name="task">Pictures and recipe.</param>
    /// <param name="progress">Hears of every step.</param>
    public StylizeRun(RunSetting setting, StylizePlan plan, StylizeTask task, IProgress<StylizeProgress>? progress)
    {
        _setting = setting;
        _mixing = new MixingRuns(setting, task, plan);
        _content = task.Content;
        _options = task.Options;
        _pictures = RunPictures.Prepare(task.Content, task.Styles, task.Options);
        _progress = progress;
        _space = new PixelSpace(setting.Network.Normalization, _options.Convention);
        _scaler = new PictureScaler(_options, _space);
        _beginning = new BeginningPoint(_options, _space, _scaler);
        _reader = new FeatureReader(setting.Engine, setting.Network, _space);
        _plan = plan.Scales;
        _folder = plan.Folder;
        _totalSteps = _plan.Sum(scale => scale.Steps);
        _totalWork = _plan.Sum(scale => scale.Steps * Work(scale));
        _start = setting.Clock.GetTimestamp();
    }

    /// <summary>Keeps the state at times; null keeps none.</summary>
    public CheckpointKeeper? Keeper { get; init; }

    /// <summary>Leads to this run's place in a state that holds more than this run's.</summary>
    public Func<RunState, RunState> Enter { get; init; } = state => state;

    /// <summary>Whether what is gone on from is a state of this very run, or one of which only the picture can be taken.</summary>
    public bool IsExact { get; init; } = true;

    /// <summary>Runs to the end.</summary>
    /// <param name="from">The state to go on from; null begins.</param>
    /// <param name="cancellation">Ends the run after the current step.</param>
    public StylizeResult Run(RunState? from, CancellationToken cancellation)
    {
        _from = from;
        _pictures = _mixing.Mix(_pictures, IsExact ? from : null, (Keeper, Enter), cancellation);
        if (MixingRuns.IsMixing(from))
            _from = null;
        RestoreProgress();
        (_secondsAtSteps, _workAtSteps) = (Seconds, _work);
        PixelStore? pixels = null, next = null;
        PixelBuffer? point = null;
        // An earlier run's pictures, or those that mixed strokes, may have been larger.
        _reader.Engine.Trim();
        try
        {
            StylizeOutcome outcome = StylizeOutcome.Completed;
            for (; _scale < _plan.Count && outcome == StylizeOutcome.Completed; _scale++)
            {
                int scale = _scale;
                next = new PixelStore(FolderOf(scale));
                ScaledPicture content = _scaler.Scale(_pictures.Content, SizeOf(scale), next);
                PixelBuffer begun = next.Create(content.Point.Length);
                if (_from is not null)
                    RestorePoint(begun, SizeOf(scale));
                else if (point is null)
                    _beginning.Fill(begun, content, _pictures.Styles, next);
                else
                    PixelResampler.Resize(point, SizeOf(scale - 1), begun, SizeOf(scale));
                pixels?.Dispose();
                (pixels, point) = (next, begun);
                RegionPlan plan = RegionPlan.Divide(_pictures.Regions, _pictures.Styles, _options.Feather, SizeOf(scale));
                _shown = new ShownPicture(_space, _scaler, _options, _content, SizeOf(scale), plan.Kept);
                outcome = RunScale(scale, (content, plan), point, cancellation);
                _done = 0;
            }

            return new StylizeResult(
                _shown!.Of(point!), outcome, _losses, Seconds, _reader.Engine.Description)
            {
                Notes = _notes,
                CheckpointProblem = Keeper?.Problem,
            };
        }
        finally
        {
            next?.Dispose();
            pixels?.Dispose();
            _carriedRoom?.Dispose();
        }
    }

    private StylizeOutcome RunScale(
        int scale, (ScaledPicture Content, RegionPlan Plan) what, PixelBuffer point, CancellationToken cancellation)
    {
        // A state in the middle of a scale is taken up first, lest less be kept than there was.
        if (cancellation.IsCancellationRequested && _from is null)
        {
            Keep(point, null, last: true);
            return StylizeOutcome.Cancelled;
        }

        if (_plan[scale].Steps == 0)
        {
            _from = null;
            return StylizeOutcome.Completed;
        }

        using var store = new PixelStore(FolderOf(scale));
        var layout = new ScaleLayout(_plan[scale].Core, store) { InBands = _plan[scale].InBands };
        var styles = new StyleScaler(_scaler, style => StyleSize(style, scale), FolderOf(scale)) { Cache = _setting.Cache };
        var targets = StyleTargets.Measure(_reader, _options, layout, what.Content, what.Plan, styles);
        if (scale == _plan.Count - 1)
            _notes.AddRange(targets.Notes.Except(_notes, StringComparer.Ordinal).ToArray());
        var objective = new StylizeObjective(_reader, _options, targets, layout, (what.Content, what.Plan.Kept));
        return Descend(scale, objective, (point, store), cancellation);
    }

    private StylizeOutcome Descend(
        int scale, StylizeObjective objective, (PixelBuffer Point, PixelStore Store) pixels, CancellationToken cancellation)
    {
        using PixelStore room = _carriedRoom ?? RoomOf(scale);
        var descent = new ScaleDescent(objective, pixels.Point, (pixels.Store, room), (_options, _plan[scale]), _carried);
        (_carried, _carriedRoom) = (null, null);
        if (IsExact && _from is not null)
            descent.Restore(_from);
        _from = null;
        while (_done < _plan[scale].Steps)
        {
            bool isCancelled = cancellation.IsCancellationRequested;
            if (isCancelled || Keeper is { IsDue: true })
                Keep(pixels.Point, descent, isCancelled);
            if (isCancelled)
                return descent.End(StylizeOutcome.Cancelled);
            if (!descent.TryStep(isLast: _done + 1 == _plan[scale].Steps, out double loss))
            {
                _notes.Add($"After step {_losses.Count} the loss was {OptionText.Of(loss)}: {descent.NextTry}.");
                if (!descent.TryAgain())
                    return descent.End(StylizeOutcome.Diverged);
                continue;
            }

            _done++;
            _losses.Add(loss);
            _work += Work(_plan[scale]);
            Report(scale, objective.TermsOf(loss), descent.Shown);
            if (descent.Standstill(_losses, _done) is { } reason)
            {
                _notes.Add($"After step {_losses.Count} {reason} at {_plan[scale].Width} x {_plan[scale].Height}: the other {_plan[scale].Steps - _done} steps there were left out.");
                break;
            }
        }

        if (scale + 1 < _plan.Count)
        {
            // Where memory is short the next scale's vectors take the place of this one's features.
            if (_plan[scale + 1] is { InBands: true } or { Tiles: > 1 } or { OnDisk: true })
                _reader.Engine.Trim();
            if (descent.Memory is { } memory)
                _carried = memory.At(SizeOf(scale), SizeOf(scale + 1), _carriedRoom = RoomOf(scale + 1));
        }

        return descent.End(StylizeOutcome.Completed);
    }

    private double Seconds => _secondsBefore + _setting.Clock.GetElapsedTime(_start).TotalSeconds;

    private void Keep(PixelBuffer point, ScaleDescent? descent, bool last) => Keeper?.Keep(
        state =>
        {
            RunState own = Enter(state);
            _mixing.Keep(own, isMixing: false);
            ExchangeProgress(own);
            own.Values("point", point);
            ScaleDescent.Keep(own, descent, _carried);
        },
        last);

    private void ExchangeProgress(RunState state)
    {
        _scale = state.Number("scale", _scale);
        _done = state.Number("done", _done);
        if (!state.IsRestoring)
        {
            state.Number("width", _plan[_scale].Width);
            state.Number("height", _plan[_scale].Height);
        }

        _work = state.Number("work", _work);
        double seconds = state.Number("seconds", state.IsRestoring ? 0 : Seconds);
        if (state.IsRestoring)
            _secondsBefore = seconds;
        state.Number("step", _losses.Count);
        IReadOnlyList<double> losses = state.Numbers("losses", _losses);
        int notes = state.Number("notes", _notes.Count);
        string[] kept = [.. Enumerable.Range(0, notes).Select(i => state.Text($"note{i}", _notes.ElementAtOrDefault(i) ?? ""))];
        if (state.IsRestoring)
        {
            _losses.AddRange(losses);
            _notes.AddRange(kept);
        }
    }

    // A step's place, and whether it fits: the sizes of a changed recipe may be others.
    private void RestoreProgress()
    {
        if (_from is null)
            return;
        ExchangeProgress(_from);
        bool isThere = _scale >= 0 && _scale < _plan.Count && _done >= 0;
        if (!isThere || SizeOf(_scale) != (_from.Number("width", 0), _from.Number("height", 0)))
            throw _from.Unfit("size");
    }

    private void RestorePoint(PixelBuffer point, (int Width, int Height) size)
    {
        _from!.Values("point", point);
        if (!IsExact && _options.Color == ColorMode.Content)
            _beginning.Grey(point, size);
    }

    private void Report(int scale, LossTerms terms, PixelBuffer point)
    {
        if (_progress is null)
            return;
        // What came before the steps, and those of another process, tell nothing about how long the others take.
        double seconds = Seconds, left = (seconds - _secondsAtSteps) * (_totalWork - _work) / (_work - _workAtSteps);
        _progress.Report(new StylizeProgress(
            _losses.Count, _totalSteps, scale + 1, _plan.Count, _plan[scale].Width, _plan[scale].Height,
            terms.Total, terms.Content, terms.Style, terms.Tv, terms.Range, seconds, Math.Max(0, left),
            () => _shown!.Of(point)));
    }

    private static double Work(StylizePlanScale plan) => (double)plan.Width * plan.Height;

    private (int Width, int Height) SizeOf(int scale) => (_plan[scale].Width, _plan[scale].Height);

    private PixelStore RoomOf(int scale) => new(FolderOf(scale));

    private string? FolderOf(int scale) => _plan[scale].OnDisk ? _folder : null;

    private (int Width, int Height) StyleSize(WeightedStyle style, int scale) =>
        Pyramid.Style(_options, style.Picture.Width, style.Picture.Height, SizeOf(scale), SizeOf(_plan.Count - 1));
}
