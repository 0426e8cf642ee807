using Impasto.Imaging;
using Impasto.Threads;
using Impasto.Video.Flow.Planes;

namespace Impasto.Video.Flow;

/// <summary>Moves a picture by a flow.</summary>
public static class FlowWarp
{
    /// <summary>Takes every pixel from where the flow leads: result(p) = source(p + flow(p)).</summary>
    /// <remarks>
    /// To bring a frame's result to the next frame, use the flow from the next frame back to it. A windowed
    /// sinc over 6 x 6 pixels keeps fine strokes, so that a chain of warps stays sharp; values may lie a little outside
    /// 0 to 1. Places outside the source take its nearest pixel; where the flow is unknown (NaN), the
    /// pixel stays. Colours are not weighted by alpha.
    /// </remarks>
    /// <param name="source">The picture; not changed.</param>
    /// <param name="flow">Displacements, of the picture's size.</param>
    /// <param name="team">Threads that share the work; null for the caller's only.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static Picture Apply(Picture source, FlowField flow, WorkerTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        int plane = source.Width * source.Height;
        float[]? alpha = source.Alpha is null ? null : new float[plane];
        Picture result = new(source.Width, source.Height, new float[3 * plane], alpha);
        Apply(source, flow, result, team);
        return result;
    }

    /// <summary>As <see cref="Apply(Picture, FlowField, WorkerTeam?)"/>, into a picture that exists.</summary>
    /// <param name="source">The picture; not changed.</param>
    /// <param name="flow">Displacements, of the picture's size.</param>
    /// <param name="into">Receives the pixels; another picture of the same size, with alpha if the source has
    /// it.</param>
    /// <param name="team">Threads that share the work; null for the caller's only.</param>
    /// <exception cref="ArgumentException">The sizes differ, or only one picture has alpha.</exception>
    public static void Apply(Picture source, FlowField flow, Picture into, WorkerTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(into);
        if (source.Size != flow.Size || into.Size != flow.Size)
        {
            throw new ArgumentException(
                $"Expected one size, got {source.Size}, {flow.Size} and {into.Size}.", nameof(flow));
        }

        if (source.Alpha is null != into.Alpha is null)
            throw new ArgumentException("Expected alpha in both pictures or in none.", nameof(into));
        new RowPass(source.Height, (from, to) => Rows(source, flow, into, from, to)).Run(team);
    }

    private static void Rows(Picture source, FlowField flow, Picture into, int from, int to)
    {
        int plane = source.Width * source.Height;
        for (int k = from * source.Width; k < to * source.Width; k++)
        {
            float u = flow.Horizontal[k], v = flow.Vertical[k];
            bool isKnown = float.IsFinite(u) && float.IsFinite(v);
            float x = (k % source.Width) + (isKnown ? u : 0), y = (k / source.Width) + (isKnown ? v : 0);
            for (int channel = 0; channel < 3; channel++)
            {
                into.Pixels[(channel * plane) + k] =
                    Lanczos.At(source.Pixels.AsSpan(channel * plane, plane), source.Size, x, y);
            }

            if (source.Alpha is { } alpha)
                into.Alpha![k] = Math.Clamp(Lanczos.At(alpha, source.Size, x, y), 0, 1);
        }
    }
}
