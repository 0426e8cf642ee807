using Impasto.Imaging;
using Impasto.Threads;
using Impasto.Video.Flow;

namespace Impasto.Video.Following;

/// <summary>Follows the pixels of a shot from its earlier frames to the next one.</summary>
internal sealed class FrameFollower
{
    /// <summary>The earlier frames that are looked at, counted back. Source: Ruder et al., 2016, section 5.2.</summary>
    public static readonly IReadOnlyList<int> Distances = [1, 2, 4];

    // An object's edge and what is mixed into it are not relied on. Ruder et al. leave out 3 pixels: with this flow one
    // is enough, and most of the flicker was in the other two (bench/results/video.md).
    private const int EdgeRadius = 1;
    private const int BlurRadius = 1;

    // What so small a part of a frame is made of does not repay another flow.
    private const double SmallestPart = 0.005;

    private readonly PictureSize _size, _flowSize;
    private readonly bool _keepsStill;
    private readonly WorkerTeam? _team;
    private readonly OpticalFlow _optical;
    private readonly FlowPair _pair;

    /// <param name="size">Size at which frames are painted.</param>
    /// <param name="longest">Longer side at which motion is looked for, at most.</param>
    /// <param name="keepsStill">Whether still pixels are looked for.</param>
    /// <param name="team">Threads that share the work; null for the caller's only.</param>
    public FrameFollower(PictureSize size, int longest, bool keepsStill, WorkerTeam? team)
    {
        (_size, _flowSize, _keepsStill, _team) = (size, FlowSize(size, longest), keepsStill, team);
        _optical = new OpticalFlow(team: team);
        _pair = new FlowPair(_flowSize.Width, _flowSize.Height);
        Motion = new FlowField(size.Width, size.Height);
    }

    /// <summary>Flows from elsewhere; null for none.</summary>
    public FlowFolder? Given { get; init; }

    /// <summary>Parts that are painted differently; null for none.</summary>
    public RegionParts? Parts { get; init; }

    /// <summary>From the latest frame looked at to the one before it, at the frames' size.</summary>
    public FlowField Motion { get; private set; }

    /// <summary>How surely the frame before shows each pixel of the latest one.</summary>
    public float[] Seen { get; private set; } = [];

    /// <summary>The size at which motion is looked for.</summary>
    /// <param name="size">The frames' size.</param>
    /// <param name="longest">Longer side at most.</param>
    public static PictureSize FlowSize(PictureSize size, int longest)
    {
        double scale = Math.Min(1, (double)longest / size.Longer);
        return new PictureSize(
            Math.Max(1, (int)Math.Round(size.Width * scale)), Math.Max(1, (int)Math.Round(size.Height * scale)));
    }

    /// <summary>Gathers what the earlier results say about a frame.</summary>
    /// <param name="number">The frame's number.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="earlier">The shot's latest frames, the newest first; at least one.</param>
    /// <param name="painted">The pixels as they were when they were painted last.</param>
    public Expectation Look(int number, Picture frame, IReadOnlyList<PaintedFrame> earlier, Picture painted)
    {
        int plane = frame.Width * frame.Height;
        float[] target = new float[3 * plane], known = new float[plane], still = new float[plane];
        foreach (int distance in Distances)
        {
            if (distance > earlier.Count || 1 - known.Average(value => (double)value) < SmallestPart)
                break;
            PaintedFrame before = earlier[distance - 1];
            (FlowField motion, float[] seen) = Follow(before, number, frame);
            Parts?.Part(motion, seen);
            if (distance == 1)
            {
                (Motion, Seen) = (motion, seen);
                if (_keepsStill)
                    still = StillPixels.Find(frame, painted, motion, seen);
            }

            Picture moved = FlowWarp.Apply(Opaque(before.Result), motion, _team);
            for (int k = 0; k < plane; k++)
            {
                // Ruder et al., equation 8: an older frame counts where the newer ones do not.
                float share = Math.Max(0, seen[k] - known[k]);
                known[k] += share;
                for (int channel = 0; channel < 3; channel++)
                    target[(channel * plane) + k] += share * moved.Pixels[(channel * plane) + k];
            }
        }

        for (int i = 0; i < target.Length; i++)
        {
            int k = i % plane;
            target[i] = still[k] > 0 ? earlier[0].Result.Pixels[i] : known[k] > 0 ? target[i] / known[k] : 0;
        }

        for (int k = 0; k < plane; k++)
            known[k] = still[k] > 0 ? 1 : Math.Min(1, known[k]);
        return new Expectation(new Picture(frame.Width, frame.Height, target), known, still);
    }

    private (FlowField Motion, float[] Seen) Follow(PaintedFrame before, int number, Picture frame)
    {
        if (Given?.TryRead(before.Number, number, _pair) != true)
            _optical.ComputeBoth(Small(before.Frame), Small(frame), _pair);
        float[] hard = Neighborhood.Least(_pair.BackwardReliability, _flowSize, EdgeRadius);
        float[] seen = Neighborhood.Mean(hard, _flowSize, BlurRadius);
        if (_flowSize == _size)
        {
            FlowField copy = new(_size.Width, _size.Height);
            _pair.Backward.Horizontal.CopyTo(copy.Horizontal, 0);
            _pair.Backward.Vertical.CopyTo(copy.Vertical, 0);
            return (copy, seen);
        }

        seen = Resampler.Resize(seen, _flowSize, _size, ResampleFilter.Bilinear);
        for (int k = 0; k < seen.Length; k++)
            seen[k] = Math.Clamp(seen[k], 0, 1);
        return (_pair.Backward.Resize(_size.Width, _size.Height), seen);
    }

    private Picture Small(Picture picture) =>
        _flowSize == _size ? picture : Resampler.Resize(picture, _flowSize.Width, _flowSize.Height);

    private static Picture Opaque(Picture picture) =>
        picture.Alpha is null ? picture : new Picture(picture.Width, picture.Height, picture.Pixels);
}
