using Impasto.Imaging;
using Impasto.Video.Flow;

namespace Impasto.Video.Painting;

/// <summary>Finds the pixels that do not change, although there may be noise on them.</summary>
/// <remarks>
/// A pixel is still if its flow is short and the 7 x 7 pixels around it have the colours, in the mean, that they had
/// when it was painted last: what changes slowly is noticed as well, and noise is not.
/// </remarks>
internal static class StillPixels
{
    private const int Radius = 3;
    private const float LongestFlow = 0.3f;
    private const float MostChange = 1.5f / 255;

    // Below it a pixel may be hidden in the last frame.
    private const float LeastReliability = 0.999f;

    /// <summary>1 for a still pixel, else 0.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="painted">The frames' pixels as they were when they were painted last.</param>
    /// <param name="flow">From the frame to the last one.</param>
    /// <param name="reliability">How surely the last one shows them.</param>
    public static float[] Find(Picture frame, Picture painted, FlowField flow, float[] reliability)
    {
        int plane = reliability.Length;
        float[] still = new float[plane];
        for (int k = 0; k < plane; k++)
        {
            float u = flow.Horizontal[k], v = flow.Vertical[k];
            bool isAtRest = (u * u) + (v * v) < LongestFlow * LongestFlow;
            still[k] = isAtRest && reliability[k] >= LeastReliability ? 1 : 0;
        }

        for (int channel = 0; channel < 3; channel++)
        {
            float[] change = new float[plane];
            for (int k = 0; k < plane; k++)
                change[k] = frame.Pixels[(channel * plane) + k] - painted.Pixels[(channel * plane) + k];
            float[] mean = Neighborhood.Mean(change, frame.Size, Radius);
            for (int k = 0; k < plane; k++)
            {
                if (!(Math.Abs(mean[k]) < MostChange))
                    still[k] = 0;
            }
        }

        return still;
    }
}
