using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Video.Frames;

namespace Impasto.Video.Painting;

/// <summary>One run over a clip: frame after frame.</summary>
internal sealed class VideoRun
{
    private readonly VideoTask _task;
    private readonly ClipSurvey _survey;
    private readonly TimeProvider _clock;
    private readonly long _started;
    private readonly HashSet<int> _cuts;
    private readonly FramePainter _painter;
    private readonly List<string> _notes = [];
    private (int Count, double Seconds) _wholes, _others;
    private ShotState? _shot;
    private Picture? _last;
    private int _number;

    public VideoRun(Stylizer stylizer, Network network, VideoTask task, ClipSurvey survey, TimeProvider clock)
    {
        (_task, _survey, _clock, _started) = (task, survey, clock, clock.GetTimestamp());
        _cuts = [.. survey.Shots.Select(shot => shot.First)];
        _painter = new FramePainter(stylizer, network, task, survey.Size)
        {
            Note = _notes.Add,
            Steps = new StepReader(this),
        };
    }

    /// <summary>Keeps the state; null keeps none.</summary>
    public VideoCheckpoint? Checkpoint { get; init; }

    /// <summary>The limit by which runs are planned.</summary>
    public required long MemoryLimit { get; init; }

    /// <summary>Receives steps and frames; null for none.</summary>
    public IProgress<VideoProgress>? Progress { get; init; }

    /// <summary>Gives the time of a kind of frames before one of it was painted.</summary>
    public required VideoPlan Plan { get; init; }

    private double Seconds => _clock.GetElapsedTime(_started).TotalSeconds;

    public VideoResult Run(
        IFrameReader reader, IFrameWriter target, KeptShot? kept, CancellationToken cancellation)
    {
        int from = kept?.Next ?? 0;
        StylizeOutcome outcome = StylizeOutcome.Completed;
        try
        {
            if (kept is not null)
                Restore(reader, kept, cancellation);
            for (_number = from; _number < _survey.Frames; _number++)
            {
                if (reader.Read(cancellation) is not { } frame)
                {
                    _notes.Add($"The clip ended after {_number} of {_survey.Frames} frames.");
                    break;
                }

                if (!TryFrame(frame, out VideoProgress? done, cancellation))
                {
                    outcome = StylizeOutcome.Cancelled;
                    break;
                }

                target.Write(_task.Options.Frame(_shot!.Earlier[0].Result), cancellation);
                Checkpoint?.Keep(_number + 1, MemoryLimit, frame, _shot);
                Progress?.Report(done!);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            outcome = StylizeOutcome.Cancelled;
        }

        return new VideoResult(_number, outcome, Seconds) { From = from, Notes = [.. _notes] };
    }

    // Frames before the state are read again: only results are kept.
    private void Restore(IFrameReader reader, KeptShot kept, CancellationToken cancellation)
    {
        Dictionary<int, Picture> needed = [];
        HashSet<int> numbers = [kept.First, kept.Next - 1, .. kept.Results.Select(result => result.Number)];
        for (int number = 0; number < kept.Next; number++)
        {
            Picture frame = reader.Read(cancellation)
                ?? throw new ClipException($"The clip has {number} frames, and {kept.Next} were painted before.");
            if (numbers.Contains(number))
                needed[number] = frame;
        }

        _last = needed[kept.Next - 1];
        if (VideoCheckpoint.HashOf(_last) != kept.FrameHash)
            throw new ClipException($"Frame {kept.Next} of the clip is not the one that was painted before.");
        Picture first = needed[kept.First];
        _shot = new ShotState
        {
            Number = kept.Number,
            First = kept.First,
            Loss = kept.Loss,
            Held = new HeldTargets { First = first },
            CoarseHeld = new HeldTargets { First = _task.Inner.Frame(first) },
            Painted = kept.Painted,
        };
        _shot.Held.Restore(kept.Held.Full);
        _shot.CoarseHeld.Restore(kept.Held.Coarse);
        foreach ((int number, Picture result) in kept.Results)
            _shot.Earlier.Add(new PaintedFrame(number, _painter.Sized(needed[number]), result));
    }

    private bool TryFrame(Picture frame, out VideoProgress? done, CancellationToken cancellation)
    {
        done = null;
        if (frame.Size != _survey.Size)
        {
            throw new ClipException(
                $"Frame {_number + 1} has {frame.Size} pixels, the frames before it {_survey.Size}.");
        }

        double before = Seconds, newShare = 0, stillShare = 1;
        if (_shot is null || _cuts.Contains(_number) || !IsSame(frame, _last!))
        {
            Picture? sized = null;
            Expectation? expectation = null;
            if (_shot is not null && !_cuts.Contains(_number))
                expectation = _painter.Expect(_shot, _number, sized = _painter.Sized(frame));
            if (expectation is null)
            {
                if (_painter.Begin(_shot is null ? 0 : _shot.Number + 1, _number, frame, cancellation) is not { } shot)
                    return false;
                _shot = shot;
            }
            else if (!_painter.TryContinue(_shot!, _number, frame, sized!, expectation, cancellation))
            {
                return false;
            }

            (newShare, stillShare) = (expectation?.NewShare ?? 1, expectation?.StillShare ?? 0);
            Count(ref (expectation is null ? ref _wholes : ref _others), Seconds - before);
        }

        _last = frame;
        done = Report() with
        {
            Picture = _shot!.Earlier[0].Result,
            NewShare = newShare,
            StillShare = stillShare,
            RemainingSeconds = Remaining(),
        };
        return true;
    }

    private VideoProgress Report() => new()
    {
        Frame = _number + 1,
        Frames = _survey.Frames,
        Shot = (_shot?.Number ?? 0) + 1,
        Seconds = Seconds,
    };

    private static void Count(ref (int Count, double Seconds) kind, double seconds) =>
        kind = (kind.Count + 1, kind.Seconds + seconds);

    // Frames of a kind that was not painted yet take what the plan says beside the other kind.
    private double? Remaining()
    {
        int wholes = _cuts.Count(cut => cut > _number), others = _survey.Frames - _number - 1 - wholes;
        double ratio = Plan.Next.Multiplications / Plan.First.Multiplications;
        double? whole = Mean(_wholes), other = Mean(_others);
        return (wholes * (whole ?? (other / ratio))) + (others * (other ?? (whole * ratio)));

        static double? Mean((int Count, double Seconds) kind) =>
            kind.Count == 0 ? null : kind.Seconds / kind.Count;
    }

    private static bool IsSame(Picture one, Picture other) =>
        one.Pixels.AsSpan().SequenceEqual(other.Pixels)
        && (one.Alpha ?? []).AsSpan().SequenceEqual(other.Alpha ?? []);

    private sealed class StepReader(VideoRun run) : IProgress<StylizeProgress>
    {
        public void Report(StylizeProgress value) => run.Progress?.Report(run.Report() with { Step = value });
    }
}
