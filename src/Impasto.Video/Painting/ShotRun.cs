using Impasto.Imaging;
using Impasto.Video.Following;
using Impasto.Video.Frames;
using Impasto.Video.Shots;

namespace Impasto.Video.Painting;

/// <summary>The run of one shot: frame after frame, then back and forth as often as there are passes.</summary>
/// <param name="shot">The shot.</param>
/// <param name="task">The clip.</param>
/// <param name="size">Size of the clip's frames.</param>
internal sealed class ShotRun(Shot shot, VideoTask task, PictureSize size)
{
    private readonly List<int> _distinct = [];
    private ShotState? _state;
    private Picture? _last;
    private string _hash = "";
    private int _number = shot.First, _finished = shot.First, _pass = 1, _at, _extra;

    /// <summary>Number of the frame after the shot's last one.</summary>
    public int End { get; } = shot.First + shot.Count;

    /// <summary>Paints the frames; may be exchanged between two of them.</summary>
    public required FramePainter Painter { get; set; }

    /// <summary>Keeps the state; null keeps none, which only a single pass can do.</summary>
    public required VideoCheckpoint? Checkpoint { get; init; }

    /// <summary>Gives the seconds since the clip's run began.</summary>
    public required Func<double> Clock { get; init; }

    /// <summary>Gives how many of the clip's frames are written.</summary>
    public required Func<int> Written { get; init; }

    /// <summary>Whether results are given with their frames; else they are in the files.</summary>
    public bool GivesResults { get; init; }

    /// <summary>The frame that is being painted, the pass, and how many shots were begun without a cut.</summary>
    public (int Number, int Pass, int Extra) Current { get; private set; } = (shot.First, 1, 0);

    /// <summary>Whether the frame that was painted was cancelled.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>Number of the frame at which the clip ended too early; null if it did not.</summary>
    public int? EndedAt { get; private set; }

    private int Passes => task.Video.Passes;

    /// <summary>Paints what is left of the shot.</summary>
    /// <param name="reader">The clip, at the shot's first frame.</param>
    /// <param name="kept">The state to continue from; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    public IEnumerable<ShotEvent> Run(IFrameReader reader, KeptShot? kept, CancellationToken cancellation)
    {
        if (kept is not null)
        {
            Restore(reader, kept, cancellation);
            yield return new ShotEvent { Extra = _extra, Ready = Ready(Math.Max(Written(), shot.First), null) };
            if (_pass > 1)
            {
                foreach (ShotEvent repainted in Repaint(cancellation))
                    yield return repainted;
            }
        }

        while (!IsCancelled && _number < End)
        {
            if (reader.Read(cancellation) is not { } frame)
            {
                EndedAt = _number;
                break;
            }

            foreach (ShotEvent painted in Paint(frame, cancellation))
                yield return painted;
        }

        if (IsCancelled)
            yield break;
        foreach (ShotEvent repainted in Repaint(cancellation))
            yield return repainted;
    }

    // Frames before the state are read again: only results are kept.
    private void Restore(IFrameReader reader, KeptShot kept, CancellationToken cancellation)
    {
        Dictionary<int, Picture> needed = [];
        HashSet<int> numbers = [kept.First, kept.Next - 1, .. kept.Earlier];
        for (int number = shot.First; number < kept.Next; number++)
        {
            Picture frame = reader.Read(cancellation)
                ?? throw new ClipException($"The clip has {number} frames, and {kept.Next} were painted before.");
            if (numbers.Contains(number))
                needed[number] = frame;
        }

        (_last, _hash) = (needed[kept.Next - 1], kept.Frame);
        if (HashOf(_last) != kept.Frame)
            throw new ClipException($"Frame {kept.Next} of the clip is not the one that was painted before.");
        (_number, _finished, _extra) = (kept.Next, kept.Finished, kept.Extra);
        _distinct.AddRange(kept.Distinct);
        (_pass, _at) = (kept.Pass, kept.At);
        Picture first = needed[kept.First];
        _state = new ShotState
        {
            First = kept.First,
            Loss = kept.Loss,
            Held = new HeldTargets { First = first },
            CoarseHeld = new HeldTargets { First = task.Inner.Frame(first) },
            Painted = new PaintedPixels(kept.Painted, Read(KeptPictures.Painted(kept.Painted, _pass))),
        };
        _state.Held.Restore(kept.Held.Full);
        _state.CoarseHeld.Restore(kept.Held.Coarse);
        foreach (int number in kept.Earlier)
        {
            Picture frame = Passes > 1 ? Read(KeptPictures.Frame(number)) : Painter.Sized(needed[number]);
            _state.Earlier.Add(new PaintedFrame(number, frame, Read(KeptPictures.Result(number, _pass))));
        }
    }

    private IEnumerable<ShotEvent> Paint(Picture frame, CancellationToken cancellation)
    {
        if (frame.Size != size)
            throw new ClipException($"Frame {_number + 1} has {frame.Size} pixels, the frames before it {size}.");
        double before = Clock(), newShare = 0, stillShare = 1;
        Current = (_number, 1, _extra);
        bool isNew = _state is null || !IsSame(frame, _last!);
        if (isNew)
        {
            Picture? sized = _state is null ? null : Painter.Sized(frame);
            Expectation? expectation = sized is null ? null : Painter.Expect(_state!, _number, sized);
            if (expectation is null)
            {
                foreach (ShotEvent repainted in Repaint(cancellation))
                    yield return repainted;
                before = Clock();
                if (!IsCancelled && !TryBegin(frame, cancellation))
                    IsCancelled = true;
            }
            else if (!Painter.TryContinue(_state!, _number, frame, sized!, expectation, cancellation))
            {
                IsCancelled = true;
            }

            if (IsCancelled)
                yield break;
            (newShare, stillShare) = (expectation?.NewShare ?? 1, expectation?.StillShare ?? 0);
            _distinct.Add(_number);
        }

        _last = frame;
        int number = _number++;
        _finished = Passes > 1 ? _finished : _number;
        if (Checkpoint is not null)
        {
            _hash = HashOf(frame);
            KeepPictures(isNew);
        }

        yield return new ShotEvent
        {
            Number = number,
            Count = 1,
            Extra = _extra,
            Result = _state!.Earlier[0].Result,
            NewShare = newShare,
            StillShare = stillShare,
            Seconds = isNew ? Clock() - before : 0,
            Ready = Passes > 1 ? [] : Ready(number, GivesResults ? _state.Earlier[0].Result : null),
        };
    }

    private bool TryBegin(Picture frame, CancellationToken cancellation)
    {
        int extra = _extra + (_number > shot.First ? 1 : 0);
        Current = (_number, 1, extra);
        if (Painter.Begin(_number, frame, cancellation) is not { } state)
            return false;
        (_state, _pass, _at, _extra) = (state, 1, 0, extra);
        return true;
    }

    // Nothing with one pass.
    private IEnumerable<ShotEvent> Repaint(CancellationToken cancellation)
    {
        if (Passes == 1 || _state is null)
            yield break;
        int[] forward = [.. _distinct.Where(number => number >= _state.First)];
        (_pass, _at) = _pass == 1 ? (2, 0) : (_pass, _at);
        while (_pass <= Passes)
        {
            while (_at < forward.Length)
            {
                double before = Clock();
                int number = _pass % 2 == 0 ? forward[^(_at + 1)] : forward[_at];
                Current = (number, _pass, _extra);
                if (!TryRepaint(number, cancellation, out (double New, double Still) shares))
                {
                    IsCancelled = true;
                    yield break;
                }

                _at++;
                KeepPictures(isNew: true);
                yield return new ShotEvent
                {
                    Number = number,
                    Pass = _pass,
                    Count = After(number) - number,
                    Extra = _extra,
                    Result = _state.Earlier[0].Result,
                    NewShare = shares.New,
                    StillShare = shares.Still,
                    Seconds = Clock() - before,
                };
            }

            (_pass, _at) = (_pass + 1, 0);
        }

        (int from, _finished, _state) = (_finished, _number, null);
        yield return new ShotEvent { Extra = _extra, Ready = Ready(from, null) };
    }

    // The frame at which a pass begins stays as the pass before left it, which ended there.
    private bool TryRepaint(int number, CancellationToken cancellation, out (double New, double Still) shares)
    {
        Picture frame = Read(KeptPictures.Frame(number)), own = Read(KeptPictures.Result(number, _pass - 1));
        Expectation? expectation = _at == 0 ? null : Painter.Expect(_state!, number, frame);
        shares = (expectation?.NewShare ?? 1, expectation?.StillShare ?? 0);
        if (expectation is not null)
            return Painter.TryRepaint(_state!, number, frame, own, expectation, cancellation);
        if (_at > 0)
            _state!.Held.ForgetMatches();
        _state!.Restart(new PaintedFrame(number, frame, own));
        return true;
    }

    private void KeepPictures(bool isNew)
    {
        PaintedFrame latest = _state!.Earlier[0];
        if (isNew)
        {
            KeptPictures pictures = Checkpoint!.Pictures;
            pictures.Write(KeptPictures.Result(latest.Number, _pass), latest.Result);
            pictures.Write(KeptPictures.Painted(latest.Number, _pass), _state.Painted.Picture);
            if (Passes > 1 && _pass == 1)
                pictures.Write(KeptPictures.Frame(latest.Number), latest.Frame);
        }

        Keep();
    }

    // Results of frames that are written are not needed any more, unless the next frame follows from them.
    private void Keep()
    {
        int written = Written();
        ShotState state = _state!;
        int open = Passes > 1 ? state.First : _distinct[^1];
        int done = 0;
        while (done + 1 < _distinct.Count && _distinct[done] < open && _distinct[done + 1] <= written)
            done++;
        _distinct.RemoveRange(0, done);
        Checkpoint!.Keep(shot.First, new KeptShot
        {
            Next = _number,
            Finished = _finished,
            Frame = _hash,
            Extra = _extra,
            First = state.First,
            Loss = state.Loss,
            Held = (state.Held.Save(), state.CoarseHeld.Save()),
            Earlier = [.. state.Earlier.Select(frame => frame.Number)],
            Painted = state.Painted.Number,
            Distinct = [.. _distinct],
            Pass = _pass,
            At = _at,
        });
        HashSet<string> needed = [.. Needed(state, written)];
        Checkpoint.Trim(shot.First, End, needed.Contains);
    }

    private IEnumerable<string> Needed(ShotState state, int written)
    {
        foreach (int number in _distinct.Where(number => After(number) > written))
        {
            if (number < _finished)
                yield return KeptPictures.Result(number, Passes);
        }

        yield return KeptPictures.Painted(state.Painted.Number, _pass);
        foreach (PaintedFrame frame in state.Earlier)
            yield return KeptPictures.Result(frame.Number, _pass);
        int[] own = [.. _distinct.Where(number => number >= state.First)];
        for (int place = 0; Passes > 1 && place < own.Length; place++)
        {
            int turn = _pass % 2 == 0 ? own.Length - 1 - place : place;
            yield return KeptPictures.Frame(own[place]);
            yield return KeptPictures.Result(own[place], _pass == 1 || turn < _at ? _pass : _pass - 1);
        }
    }

    private ReadyFrame[] Ready(int from, Picture? result) =>
    [
        .. Enumerable.Range(from, Math.Max(0, _finished - from)).Select(
            number => new ReadyFrame(number, _distinct.FindLast(other => other <= number), result)),
    ];

    // Number of the frame after the last one with a frame's result.
    private int After(int number)
    {
        int next = _distinct.Find(other => other > number);
        return next == 0 ? _number : next;
    }

    private Picture Read(string name) => Checkpoint!.Pictures.Read(name);

    private static string HashOf(Picture picture) => Convert.ToHexStringLower(KeptPictures.HashOf(picture));

    private static bool IsSame(Picture one, Picture other) =>
        one.Pixels.AsSpan().SequenceEqual(other.Pixels)
        && (one.Alpha ?? []).AsSpan().SequenceEqual(other.Alpha ?? []);
}
