using Impasto.Imaging;
using Impasto.Threads;

namespace Impasto.Video.Flow;

/// <summary>Flow between two pictures in both directions, and where it can be relied on.</summary>
public sealed class FlowPair
{
    private readonly Occlusion _forward, _backward;

    /// <summary>Room for the flow of pictures of a size.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    public FlowPair(int width, int height)
    {
        (Forward, Backward) = (new FlowField(width, height), new FlowField(width, height));
        (ForwardReliability, BackwardReliability) = (new float[width * height], new float[width * height]);
        _forward = new Occlusion(Forward, Backward, ForwardReliability);
        _backward = new Occlusion(Backward, Forward, BackwardReliability);
    }

    /// <summary>Columns and rows.</summary>
    public PictureSize Size => Forward.Size;

    /// <summary>
    /// Whether pixels at the boundaries between two motions are not relied on either, as in the paper by Ruder et al.
    /// Default: false, because the flow's boundaries are moved to where the colours change.
    /// </summary>
    public bool WithoutBoundaries { get; init; }

    /// <summary>From the first picture to the second.</summary>
    public FlowField Forward { get; }

    /// <summary>From the second picture to the first.</summary>
    public FlowField Backward { get; }

    /// <summary>
    /// For every pixel of the first picture 1 if it is seen in the second one, else 0; height x width.
    /// </summary>
    public float[] ForwardReliability { get; }

    /// <summary>
    /// For every pixel of the second picture 1 if it is seen in the first one, else 0; height x width. The second
    /// picture can take these pixels from the first one by <see cref="Backward"/>.
    /// </summary>
    public float[] BackwardReliability { get; }

    /// <summary>Share of the second picture's pixels that can't be taken from the first one, 0 to 1.</summary>
    public double NewShare()
    {
        double sum = 0;
        foreach (float value in BackwardReliability)
            sum += 1 - value;
        return sum / BackwardReliability.Length;
    }

    /// <summary>Computes both reliabilities from both flows; needed only after a flow was changed from
    /// outside.</summary>
    /// <param name="team">Threads that share the work; null for the caller's only.</param>
    public void FindReliability(WorkerTeam? team = null)
    {
        _forward.Run(WithoutBoundaries, team);
        _backward.Run(WithoutBoundaries, team);
    }
}
