using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Networks;
using Impasto.Video.Flow;
using Impasto.Video.Following;

namespace Impasto.Video.Painting;

/// <summary>
/// Paints one frame after the other: the first of a shot as a picture, the others from the last result.
/// </summary>
internal sealed class FramePainter : IDisposable
{
    // More of a frame than this is as good as a cut.
    private const double NewShot = 0.6;

    // What is new and smaller than this gets its forms from the steps at full size.
    private const double NewPart = 0.03;

    // A smaller picture has no coarser one that the network sees forms in.
    private const int LeastCoarse = 64;

    // How much the frame before counts at the start of a further pass, and the frame's own result the rest.
    private const float Blend = 0.5f;

    private readonly Stylizer _stylizer;
    private readonly VideoTask _task;
    private readonly PictureSize _size;
    private readonly StylizeOptions _first, _next, _coarse, _again;
    private readonly IReadOnlyList<StylizeRegion> _regions;
    private readonly InputNormalization? _input;
    private readonly FrameFollower _follower;

    /// <param name="stylizer">Does the runs; the painter disposes of it.</param>
    /// <param name="network">Its network.</param>
    /// <param name="task">The clip.</param>
    /// <param name="frame">Size of the clip's frames.</param>
    public FramePainter(Stylizer stylizer, Network network, VideoTask task, PictureSize frame)
    {
        (_stylizer, _task, _first) = (stylizer, task, task.Inner);
        _size = SizeOf(task, frame);
        (_next, _coarse, _again) = (Next(task), Coarse(task, _size), Again(task, _size));
        _regions = [.. task.Regions.Select(region => region with { Mask = Framed(region.Mask) })];
        _input = task.Options.Losses.Convention.Pixels == PixelScaleMode.NetworkInput ? network.Normalization : null;
        _follower = new FrameFollower(_size, task.Video.FlowSide, task.Video.KeepsStill, stylizer.Team(_first))
        {
            Given = task.FlowFolder is { } folder ? new FlowFolder(folder) : null,
            Parts = RegionParts.Of(_regions, _size),
        };
    }

    /// <summary>Receives every step.</summary>
    public IProgress<StylizeProgress>? Steps { get; set; }

    /// <summary>Receives remarks for people.</summary>
    public Action<string> Note { get; init; } = _ => { };

    /// <summary>The size at which frames are painted.</summary>
    public static PictureSize SizeOf(VideoTask task, PictureSize frame) => task.Inner.ResultSize(frame);

    /// <summary>The recipe of a frame that begins from the last result.</summary>
    public static StylizeOptions Next(VideoTask task) =>
        task.Inner.Continuing() with { Steps = [task.Video.Steps] };

    /// <summary>A frame at the size at which it is painted.</summary>
    public Picture Sized(Picture frame)
    {
        Picture framed = _first.Frame(frame);
        return framed.Size == _size ? framed : Resampler.Resize(framed, _size.Width, _size.Height);
    }

    /// <summary>Frees the device.</summary>
    public void Dispose() => _stylizer.Dispose();

    /// <summary>Paints the first frame of a shot; null if that was cancelled.</summary>
    public ShotState? Begin(int number, Picture frame, CancellationToken cancellation)
    {
        var held = new HeldTargets();
        StylizeResult result = _stylizer.Run(
            new StylizeTask(frame, _task.Styles, _first) { Held = held, Regions = _task.Regions },
            Steps,
            cancellation);
        if (!IsDone(result, number))
            return null;
        double loss = result.FinalLoss?.Total ?? 1;
        Picture sized = Sized(frame);
        var state = new ShotState
        {
            First = number,
            Loss = double.IsFinite(loss) ? loss : 1,
            Held = held,
            CoarseHeld = new HeldTargets { First = _first.Frame(frame) },
            Painted = new PaintedPixels(number, sized),
        };
        state.Add(new PaintedFrame(number, sized, result.Picture), still: null);
        return state;
    }

    /// <summary>What the shot's results say about its next frame; null if that is as good as the first of another
    /// shot.</summary>
    public Expectation? Expect(ShotState shot, int number, Picture sized)
    {
        Expectation expectation = _follower.Look(number, sized, shot.Earlier, shot.Painted.Picture);
        return expectation.NewShare > NewShot ? null : expectation;
    }

    /// <summary>Paints another frame of a shot.</summary>
    /// <param name="shot">The shot; gets the result.</param>
    /// <param name="number">The frame's number in the clip.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="sized">The frame at its size.</param>
    /// <param name="expectation">What is known of it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>False if it was cancelled: the shot's matches are moved then, all else is as it was.</returns>
    public bool TryContinue(
        ShotState shot, int number, Picture frame, Picture sized, Expectation expectation,
        CancellationToken cancellation)
    {
        double weight = WeightIn(shot);
        return TryPaint(
            shot, new PaintedFrame(number, sized, frame), expectation, _next,
            seen => Start(shot, frame, sized, seen, weight, cancellation), cancellation);
    }

    /// <summary>Paints a frame of a shot once more, from its own result and that of the frame before.</summary>
    /// <remarks>
    /// The start is s r w + (1 - s r) x with x the frame's own result, w the earlier results of this pass after the
    /// warp, r how surely they are seen, and s = 1/2. Source: Ruder, Dosovitskiy and Brox, "Artistic Style Transfer for
    /// Videos", GCPR 2016, section on multi-pass. Differs from the paper: the first pass is the usual clip, not
    /// frames by themselves, and what rests keeps its bits.
    /// </remarks>
    /// <param name="shot">The shot; gets the result.</param>
    /// <param name="number">The frame's number in the clip.</param>
    /// <param name="sized">The frame at its size.</param>
    /// <param name="own">Its result of the pass before.</param>
    /// <param name="expectation">What the frames before it in this pass say.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>False if it was cancelled.</returns>
    public bool TryRepaint(
        ShotState shot, int number, Picture sized, Picture own, Expectation expectation,
        CancellationToken cancellation) => TryPaint(
        shot, new PaintedFrame(number, sized, sized), expectation, _again,
        seen => seen.Blended(Compared(own), Blend), cancellation);

    // The frame is painted from its own pixels: a result takes its place.
    private bool TryPaint(
        ShotState shot, PaintedFrame frame, Expectation expectation, StylizeOptions recipe,
        Func<Expectation, Picture?> begin, CancellationToken cancellation)
    {
        Picture last = shot.Earlier[0].Result, content = frame.Result, result = last;
        if (expectation.StillShare < 1 || content.Alpha is not null)
        {
            shot.Held.MoveMatches(
                _size, _follower.Motion.Horizontal, _follower.Motion.Vertical, _follower.Seen);
            Expectation seen = expectation with { Target = Compared(expectation.Target) };
            if (begin(seen) is not { } start)
                return false;
            StylizeResult run = _stylizer.Run(
                new StylizeTask(content, _task.Styles, recipe)
                {
                    Regions = recipe == _next ? _task.Regions : _regions,
                    Start = start,
                    Held = shot.Held,
                    Still = seen.StillShare > 0 ? new Mask(_size.Width, _size.Height, seen.Still) : null,
                    ExtraTerms = Terms(seen, WeightIn(shot)),
                },
                Steps,
                cancellation);
            if (!IsDone(run, frame.Number))
                return false;
            result = run.Picture;
            KeepStill(last, expectation.Still, result);
        }

        shot.Add(frame with { Result = result }, expectation.Still);
        return true;
    }

    private double WeightIn(ShotState shot) => _task.Video.TemporalWeight * shot.Loss;

    // A frame at its size stays as it is.
    private static StylizeOptions Again(VideoTask task, PictureSize size) => At(Next(task), size.Longer);

    private static StylizeOptions Coarse(VideoTask task, PictureSize size)
    {
        StylizeOptions next = At(Next(task), Math.Max(1, size.Longer / 2));
        return next with
        {
            Steps = [task.Video.CoarseSteps],
            Sizing = next.Sizing with
            {
                StyleSize = next.Sizing.StyleSize is { } style ? Math.Max(1, style / 2) : null,
            },
        };
    }

    private static StylizeOptions At(StylizeOptions options, int longer) => options with
    {
        Sizing = options.Sizing with
        {
            Size = TargetSize.Longer(longer),
            SizeRule = SizeMode.Longer,
            Framing = FramingMode.Crop,
        },
    };

    // The warped result; where nothing is known the frame in its tones, or what a run at half the size makes of it.
    private Picture? Start(
        ShotState shot, Picture frame, Picture sized, Expectation seen, double weight, CancellationToken cancellation)
    {
        Picture start = seen.Filled(seen.Toned(Compared(sized)));
        if (_task.Video.CoarseSteps == 0 || seen.NewShare < NewPart || _size.Shorter / 2 < LeastCoarse)
            return start;
        shot.CoarseHeld.ForgetMatches();
        StylizeResult coarse = _stylizer.Run(
            new StylizeTask(_first.Frame(frame), _task.Styles, _coarse)
            {
                Regions = _regions,
                Start = start,
                Held = shot.CoarseHeld,
                ExtraTerms = Terms(seen, weight),
            },
            Steps,
            cancellation);
        return coarse.Outcome == StylizeOutcome.Cancelled
            ? null
            : seen.Filled(Compared(Resampler.Resize(coarse.Picture, _size.Width, _size.Height)));
    }

    // A mask in the shape of the result.
    private Mask Framed(Mask mask)
    {
        Picture framed = _first.Frame(
            new Picture(mask.Width, mask.Height, [.. mask.Values, .. mask.Values, .. mask.Values]));
        return new Mask(
            framed.Width,
            framed.Height,
            [.. framed.Pixels[..(framed.Width * framed.Height)].Select(value => Math.Clamp(value, 0, 1))]);
    }

    private IReadOnlyList<ILossTerm> Terms(Expectation seen, double weight) =>
        weight > 0 ? [new TemporalTerm(weight, seen.Target, seen.Reliability, _input)] : [];

    // With the photograph's colours only brightness is painted.
    private Picture Compared(Picture picture)
    {
        if (_first.Color.Mode != ColorMode.Content)
            return picture;
        float[] grey = picture.Luminance();
        return new Picture(picture.Width, picture.Height, [.. grey, .. grey, .. grey]);
    }

    private bool IsDone(StylizeResult result, int number)
    {
        if (result.Outcome == StylizeOutcome.Diverged)
            Note($"Frame {number + 1} diverged: it has the last good picture.");
        return result.Outcome != StylizeOutcome.Cancelled;
    }

    private static void KeepStill(Picture last, float[] still, Picture result)
    {
        for (int i = 0; i < result.Pixels.Length; i++)
        {
            if (still[i % still.Length] > 0)
                result.Pixels[i] = last.Pixels[i];
        }
    }
}
