using Impasto.Checkpoints;
using Impasto.Imaging;

namespace Impasto.Runs;

/// <summary>
/// Progress of a run: losses, notes, time and work. It reports steps, and is part of the run's state.
/// </summary>
/// <param name="scales">The plan's scales.</param>
/// <param name="task">Decides which steps have a preview.</param>
/// <param name="progress">Receives every step; null reports nothing.</param>
/// <param name="clock">Gives the time.</param>
internal sealed class RunProgress(
    IReadOnlyList<StylizePlanScale> scales, StylizeTask task, IProgress<StylizeProgress>? progress, TimeProvider clock)
{
    private readonly List<double> _losses = [];
    private readonly List<string> _notes = [];
    private readonly int _totalSteps = scales.Sum(scale => scale.Steps);
    private readonly double _totalWork = scales.Sum(scale => scale.Steps * (double)scale.Size.Pixels);
    private readonly double[] _taken = new double[scales.Count];
    private readonly long _start = clock.GetTimestamp();
    private double _secondsBefore;
    private int _splitBefore;
    private double _work;
    private double _mark;
    private double _startSeconds;
    private double _lastStep;
    private (double Seconds, double Work) _first;
    private (double Seconds, double Work) _others;

    /// <summary>Total loss before each step of the whole run so far.</summary>
    public IReadOnlyList<double> Losses => _losses;

    /// <summary>The loss before the last step, with its terms; null before the first step.</summary>
    public LossValue? Last { get; private set; }

    /// <summary>Remarks on the run for people, one sentence each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Number of the present scale, from 0.</summary>
    public int Scale { get; private set; }

    /// <summary>Steps taken at that scale.</summary>
    public int Done { get; private set; }

    /// <summary>
    /// Steps taken at that scale when its layers began to be matched by themselves; -1 before.
    /// </summary>
    public int SplitAt { get; private set; } = -1;

    /// <summary>Whether the scale's layers are matched by themselves now.</summary>
    public bool IsSplit => SplitAt >= 0;

    /// <summary>Steps with layers matched by themselves, at this scale or, after the last one, at that.</summary>
    public int SplitTaken => IsSplit ? Done - SplitAt : _splitBefore;

    /// <summary>Steps after which the scale ends.</summary>
    public int End => IsSplit ? SplitAt + SplitAfter(SplitAt) : scales[Scale].Steps;

    /// <summary>
    /// How many steps with layers matched by themselves would follow now: at most half as many as there were others.
    /// </summary>
    public int SplitLeft => IsSplit ? 0 : SplitAfter(Done);

    /// <summary>Whether it is time for these steps, as the last ones that are planned or have time.</summary>
    public bool IsSplitDue => SplitLeft > 0
        && (Done >= scales[Scale].Steps - scales[Scale].SplitSteps || IsTimeOverAfter(SplitLeft + 1));

    /// <summary>Marks that the scale's layers are matched by themselves from now on.</summary>
    public void Split() => SplitAt = Done;

    /// <summary>Steps that each scale took, if there is a time limit; otherwise empty.</summary>
    public IReadOnlyList<int> Taken => task.TimeLimit is null ? [] : [.. _taken.Select(steps => (int)steps)];

    /// <summary>
    /// Whether another step at this scale would end after its share of the time, which is that of its work; the first
    /// step is always taken.
    /// </summary>
    public bool IsOutOfTime => IsTimeOverAfter(1);

    /// <summary>Seconds since the run began, including those before a checkpoint.</summary>
    public double Seconds => _secondsBefore + clock.GetElapsedTime(_start).TotalSeconds;

    private bool IsTimeOverAfter(int steps)
    {
        if (task.TimeLimit is not { } limit || Done == 0)
            return false;
        double upToHere = scales.Take(Scale + 1).Sum(scale => scale.Steps * (double)scale.Size.Pixels);
        return Seconds + (steps * _lastStep) > limit.TotalSeconds * upToHere / _totalWork;
    }

    private int SplitAfter(int done) => Math.Min(scales[Scale].SplitSteps, done / 2);

    /// <summary>Marks that a scale's preparations are done: they count apart from its steps.</summary>
    public void BeginSteps()
    {
        double now = Seconds;
        if (_losses.Count > 0)
            _startSeconds = now - _mark;
        _mark = now;
    }

    /// <summary>Moves to the next scale.</summary>
    public void NextScale()
    {
        _splitBefore = SplitTaken;
        Scale++;
        Done = 0;
        SplitAt = -1;
    }

    /// <summary>Adds a note.</summary>
    public void Note(string note) => _notes.Add(note);

    /// <summary>Adds a note unless it is there already: a resumed run finds the same again.</summary>
    public void NoteOnce(string note)
    {
        if (!_notes.Contains(note))
            _notes.Add(note);
    }

    /// <summary>Counts a step and reports it.</summary>
    /// <param name="loss">The loss before it.</param>
    /// <param name="show">Makes the picture after it.</param>
    /// <param name="checkpointProblem">Why the latest state could not be kept; null if it was.</param>
    public void Add(LossValue loss, Func<Picture> show, string? checkpointProblem = null)
    {
        Done++;
        _taken[Scale]++;
        _losses.Add(loss.Total);
        Last = loss;
        double seconds = Seconds;
        Measure(seconds);
        if (progress is null)
            return;
        var step = new StylizeProgress
        {
            Step = _losses.Count,
            TotalSteps = _totalSteps,
            Scale = Scale + 1,
            Scales = scales.Count,
            Size = scales[Scale].Size,
            Loss = loss,
            Seconds = seconds,
            RemainingSeconds = Math.Max(0, Remaining()),
            CheckpointProblem = checkpointProblem,
        };
        progress.Report(task.PreviewWhen?.Invoke(step) == true ? step with { Preview = show() } : step);
    }

    private void Measure(double now)
    {
        double work = scales[Scale].Size.Pixels;
        _work += work;
        _lastStep = now - _mark;
        if (_first.Work == 0)
            _first = (now - _mark, work);
        else
            _others = (_others.Seconds + now - _mark, _others.Work + work);
        _mark = now;
    }

    // The first step takes several times as long as the others: code is compiled, and memory is touched for the first
    // time. It counts only until there are others.
    private double Remaining()
    {
        (double seconds, double work) = _others.Work > 0 ? _others : _first;
        IEnumerable<StylizePlanScale> next = scales.Skip(Scale + 1).Where(scale => scale.Steps > 0);
        double starts = _startSeconds * next.Sum(scale => (double)scale.Size.Pixels) / scales[Scale].Size.Pixels;
        return (seconds * (_totalWork - _work) / work) + starts;
    }

    /// <summary>
    /// Saves the place in the run, or restores it and checks that it fits: a changed recipe may have other sizes.
    /// </summary>
    /// <exception cref="ImpastoException">The checkpoint's place does not fit the plan.</exception>
    public void Exchange(CheckpointState state)
    {
        Scale = state.Number("scale", Scale);
        Done = state.Number("done", Done);
        SplitAt = state.Number("splitAt", SplitAt);
        bool fits = Scale >= 0 && Scale < scales.Count && Done >= 0;
        PictureSize size = fits ? scales[Scale].Size : default;
        var kept = new PictureSize(state.Number("width", size.Width), state.Number("height", size.Height));
        if (!fits || kept != size)
            throw state.Unfit("size");
        if (scales[Scale].SplitSteps == 0)
            SplitAt = -1;
        _work = state.Number("work", _work);
        double seconds = state.Number("seconds", state.IsRestoring ? 0 : Seconds);
        state.Number("step", _losses.Count);
        IReadOnlyList<double> losses = state.Numbers("losses", _losses);
        if (task.TimeLimit is not null)
            state.Numbers("taken", _taken).Take(_taken.Length).ToArray().CopyTo(_taken, 0);
        int notes = state.Number("notes", _notes.Count);
        if (notes < 0)
            throw state.Unfit("notes");
        string[] texts =
            [.. Enumerable.Range(0, notes).Select(i => state.Text($"note{i}", _notes.ElementAtOrDefault(i) ?? ""))];
        if (!state.IsRestoring)
            return;
        _secondsBefore = seconds;
        _losses.AddRange(losses);
        _notes.AddRange(texts);
    }
}
