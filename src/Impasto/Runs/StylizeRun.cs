using Impasto.Checkpoints;
using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Numerics;
using Impasto.Objectives;
using Impasto.Optimizers;
using Impasto.Options;
using Impasto.Points;
using Impasto.Storage;

namespace Impasto.Runs;

/// <summary>One run of the optimisation: scale after scale, step after step.</summary>
internal sealed class StylizeRun
{
    private readonly RunSetting _setting;
    private readonly StylizeTask _task;
    private readonly StylizeOptions _options;
    private readonly IReadOnlyList<StylizePlanScale> _scales;
    private readonly string _folder;
    private readonly MixingRuns _mixing;
    private readonly RunProgress _progress;
    private readonly PixelSpace _space;
    private readonly PictureScaler _scaler;
    private readonly FirstPoint _firstPoint;
    private readonly FeatureReader _reader;
    private readonly ContentMatches _matches = new();
    private readonly PaintingPalettes _palettes = new();
    private RunPictures _pictures;
    private CheckpointState? _from;
    private ShownPicture? _shown;
    private IOptimizer? _continued;
    private PixelStore? _continuedStore;

    /// <summary>Prepares a run.</summary>
    /// <param name="setting">Engine, network and clock.</param>
    /// <param name="plan">The plan of its scales.</param>
    /// <param name="task">Pictures and recipe.</param>
    /// <param name="progress">Receives every step; null reports nothing.</param>
    public StylizeRun(RunSetting setting, StylizePlan plan, StylizeTask task, IProgress<StylizeProgress>? progress)
    {
        _setting = setting;
        _task = task;
        _options = task.Options;
        _scales = plan.Scales;
        _folder = plan.Folder;
        _mixing = new MixingRuns(setting, task, plan);
        _progress = new RunProgress(plan.Scales, task, progress, setting.Clock);
        _pictures = RunPictures.Prepare(task);
        _space = new PixelSpace(setting.Network.Normalization, _options.Losses.Convention.Pixels);
        _scaler = new PictureScaler(_options.Sizing.Resize, _space, setting.Team);
        _firstPoint = new FirstPoint(task, _space, _scaler);
        _reader = new FeatureReader(setting.Engine, setting.Network, _space)
        {
            Settings = setting.Settings,
            OfStyles = setting.StyleEngine is { } engine
                ? new FeatureReader(engine, setting.Network, _space)
                {
                    Settings = setting.Settings with { Padding = null },
                }
                : null,
        };
    }

    /// <summary>Saves the state at times; null saves nothing.</summary>
    public CheckpointKeeper? Keeper { get; init; }

    /// <summary>Finds this run's place in a state that contains more.</summary>
    public Func<CheckpointState, CheckpointState> Enter { get; init; } = state => state;

    /// <summary>
    /// True if the checkpoint belongs to exactly this run, so that the optimiser's state is restored; false if only its
    /// picture is used again.
    /// </summary>
    public bool IsExact { get; init; } = true;

    /// <summary>Runs to the end.</summary>
    /// <param name="from">The state to continue from; null starts from the beginning.</param>
    /// <param name="cancellation">Ends the run after the current step.</param>
    public StylizeResult Run(CheckpointState? from, CancellationToken cancellation)
    {
        _from = from;
        _pictures = _mixing.Mix(_pictures, IsExact ? from : null, new RunKeeping(Keeper, Enter), cancellation);
        if (MixingRuns.IsMixing(from))
            _from = null;
        if (_from is not null)
            _progress.Exchange(_from);
        if (_from is not null && IsExact && Matches)
            _matches.Exchange(_from.Within("matches"));
        // The pictures of an earlier run, or of a mixing run, may have been larger.
        _reader.Engine.Trim();
        ScaleStart? start = null;
        try
        {
            StylizeOutcome outcome = StylizeOutcome.Completed;
            for (; _progress.Scale < _scales.Count && outcome == StylizeOutcome.Completed; _progress.NextScale())
            {
                start = Begin(start);
                outcome = RunScale(start, cancellation);
            }

            NoteSize(start!.Size, outcome);
            if (_task.Held is { } held && Matches)
                held.Matches = _matches.Latest;
            return Result(start.Point, outcome);
        }
        finally
        {
            start?.Dispose();
            _continuedStore?.Dispose();
        }
    }

    private void NoteSize(PictureSize size, StylizeOutcome outcome)
    {
        if (outcome != StylizeOutcome.Completed && size != _scales[^1].Size)
        {
            _progress.NoteOnce(
                $"The picture has {size} pixels, those of the scale at which the run ended; all scales would make "
                + $"{_scales[^1].Size}.");
        }
    }

    private StylizeResult Result(PixelBuffer point, StylizeOutcome outcome) => new()
    {
        Picture = _shown!.Of(point),
        Outcome = outcome,
        Losses = _progress.Losses,
        FinalLoss = _progress.Last,
        Seconds = _progress.Seconds,
        Engine = _reader.Engine.Description,
        Notes = _progress.Notes,
        CheckpointProblem = Keeper?.Problem,
        StepsTaken = _progress.Taken,
        SplitStepsTaken = _progress.SplitTaken,
    };

    // Resizes the content and the point to the scale's size, and frees the previous scale.
    private ScaleStart Begin(ScaleStart? before)
    {
        PictureSize size = _scales[_progress.Scale].Size;
        var store = new PixelStore(FolderOf(_progress.Scale));
        try
        {
            ScaledPicture content = _scaler.Scale(_pictures.Content, size, store);
            if (LosesColors)
                content = InGreys(content, size, store);
            PixelBuffer point = store.Create(content.Point.Length);
            if (_from is not null)
                RestorePoint(point, size);
            else if (before is null)
                FillFirst(point, content, size, store);
            else
                Resize(before.Point, before.Size, point, size);
            before?.Dispose();
            return new ScaleStart(size, content, point, store);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private void FillFirst(PixelBuffer point, ScaledPicture content, PictureSize size, PixelStore store)
    {
        _firstPoint.Fill(point, content, _pictures.Styles, store);
        // If only brightness is optimised, the start must have no chroma. Content and styles may have lost it already.
        bool isGrey = _options.Color.Mode == ColorMode.Content
            && _options.Start.Init is StartMode.Content or StartMode.Style;
        if (_pictures.IsGrey && !isGrey)
            _firstPoint.Grey(point, size);
    }

    // Where brightness alone is painted, the run's content is grey from the beginning.
    private bool LosesColors => _pictures.IsGrey && _options.Color.Mode != ColorMode.Content;

    // At its own size a content is not copied, and must stay as it is.
    private ScaledPicture InGreys(ScaledPicture content, PictureSize size, PixelStore store)
    {
        PixelBuffer grey = content.Point;
        if (size == _pictures.Content.Size)
        {
            grey = store.Create(content.Point.Length);
            BufferMath.Copy(content.Point, grey);
        }

        _firstPoint.Grey(grey, size);
        return content with { Point = grey };
    }

    // Edges that see each other must meet afterwards too.
    private void Resize(PixelBuffer source, PictureSize from, PixelBuffer target, PictureSize to)
    {
        if (IsWrapped)
            PixelResampler.ResizeWrapped(source, from, target, to, _setting.Team);
        else
            PixelResampler.Resize(source, from, target, to, team: _setting.Team);
    }

    private bool Matches => _options.Losses.HasMatch;

    private bool IsWrapped => _options.Network.Padding == PaddingMode.Wrap;

    private void RestorePoint(PixelBuffer point, PictureSize size)
    {
        _from!.Values("point", point);
        if (!IsExact && _pictures.IsGrey)
            _firstPoint.Grey(point, size);
    }

    private StylizeOutcome RunScale(ScaleStart start, CancellationToken cancellation)
    {
        RegionPlan regions = RegionPlan.Divide(
            _pictures.Regions, _pictures.Styles, _options.Feather, start.Size, _options.Losses.Strength);
        _shown = new ShownPicture(_space, _scaler, _task, start.Size, regions) { Palettes = _palettes };
        // Restore the checkpoint before honouring a cancellation: saving now would overwrite it with less.
        if (cancellation.IsCancellationRequested && _from is null)
        {
            Keep(start.Point, descent: null, isLast: true);
            return StylizeOutcome.Cancelled;
        }

        StylizePlanScale scale = _scales[_progress.Scale];
        if (scale.Steps == 0)
        {
            _from = null;
            return StylizeOutcome.Completed;
        }

        using var store = new PixelStore(FolderOf(_progress.Scale));
        KeptContent? still = Still(start, store);
        StylizeOutcome outcome = Descend(Inputs(start, regions, still), start.Point, store, cancellation);
        still?.Compose(start.Point, start.Point);
        return outcome;
    }

    // The start as it is now is what stays: colours and size have been brought to the run's.
    private KeptContent? Still(ScaleStart start, PixelStore store)
    {
        if (_task.Still is not { } still)
            return null;
        PixelBuffer kept = store.Create(start.Point.Length);
        BufferMath.Copy(start.Point, kept);
        return new KeptContent(kept, still.Resize(start.Size.Width, start.Size.Height).Values);
    }

    private ObjectiveInputs Inputs(ScaleStart start, RegionPlan regions, KeptContent? still)
    {
        var styles = new StyleScaler(
            _scaler,
            style => Pyramid.Style(_options.Sizing, style.Picture.Size, start.Size, _scales[^1].Size),
            FolderOf(_progress.Scale)) { Cache = _setting.Cache };
        return new ObjectiveInputs(start.Content, regions, styles)
        {
            IsGrey = _pictures.IsGrey,
            SoFar = _progress.Scale > 0 || _task.Held?.Matches is not null ? start.Point : null,
            MatchVariety = _options.Losses.MatchVariety,
            Matches = _matches,
            Held = _task.Held,
            Still = still,
        };
    }

    private PerceptualObjective Objective(ObjectiveInputs inputs, PixelBuffer point, PixelStore targets)
    {
        StylizePlanScale scale = _scales[_progress.Scale];
        var layout = new ScaleLayout(scale.Core, targets) { InBands = scale.InBands };
        LossOptions losses = _options.Losses.For(_setting.Network.Normalization);
        bool hasStyles = inputs.Regions.Parts.Count > 0;
        IReadOnlyList<ILossTerm> terms = _progress.IsSplit
            ? losses.CreateSplitTerms(hasStyles, IsWrapped)
            : losses.CreateTerms(hasStyles, IsWrapped);
        if (_progress.IsSplit)
            inputs = inputs with { IsSplit = true, SoFar = point };
        var objective = new PerceptualObjective(_reader, [.. terms, .. _task.ExtraTerms], layout, inputs);
        if (_progress.Scale == _scales.Count - 1)
        {
            foreach (string note in objective.Notes)
                _progress.NoteOnce(note);
        }

        return objective;
    }

    private StylizeOutcome Descend(
        ObjectiveInputs inputs, PixelBuffer point, PixelStore store, CancellationToken cancellation)
    {
        StylizePlanScale scale = _scales[_progress.Scale];
        using var targets = new PixelStore(FolderOf(_progress.Scale));
        PerceptualObjective objective = Objective(inputs, point, targets);
        using PixelStore own = _continuedStore ?? new PixelStore(FolderOf(_progress.Scale));
        if (HasDetail(inputs))
            AddDetail(objective.MatchedPixels(), point, scale.Size);
        var stores = new ScaleStores(store, own) { Continued = _continued };
        (_continued, _continuedStore) = (null, null);
        var descent = new ScaleDescent(objective, point, stores, scale, _options.Tolerance);
        if (IsExact && _from is not null)
            Restore(descent, _from);
        _from = null;
        _progress.BeginSteps();
        bool isOver = false, isLate = false;
        while (_progress.Done < _progress.End)
        {
            if (_progress.IsSplitDue || (isOver && _progress.SplitLeft > 0))
            {
                isLate = !isOver && _progress.Done < scale.Steps - scale.SplitSteps;
                _progress.Split();
                targets.Clear();
                descent.Follow(Objective(inputs, point, targets));
            }
            else if (isOver)
            {
                break;
            }

            bool isCancelled = cancellation.IsCancellationRequested;
            if (isCancelled || Keeper is { IsDue: true })
                Keep(point, descent, isCancelled);
            if (isCancelled)
                return descent.End(StylizeOutcome.Cancelled);
            isLate |= _progress.IsOutOfTime;
            if (_progress.IsOutOfTime)
                break;

            if (!TryStep(descent, scale, out isOver))
                return descent.End(StylizeOutcome.Diverged);
        }

        if (isLate)
            NoteTime(scale);
        if (_progress.Scale + 1 < _scales.Count)
            Continue(descent, scale.Size, _scales[_progress.Scale + 1]);
        return descent.End(StylizeOutcome.Completed);
    }

    // A checkpoint from within a scale has the detail already.
    private bool HasDetail(ObjectiveInputs inputs) =>
        Matches && _options.Losses.MatchDetail > 0 && inputs.Regions.Parts.Count > 0 && _progress.Scale > 0
        && (_from is null || (IsExact && !_from.Flag("isInside", false)));

    // The paintings' detail that the coarser scale could not hold.
    private void AddDetail(PixelBuffer matched, PixelBuffer point, PictureSize size)
    {
        PictureSize coarser = _scales[_progress.Scale - 1].Size;
        float share = (float)_options.Losses.MatchDetail;
        using var store = new PixelStore(FolderOf(_progress.Scale));
        PixelBuffer small = store.Create(3 * coarser.Pixels), smooth = store.Create(point.Length);
        Resize(matched, size, small, coarser);
        Resize(small, coarser, smooth, size);
        BufferMath.AddScaled(point, matched, share);
        BufferMath.AddScaled(point, smooth, -share);
        if (_pictures.IsGrey)
            _firstPoint.Grey(point, size);
    }

    private void NoteTime(StylizePlanScale scale) => _progress.Note(
        $"After step {_progress.Losses.Count} the time of {scale.Size} was over: "
        + $"{Rest(scale)} left out.");

    private string Rest(StylizePlanScale scale) =>
        scale.Steps - _progress.Done - _progress.SplitLeft is > 1 and var steps
        ? $"the other {steps} steps there were"
        : "the last step there was";

    // False if the scale diverged for good; a step that is taken back does not count.
    private bool TryStep(ScaleDescent descent, StylizePlanScale scale, out bool isOver)
    {
        isOver = false;
        if (!descent.TryStep(isLast: _progress.Done + 1 == _progress.End, out LossValue loss))
        {
            _progress.Note(
                $"After step {_progress.Losses.Count} {descent.Problem(loss.Total)}: {descent.NextTry}.");
            return descent.TryAgain();
        }

        _progress.Add(loss, () => _shown!.Of(descent.Shown), Keeper?.Problem);
        if (descent.Standstill(_progress.Losses, _progress.Done, Math.Max(0, _progress.SplitAt)) is { } reason)
        {
            isOver = true;
            if (_progress.End - _progress.Done > _progress.SplitLeft)
            {
                _progress.Note(
                    $"After step {_progress.Losses.Count} {reason} at {scale.Size}: {Rest(scale)} left out.");
            }
        }

        return true;
    }

    // Passes the optimiser's memory to the next scale, if the optimiser supports that.
    private void Continue(ScaleDescent descent, PictureSize size, StylizePlanScale next)
    {
        // If memory is short, this scale's features are freed before the next scale's vectors are made.
        if (next is { InBands: true } or { Tiles: > 1 } or { OnDisk: true })
            _reader.Engine.Trim();
        var store = new PixelStore(FolderOf(_progress.Scale + 1));
        var room = new OptimizerRoom(3 * next.Size.Pixels, store) { Size = next.Size };
        _continued = descent.Optimizer.Resized(size, next.Size, room);
        if (_continued is null)
            store.Dispose();
        else
            _continuedStore = store;
    }

    private void Keep(PixelBuffer point, ScaleDescent? descent, bool isLast) => Keeper?.Keep(
        state =>
        {
            CheckpointState own = Enter(state);
            _mixing.Keep(own, isMixing: false);
            _progress.Exchange(own);
            own.Values("point", point);
            own.Flag("isInside", descent is not null);
            own.Flag("isContinued", _continued is not null);
            descent?.Exchange(own);
            _continued?.Exchange(own.Within("continued"));
            if (Matches)
                _matches.Exchange(own.Within("matches"));
        },
        isLast);

    private static void Restore(ScaleDescent descent, CheckpointState state)
    {
        if (state.Flag("isInside", false))
            descent.Exchange(state);
        else if (state.Flag("isContinued", false))
            descent.Optimizer.Exchange(state.Within("continued"));
    }

    private string? FolderOf(int scale) => _scales[scale].OnDisk ? _folder : null;
}
