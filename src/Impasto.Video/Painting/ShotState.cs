using Impasto.Imaging;
using Impasto.Video.Following;

namespace Impasto.Video.Painting;

/// <summary>What the next frame of a shot depends on.</summary>
internal sealed class ShotState
{
    /// <summary>Number of its first frame in the clip.</summary>
    public required int First { get; init; }

    /// <summary>The loss that its first frame ended with.</summary>
    public required double Loss { get; init; }

    /// <summary>What its frames share.</summary>
    public required HeldTargets Held { get; init; }

    /// <summary>The same for half the size.</summary>
    public required HeldTargets CoarseHeld { get; init; }

    /// <summary>Its latest frames that differ from those before, the newest first.</summary>
    public List<PaintedFrame> Earlier { get; } = [];

    /// <summary>Each pixel of the frames as it was when it was painted last.</summary>
    public required PaintedPixels Painted { get; set; }

    /// <summary>Begins anew with a result that depends on no other frame.</summary>
    /// <param name="frame">The frame and its result.</param>
    public void Restart(PaintedFrame frame)
    {
        Earlier.Clear();
        Add(frame, still: null);
    }

    /// <summary>Takes the next result.</summary>
    /// <param name="frame">The frame and its result.</param>
    /// <param name="still">1 where the result's bits are the last one's; null for nowhere.</param>
    public void Add(PaintedFrame frame, float[]? still)
    {
        Earlier.Insert(0, frame);
        if (Earlier.Count > FrameFollower.Distances[^1])
            Earlier.RemoveAt(Earlier.Count - 1);
        float[] pixels = [.. frame.Frame.Pixels];
        for (int i = 0; still is not null && i < pixels.Length; i++)
        {
            if (still[i % still.Length] > 0)
                pixels[i] = Painted.Picture.Pixels[i];
        }

        Painted = new PaintedPixels(frame.Number, new Picture(frame.Frame.Width, frame.Frame.Height, pixels));
    }
}
