using Impasto.Imaging;
using Impasto.Video.Frames;
using Impasto.Video.Jobs;
using Impasto.Video.Shots;

namespace Impasto.Video.Painting;

/// <summary>One run over a clip: its shots one after the other or side by side, its frames written in order.</summary>
internal sealed class VideoRun
{
    private readonly VideoTask _task;
    private readonly ClipSurvey _survey;
    private readonly TimeProvider _clock;
    private readonly long _started;
    private readonly VideoPlan _plan;
    private readonly VideoPace _pace;
    private readonly VideoCheckpoint? _checkpoint;
    private readonly KeptShot?[] _kept;
    private readonly int[] _extras;
    private readonly List<string> _notes = [];
    private readonly Dictionary<int, ReadyFrame> _ready = [];
    private readonly int _from;

    // Of the frames in files the latest, which the next ones may have as well.
    private (int Source, Picture Result)? _latest;
    private volatile int _next;
    private int _waiting, _unopened, _end, _active = 1;
    private StylizeOutcome _outcome = StylizeOutcome.Completed;

    public VideoRun(VideoTask task, ClipSurvey survey, VideoPlan plan, VideoCheckpoint? checkpoint, TimeProvider clock)
    {
        (_task, _survey, _clock, _started) = (task, survey, clock, clock.GetTimestamp());
        (_plan, _checkpoint, _end) = (plan, checkpoint, survey.Frames);
        _next = _from = checkpoint?.Next ?? 0;
        _unopened = ShotOf(_next);
        _kept = [.. survey.Shots.Select(shot => EndOf(shot) <= _from ? null : checkpoint?.Read(shot.First))];
        _extras = [.. _kept.Select(kept => kept?.Extra ?? 0)];
        // Those that are written to their end have their number together.
        if (_unopened > 0)
            _extras[0] = checkpoint!.Extra;
        int passes = task.Video.Passes;
        _pace = new VideoPace(
            plan,
            passes * survey.Frames,
            survey.Shots.Where((shot, at) => EndOf(shot) > _from && _kept[at] is null).Count())
        {
            Done = survey.Shots.Select((shot, at) => EndOf(shot) <= _from ? passes * shot.Count
                : _kept[at] is { } kept ? Painted(shot, kept, passes) : 0).Sum(),
        };
    }

    /// <summary>The limit by which runs are planned.</summary>
    public required long MemoryLimit { get; init; }

    /// <summary>Opens a painter with so many threads; with 0, with the device's own.</summary>
    public required Func<int, FramePainter> Open { get; init; }

    /// <summary>The threads of the device that can be shared; null for a device that is used as it is.</summary>
    public int? Threads { get; init; }

    /// <summary>Receives steps and frames; null for none.</summary>
    public IProgress<VideoProgress>? Progress { get; init; }

    private double Seconds => _clock.GetElapsedTime(_started).TotalSeconds;

    public VideoResult Run(IFrameWriter target, CancellationToken cancellation)
    {
        try
        {
            _checkpoint?.Keep(_next, _checkpoint.Extra, MemoryLimit);
            int jobs = Math.Min(_plan.Jobs, _survey.Shots.Count - _unopened);
            if (jobs > 1)
                RunJobs(jobs, target, cancellation);
            else
                RunShots(target, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _outcome = StylizeOutcome.Cancelled;
        }

        if (_next >= _end && _end < _survey.Frames)
            _notes.Add($"The clip ended after {_end} of {_survey.Frames} frames.");
        return new VideoResult(_next, _outcome, Seconds) { From = _from, Notes = [.. _notes] };
    }

    /// <summary>A remark for people; called by any job.</summary>
    public void Note(string note)
    {
        lock (_notes)
            _notes.Add(note);
    }

    // One shot after the other, on the caller's thread.
    private void RunShots(IFrameWriter target, CancellationToken cancellation)
    {
        using FramePainter painter = Open(0);
        using var reader = new ReaderAt(_task.Open());
        for (int at = _unopened; at < _survey.Shots.Count && _outcome == StylizeOutcome.Completed; at++)
        {
            int opened = at;
            ShotRun shot = Shot(at, painter, isAlone: true);
            painter.Steps = new StepReader(step => Report(opened, shot.Current, step));
            reader.SkipTo(_survey.Shots[at].First, cancellation);
            foreach (ShotEvent done in shot.Run(reader, _kept[at], cancellation))
                Take(at, done, target, cancellation);
            if (Ends(shot))
                break;
        }
    }

    private void RunJobs(int jobs, IFrameWriter target, CancellationToken cancellation)
    {
        _active = jobs;
        ThreadShares? shares = Threads is { } threads ? new ThreadShares(threads, jobs) : null;
        List<ReaderAt> readers = [];
        using var queue = new JobQueue(2 * jobs);
        try
        {
            for (int job = 0; job < jobs; job++)
                readers.Add(new ReaderAt(_task.Open()));
            queue.Run(
                [.. readers.Select(reader => (Action<CancellationToken>)(stop => Work(reader, stop)))], cancellation);
        }
        finally
        {
            foreach (ReaderAt reader in readers)
                reader.Dispose();
        }

        void Work(ReaderAt reader, CancellationToken stop)
        {
            using var painters = new SharedPainter(Open, shares);
            while (TryTake(out int at))
            {
                reader.SkipTo(_survey.Shots[at].First, stop);
                ShotRun shot = Shot(at, painters.Renew(stop), isAlone: false);
                Listen();
                foreach (ShotEvent done in shot.Run(reader, _kept[at], stop))
                {
                    Interlocked.Add(ref _waiting, done.Ready.Count);
                    queue.Post(() => Take(at, done, target, cancellation));
                    Wait(at, painters, stop);
                    if (IsBeyondEnd(at))
                        break;
                    shot.Painter = painters.Renew(stop);
                    Listen();
                }

                queue.Post(() => _ = Ends(shot));
                if (shot.IsCancelled || shot.EndedAt is not null)
                    return;

                void Listen() => shot.Painter.Steps = new StepReader(step =>
                {
                    (int Number, int Pass, int Extra) current = shot.Current;
                    queue.Post(() => Report(at, current, step));
                });
            }

            queue.Post(() => _active = Math.Max(1, _active - 1));
        }
    }

    // Whoever paints the shot whose frames are written never waits.
    private void Wait(int at, SharedPainter painters, CancellationToken stop)
    {
        if (!MustWait())
            return;
        painters.Leave();
        while (MustWait())
            stop.WaitHandle.WaitOne(10);
        painters.Join();
        stop.ThrowIfCancellationRequested();

        bool MustWait() => !stop.IsCancellationRequested
            && Volatile.Read(ref _waiting) >= _plan.Lead && at > ShotOf(_next) && !IsBeyondEnd(at);
    }

    private bool TryTake(out int at)
    {
        at = Interlocked.Increment(ref _unopened) - 1;
        return at < _survey.Shots.Count && !IsBeyondEnd(at);
    }

    // Another job found that the clip is shorter than it was.
    private bool IsBeyondEnd(int at) => _survey.Shots[at].First >= Volatile.Read(ref _end);

    private ShotRun Shot(int at, FramePainter painter, bool isAlone) => new(_survey.Shots[at], _task, _survey.Size)
    {
        Painter = painter,
        Checkpoint = _checkpoint,
        Clock = () => Seconds,
        Written = () => _checkpoint?.Next ?? _next,
        GivesResults = isAlone && _task.Video.Passes == 1,
    };

    // Whether nothing comes after a shot.
    private bool Ends(ShotRun shot)
    {
        if (shot.IsCancelled)
            _outcome = StylizeOutcome.Cancelled;
        if (shot.EndedAt is { } end)
            Volatile.Write(ref _end, Math.Min(_end, end));
        return shot.IsCancelled || shot.EndedAt is not null;
    }

    // On the caller's thread: frames that may be written are, in their order.
    private void Take(int at, ShotEvent done, IFrameWriter target, CancellationToken cancellation)
    {
        _extras[at] = done.Extra;
        foreach (ReadyFrame frame in done.Ready)
            _ready[frame.Number] = frame;
        while (_next < _end && _ready.Remove(_next, out ReadyFrame? frame))
        {
            target.Write(_task.Options.Frame(Result(frame)), cancellation);
            _next++;
            Interlocked.Decrement(ref _waiting);
            Keep();
        }

        if (done.Result is not { } result)
            return;
        _pace.Add(done, done.Pass == 1 && _survey.Shots[at].First == done.Number, _active);
        Progress?.Report(At(at, (done.Number, done.Pass, done.Extra)) with
        {
            Picture = result,
            NewShare = done.NewShare,
            StillShare = done.StillShare,
            RemainingSeconds = _pace.Remaining(),
        });
    }

    // Of a shot that is written to its end nothing is kept.
    private void Keep()
    {
        if (_checkpoint is null)
            return;
        int ended = ShotOf(_next);
        _checkpoint.Keep(_next, _extras.Take(ended).Sum(), MemoryLimit);
        if (ended > 0 && EndOf(_survey.Shots[ended - 1]) == _next)
            _checkpoint.Forget(_survey.Shots[ended - 1].First, _next);
    }

    private Picture Result(ReadyFrame frame)
    {
        if (frame.Result is { } given)
            return given;
        if (_latest is not { } latest || latest.Source != frame.Source)
        {
            latest = (frame.Source, _checkpoint!.Pictures.Read(
                KeptPictures.Result(frame.Source, _task.Video.Passes)));
            _latest = latest;
        }

        return latest.Result;
    }

    private void Report(int at, (int Number, int Pass, int Extra) current, StylizeProgress step) =>
        Progress?.Report(At(at, current) with { Step = step });

    private VideoProgress At(int at, (int Number, int Pass, int Extra) current) => new()
    {
        Frame = current.Number + 1,
        Frames = _survey.Frames,
        Shot = at + 1 + _extras.Take(at).Sum() + current.Extra,
        Pass = current.Pass,
        DoneShare = _pace.DoneShare,
        Seconds = Seconds,
    };

    // The shot of a frame; the number of shots after the last frame.
    private int ShotOf(int number) => _survey.Shots.TakeWhile(shot => EndOf(shot) <= number).Count();

    private static int EndOf(Shot shot) => shot.First + shot.Count;

    // Frames of a shot that are painted, in all passes.
    private static int Painted(Shot shot, KeptShot kept, int passes)
    {
        int finished = kept.Finished - shot.First, open = kept.Next - kept.Finished;
        int all = kept.Distinct.Count(number => number >= kept.First);
        int toCome = kept.Pass > 1 ? (all - kept.At) * open / Math.Max(1, all) : 0;
        return (passes * finished) + (kept.Pass * open) - toCome;
    }

    private sealed class StepReader(Action<StylizeProgress> report) : IProgress<StylizeProgress>
    {
        public void Report(StylizeProgress value) => report(value);
    }
}
